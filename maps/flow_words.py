"""The words that flow maps and summaries of many shipments say by themselves.

Of the same shape as the table of `maps.labels`; `flow_labels` lays a language's words over them.
"""

from collections.abc import Mapping

from maps.labels import ENGLISH, Labels

__all__ = ["FLOW_WORDS", "flow_labels", "period_name"]

FLOW_WORDS: Mapping[str, str] = {
    "flow_title": "Flows of the shipments",
    "flow_subtitle": "{tonnes} t in {shipments} shipments, each on its best route",
    "flow_no_routes": "No shipment has a route.",
    "flow_map": "Map of the flows",
    "flow_filters": "What is shown",
    "flow_category": "Cargo",
    "flow_mode": "Mode",
    "flow_country": "Country",
    "flow_any": "all",
    "flow_side": "Compared with",
    "flow_other_category": "other cargoes",
    "flow_period": "Month",
    "flow_whole": "whole period",
    "flow_line_colour": "Colour of lines",
    "flow_figures": "Freight in this choice",
    "flow_figures_hint": "Of the cargo and month chosen, by all modes.",
    "flow_ranking": "Border crossings",
    "flow_ranking_hint": "A heading sorts the table, a name shows the crossing on the map.",
    "flow_name": "Crossing",
    "flow_nothing": "Nothing moves here in this choice.",
    "flow_about": "How to read the map",
    "flow_legend_width": "Line width: {measure}",
    "flow_legend_colour": "Line colour: {measure}",
    "flow_legend_size": "Circle size: {measure}",
    "flow_legend_fill": "Circle colour: {measure}",
    "flow_thousands": "{number}K",
    "flow_millions": "{number}M",
    "flow_fit": "Fit the map to the flows",
    "flow_close": "Close",
    "flow_tonnes": "Tonnes",
    "flow_shipments": "Shipments",
    "flow_mean_wait": "Mean wait, h",
    "flow_delay_usd": "Delay cost, USD",
    "flow_delay_usd_per_t": "Delay cost, USD/t",
    "flow_cost_usd": "Cost, USD",
    "flow_cost_usd_per_t": "Cost, USD/t",
    "flow_access": "{start} – {end} (access)",
    "flow_note_delay": "Delay cost is what the waiting at border crossings costs: hours waited x "
    "(hire of the vehicles that stand + capital and spoilage of the goods). At a crossing it is "
    "that of its own wait; on a line it is that of all crossings on the way of the freight that "
    "uses the line. Lines therefore show where delayed freight runs and must not be added up. "
    "Vehicles without a hire by the day in the facts, trucks mostly, add none.",
    "flow_note_best": "Each shipment counts once, on its best route. Both directions of a line "
    "count together.",
    "flow_note_undated": "{tonnes} t have no date: they count in the whole period and in no month.",
    "flow_note_unknown_wait": "Where a wait is unknown it is not counted; the crossing may be "
    "worse than it looks.",
    "flow_note_folded": "{count} cargoes with less freight are shown together as other cargoes.",
    "flow_note_quarters": "Months are put together to quarters to keep the page small.",
    "flow_note_years": "Months are put together to years to keep the page small.",
    "flow_note_no_periods": "Months are left out to keep the page small.",
    "flow_note_left_out": "{count} lines with the least freight are not drawn; none of them "
    "carries more than {tonnes} t.",
    "flow_quarter": "Q{quarter} {year}",
    "flow_month": "{month} {year}",
    "month_1": "January",
    "month_2": "February",
    "month_3": "March",
    "month_4": "April",
    "month_5": "May",
    "month_6": "June",
    "month_7": "July",
    "month_8": "August",
    "month_9": "September",
    "month_10": "October",
    "month_11": "November",
    "month_12": "December",
    "summary_title": "Summary of the shipments",
    "summary_totals": "Totals",
    "summary_rows_in": "Rows in the list",
    "summary_answered": "Answered",
    "summary_rejected": "Rejected",
    "summary_days": "Days on the way, mean of a tonne",
    "summary_border_h": "Hours at borders, mean of a tonne",
    "summary_co2e": "CO2e, t",
    "summary_mean_days": "Days",
    "summary_rail_tkm": "Rail, million t-km",
    "summary_road_tkm": "Road, million t-km",
    "summary_by_family": "By route family",
    "summary_by_family_hint": "A family is a sequence of border crossings.",
    "summary_by_crossing": "By crossing and direction",
    "summary_by_mode": "By mode",
    "summary_by_cargo": "By cargo",
    "summary_by_month": "By month of departure",
    "summary_family": "Crossings in order",
    "summary_direction": "Direction",
    "summary_share": "Share of tonnes",
    "summary_no_crossing": "no crossing",
    "summary_others": "{count} others",
    "summary_no_date": "no date",
    "summary_rail": "rail",
    "summary_road": "road",
    "summary_rail_road": "rail and road",
    "summary_rejects": "Rejected rows",
    "summary_no_rejects": "No row was rejected.",
    "summary_reject_rows": "rows: {count}",
    "summary_reject_row": "Row",
    "summary_reject_column": "Column",
    "summary_reject_value": "Value",
    "summary_reject_reason": "Reason",
    "summary_reject_suggestion": "What would do",
    "summary_frequent": "Most frequent values: {values}",
    "summary_about": "About this run",
    "summary_note_mean": "Means are weighed by tonnes. A month is that of the departure on the "
    "clock of the origin.",
    "summary_note_delay": "Delay cost is hours waited at crossings x (hire of the vehicles that "
    "stand + capital and spoilage of the goods).",
    "reject_bad-cell": "A cell that cannot be read",
    "reject_unknown-name": "A name that nobody knows",
    "reject_ambiguous-name": "A name that several things have",
    "reject_duplicate-id": "An id that occurs twice",
    "reject_empty": "An empty cell that is needed",
    "reject_out-of-range": "A number out of range",
    "reject_no-route": "No route",
    "reject_too-late": "No route in time",
    "reject_too-dear": "No route for the money",
    "reject_unreadable": "A row that cannot be read",
}


def flow_labels(labels: Labels = ENGLISH) -> Labels:
    """The words of a language with those of this module, in English where it has none."""
    return Labels(labels.lang, {**FLOW_WORDS, **labels.texts})


def period_name(period: str, labels: Labels) -> str:
    """A period in words: a month, a quarter or a year.

    Examples
    --------
    >>> [period_name(p, flow_labels()) for p in ("2027-03", "2027-Q2", "2027")]
    ['March 2027', 'Q2 2027', '2027']
    """
    year, _, part = period.partition("-")
    if not part:
        return year
    if part.startswith("Q"):
        return labels["flow_quarter"].format(quarter=part[1:], year=year)
    return labels["flow_month"].format(month=labels[f"month_{int(part)}"], year=year)
