"""A summary as one HTML page without scripts: figures, tables with bars, what was rejected."""

from dataclasses import dataclass
from pathlib import Path

from maps.errors import MapDataError
from maps.escape import Html
from maps.flow_words import flow_labels
from maps.html import fill_template, write_page
from maps.labels import ENGLISH, Labels

__all__ = [
    "RejectGroup",
    "SummaryPage",
    "SummaryRow",
    "SummaryTable",
    "render_summary_page",
    "write_summary_page",
]

REJECT_COLUMNS = ("row", "column", "value", "reason", "suggestion")
"""What is said of a rejected row."""

Pairs = tuple[tuple[str, str], ...]
"""Labels with their values, ready to be read."""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A row: its name, its figures ready to be read, and the share that its bar shows (0 to 1)."""

    name: str
    cells: tuple[str, ...]
    share: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.share <= 1.0:
            raise MapDataError(f"row '{self.name}': share {self.share} is not from 0 to 1")


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """A table; ``columns`` name the rows' column and each of the figures; the bar has its own."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[SummaryRow, ...]
    bar: str
    hint: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns) - 1:
                raise MapDataError(
                    f"table '{self.title}': row '{row.name}' has {len(row.cells)} figures "
                    f"for {len(self.columns) - 1} columns"
                )


@dataclass(frozen=True, slots=True)
class RejectGroup:
    """Rejected rows of one kind.

    Attributes
    ----------
    title, count
        Why, and how many rows; the count ready to be read.
    frequent
        The values that occur most often.
    examples
        Row, column, value, reason, suggestion.
    """

    title: str
    count: str
    frequent: str
    examples: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(example) != len(REJECT_COLUMNS) for example in self.examples):
            raise MapDataError(f"rejects '{self.title}': an example is not {REJECT_COLUMNS}")


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """A page; ``about`` says what was asked."""

    title: str
    subtitle: str
    figures: Pairs
    tables: tuple[SummaryTable, ...]
    rejects: tuple[RejectGroup, ...] = ()
    about: Pairs = ()
    notes: tuple[str, ...] = ()


def render_summary_page(page: SummaryPage, *, labels: Labels = ENGLISH) -> str:
    """Write a summary as the text of one self-contained HTML page that runs no script."""
    return fill_template(
        "summary.html",
        page=page,
        labels=flow_labels(labels),
        reject_columns=REJECT_COLUMNS,
        bar=_bar,
    )


def write_summary_page(page: SummaryPage, path: str | Path, *, labels: Labels = ENGLISH) -> int:
    """Write a summary to a file, whole or not at all; the size in bytes comes back."""
    return write_page(render_summary_page(page, labels=labels), path)


def _bar(share: float) -> Html:
    """A bar as long as its share of the column."""
    width = f"{100 * share:.1f}".removesuffix(".0")
    return Html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar-ground" width="100" height="10"/>'
        f'<rect class="bar-share" width="{width}" height="10"/></svg>'
    )
