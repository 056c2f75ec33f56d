"""The words beside a flow map: choices, figures, the ranking of circles and notes, as HTML."""

from maps.escape import Html
from maps.flow_map import FlowMap
from maps.html import fill_template
from maps.labels import Labels

__all__ = ["flow_panel_html"]


def flow_panel_html(flow_map: FlowMap, labels: Labels) -> Html:
    """The panel and the empty legend; figures are those of the whole until a reader chooses."""
    measures = flow_map.point_scale.measures
    totals = flow_map.totals.sums()
    return fill_template(
        "flow_panel.html",
        flow_map=flow_map,
        labels=labels,
        figures=[(m.label, labels.number(m.value(totals), m.decimals))
                 for m in flow_map.total_measures],
        rows=[
            (p.name, [labels.number(m.value(p.sums()), m.decimals) for m in measures])
            for p in (flow_map.ranked_points() if flow_map.points_table else ())
        ],
    )  # fmt: skip
