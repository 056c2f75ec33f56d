"""The pages of a batch run: a flow map and a summary, each one file that needs no network."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from corridors.errors import RequestError

if TYPE_CHECKING:
    from corridors.batch.run_tables import RunTables
    from maps.labels import Labels
    from network_data import Facts


def write_flow_map(
    tables: "RunTables", facts: "Facts", path: str | Path, *, labels: "Labels | None" = None
) -> int:
    """Draw what moved where: lines as wide as their tonnes, coloured by delay cost.

    Parameters
    ----------
    tables
        A finished run.
    facts
        The facts that it was answered from.
    path
        The file, HTML.
    labels
        Words of the page; English by default.

    Returns
    -------
    int
        Bytes written: under 3,000,000 whatever the length of the list.

    Raises
    ------
    RequestError
        If the map cannot be drawn or written.
    """
    from corridors.views.batch_flow_map import batch_flow_map
    from maps.draw_flow_map import write_flow_map as write
    from maps.flow_words import flow_labels
    from maps.labels import ENGLISH

    words = flow_labels(labels or ENGLISH)
    return _written(path, lambda: write(batch_flow_map(tables, facts, words), path, labels=words))


def write_summary_page(
    tables: "RunTables", facts: "Facts", path: str | Path, *, labels: "Labels | None" = None
) -> int:
    """Sum up a run: totals, by route family, crossing, mode, cargo and month; what was rejected.

    Parameters and errors are those of `write_flow_map`.

    Returns
    -------
    int
        Bytes written: under 1,000,000 whatever the length of the list.
    """
    from corridors.views.batch_summary import batch_summary
    from maps.flow_words import flow_labels
    from maps.labels import ENGLISH
    from maps.summary_page import write_summary_page as write

    words = flow_labels(labels or ENGLISH)
    return _written(path, lambda: write(batch_summary(tables, facts, words), path, labels=words))


def _written(path: str | Path, write: Callable[[], int]) -> int:
    from maps.errors import MapError

    try:
        return write()
    except MapError as error:
        raise RequestError(f"cannot draw {path}: {error}") from error
    except OSError as error:
        raise RequestError(f"cannot write {path}: {error.strerror or error}") from error
