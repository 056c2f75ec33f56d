"""The time/cost-distance staircase of corridors, from the saved table of its steps."""

from typing import TYPE_CHECKING

import polars as pl

from corridors.studies.result import Study
from corridors.views import chart_style as look
from corridors.views.study_names import Names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_CORRIDORS = 3
PANEL_IN = 2.7
COLOURS = (look.INK, look.BORDER, look.RAIL)
DASHES = ("-", "--", ":")


def corridor_stairs_svg(study: Study, names: Names) -> str:
    """Hours and dollars a tonne against kilometres, of the corridors with most freight."""
    words = names.words
    ranked = study.tables["corridors"].select("corridor", "crossings").head(MOST_CORRIDORS)
    stairs = study.tables["staircase"]
    with look.chart_style():
        figure = look.new_figure(look.WIDTH_IN, 2 * PANEL_IN + 0.25 * ranked.height)
        above, below = figure.subplots(2, 1)
        panels = (
            (above, "hours", words("Time against distance, h")),
            (below, "usd", words("Cost against distance, USD/t")),
        )
        for axes, column, title in panels:
            axes.set_title(title)
            axes.set_xlabel(words("km"))
            axes.grid(axis="y")
            axes.set_axisbelow(True)
            axes.xaxis.set_major_formatter(lambda value, _: words.number(value))
            axes.yaxis.set_major_formatter(lambda value, _: words.number(value))
            for number, (corridor, crossings) in enumerate(ranked.iter_rows()):
                rows = stairs.filter(pl.col("corridor") == corridor).sort("step")
                label = look.plain(names.corridor(corridor, crossings), 110)
                _draw(axes, rows, column, number, label)
            axes.set_ylim(bottom=0)
            axes.set_xlim(left=0)
        handles, labels = above.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower left", ncols=1)
        return look.svg_text(figure)


def _draw(axes: "Axes", rows: pl.DataFrame, column: str, number: int, label: str) -> None:
    """One corridor; a dot stands at each border crossing."""
    km, up = rows["km"].to_list(), rows[column].to_list()
    colour = COLOURS[number % len(COLOURS)]
    axes.plot(km, up, color=colour, linestyle=DASHES[number % len(DASHES)], linewidth=1.8,
              label=label)  # fmt: skip
    crossed = rows.filter(pl.col("what") == "crossing")
    axes.plot(crossed["km"].to_list(), crossed[column].to_list(), color=colour, marker="o",
              linestyle="none", markersize=3.5)  # fmt: skip
