"""The pages of a study: a map and a report, each one file that needs no network."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from corridors.errors import RequestError

if TYPE_CHECKING:
    from corridors.studies.result import Study
    from maps.flow_map import FlowMap
    from network_data import Facts


def write_study_map(study: "Study", facts: "Facts", path: str | Path, lang: str = "en") -> int:
    """Write the map of a study: bottlenecks, closures, or before and after.

    Parameters
    ----------
    study
        What was found; its kind says which map it is.
    facts
        The facts as they are: places, lines, crossings, sources.
    path
        The file, HTML.
    lang
        Language of the page: ``en``, ``ru``, ``kk`` or ``tg``.

    Returns
    -------
    int
        Bytes written.

    Raises
    ------
    RequestError
        If there is no such language, or the map cannot be drawn or written.
    """
    from corridors.views.study_maps import study_map

    return _write_map(lambda: study_map(study, facts, lang), path, lang)


def write_bottleneck_map(study: "Study", facts: "Facts", path: str | Path, lang: str = "en") -> int:
    """Write where freight runs and loses time and money; otherwise as `write_study_map`."""
    from corridors.views.study_maps import bottleneck_map

    return _write_map(lambda: bottleneck_map(study, facts, lang), path, lang)


def write_closure_map(study: "Study", facts: "Facts", path: str | Path, lang: str = "en") -> int:
    """Write what a day without each thing costs; otherwise as `write_study_map`."""
    from corridors.views.study_maps import closure_map

    return _write_map(lambda: closure_map(study, facts, lang), path, lang)


def write_before_after_map(
    study: "Study", scenario: str, facts: "Facts", path: str | Path, lang: str = "en"
) -> int:
    """Write two maps side by side, as things are and under a scenario of the study.

    Otherwise as `write_study_map`; a scenario that the study has not is refused.
    """
    from corridors.views.study_maps import before_after_map

    return _write_map(lambda: before_after_map(study, (scenario,), facts, lang), path, lang)


def write_study_report(study: "Study", facts: "Facts", path: str | Path, lang: str = "en") -> int:
    """Write a report: one page of findings, a map and a table, then method, tables, sources.

    Parameters, result and errors are those of `write_study_map`.
    """
    from corridors.views.study_report import study_report
    from maps.labels import labels_in
    from maps.report_page import write_report_page

    return _written(
        path, lambda: write_report_page(study_report(study, facts, lang), path, labels_in(lang))
    )


def _write_map(draw: "Callable[[], FlowMap]", path: str | Path, lang: str) -> int:
    from maps.draw_flow_map import write_flow_map
    from maps.labels import labels_in

    return _written(path, lambda: write_flow_map(draw(), path, labels=labels_in(lang)))


def _written(path: str | Path, write: Callable[[], int]) -> int:
    from maps.errors import MapError

    try:
        return write()
    except MapError as error:
        raise RequestError(f"cannot draw {path}: {error}") from error
    except OSError as error:
        raise RequestError(f"cannot write {path}: {error.strerror or error}") from error
