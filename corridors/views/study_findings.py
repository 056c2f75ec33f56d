"""What a reader should take away from a study: three sentences with their figures.

Each sentence is translated as a whole; its figures are those of the tables, rounded.
"""

from typing import Any

import polars as pl

from corridors.studies.result import Study
from corridors.units import HOURS_PER_DAY
from corridors.views.study_flows import flows_of
from corridors.views.study_names import BASELINE, Names
from maps.report_page import Finding

MILLION = 1e6
THOUSAND = 1e3
SMALL_USD = 0.5
"""Below half a dollar a year nothing has changed."""
SMALL_SHARE = 0.0005
"""Below half of the last digit that is shown nothing has changed."""


def findings(study: Study, names: Names) -> tuple[Finding, ...]:
    """Three findings, fewer where a study has less to say."""
    made = {
        "barriers": _barriers,
        "closures": _closures,
        "corridors": _corridors,
        "compare": _compare,
    }[study.kind](study, names)
    return tuple(made)


def _usd(value: float, names: Names) -> str:
    """Dollars as a person says them."""
    words, size = names.words, abs(value)
    if size >= MILLION:
        return words("{usd:,.1f} million USD", usd=value / MILLION)
    if size >= THOUSAND:
        return words("{usd:,.0f} thousand USD", usd=value / THOUSAND)
    return words("{usd:,.0f} USD", usd=value)


def _barriers(study: Study, names: Names) -> list[Finding]:
    words = names.words
    ledger = study.tables["barriers"]
    if not ledger.height or float(ledger["gain_usd"][0]) < SMALL_USD:
        text = words("No barrier of the facts costs this freight anything.")
        return [Finding(_usd(0.0, names), text)]
    first = ledger.row(0, named=True)
    found = [
        Finding(
            _usd(first["gain_usd"], names),
            words(
                "Yearly gain of shippers without the barrier «{barrier}», every shipment on its"
                " best route then: the greatest of all barriers (from {low} to {high} within the"
                " range of its figures).",
                barrier=words.say(first["name"]),
                low=_usd(first["gain_low_usd"], names),
                high=_usd(first["gain_high_usd"], names),
            ),
        )
    ]
    found += _gainer(study, names, first)
    found += _slowest(study, names)
    return [*found, *_together(study, names)][:3]


def _gainer(study: Study, names: Names, first: dict[str, Any]) -> list[Finding]:
    """Which goods gain most of the greatest gain."""
    words = names.words
    part = study.tables["beneficiaries"].filter(
        (pl.col("barrier") == first["barrier"]) & (pl.col("dimension") == "group")
    )
    if not part.height:
        return []
    group, gain = part.sort("gain_usd", "name", descending=[True, False]).select(
        "name", "gain_usd"
    ).row(0)  # fmt: skip
    share = gain / first["gain_usd"]
    text = words(
        "Share of this gain that goes to one group of goods: {group}. {tonnes:,.2f} million t a"
        " year meet the barrier today.",
        group=names.group(group),
        tonnes=first["exposure_t"] / MILLION,
    )
    return [Finding(words.number(share, ".0%"), text)]


def _slowest(study: Study, names: Names) -> list[Finding]:
    """Where most hours are lost."""
    words = names.words
    flows = flows_of(study).filter((pl.col("kind") == "crossing") & (pl.col("month") == 0))
    sums = (
        flows.group_by("id")
        .agg(pl.col("tonnes", "delay_h", "delay_usd").sum())
        .sort("delay_h", "id", descending=[True, False])
    )
    whole = float(sums["delay_h"].sum())
    if not whole:
        return []
    id, _, hours, usd = sums.row(0)
    text = words(
        "Share of {crossing} in all hours that freight loses at borders; waiting and charges"
        " there cost {usd} a year.",
        crossing=names.crossing(id),
        usd=_usd(usd, names),
    )
    return [Finding(words.number(hours / whole, ".0%"), text)]


def _together(study: Study, names: Names) -> list[Finding]:
    """Which two barriers belong together."""
    pairs = study.tables.get("pairs")
    if pairs is None or not pairs.height:
        return []
    words = names.words
    row = pairs.row(0, named=True)
    if abs(row["interaction_usd"]) < SMALL_USD:
        return []
    known = dict(study.tables["barriers"].select("barrier", "name").iter_rows())
    values = {"a": words.say(known.get(row["a"], row["a"])),
              "b": words.say(known.get(row["b"], row["b"]))}  # fmt: skip
    if row["interaction_usd"] < 0:
        text = words(
            "Less than the sum of both gains a year if «{a}» and «{b}» go together: each does"
            " part of the other's work.", **values,
        )  # fmt: skip
    else:
        text = words(
            "More than the sum of both gains a year if «{a}» and «{b}» go together: each makes"
            " the other worth more.", **values,
        )  # fmt: skip
    return [Finding(_usd(abs(row["interaction_usd"]), names), text)]


def _closures(study: Study, names: Names) -> list[Finding]:
    words = names.words
    frame = study.tables["closures"].filter(pl.col("tonnes_affected") > 0)
    single = frame.filter(pl.col("single_point"))
    found = []
    if frame.height:
        text = words(
            "Single points of failure among {all:,} crossings, terminals and lines in use:"
            " without one of them some freight has no route.",
            all=frame.height,
        )
        found.append(Finding(words.number(single.height), text))
    lost = frame.sort("undeliverable_t_per_day", "rank", descending=[True, False]).head(1)
    for row in lost.filter(pl.col("undeliverable_t_per_day") > 0).iter_rows(named=True):
        text = words(
            "Freight a day without any route if this closes: {what} ({kind}). No other closure"
            " leaves more behind.",
            what=_closed(row, names),
            kind=names.kind(row["kind"]),
        )
        figure = words("{tonnes:,.0f} t", tonnes=row["undeliverable_t_per_day"])
        found.append(Finding(figure, text))
    dear = frame.sort("cost_usd_per_day", "rank", descending=[True, False]).head(1)
    for row in dear.filter(pl.col("cost_usd_per_day") > 0).iter_rows(named=True):
        instead = names.crossings(row["new_crossings"], 2)
        values = {
            "what": _closed(row, names),
            "kind": names.kind(row["kind"]),
            "tonnes": row["rerouted_t_per_day"],
        }
        if instead:
            text = words(
                "Cost of a day of the dearest closure: {what} ({kind}). {tonnes:,.0f} t a day go"
                " another way, mostly through {instead}.", instead=instead, **values,
            )  # fmt: skip
        else:
            text = words(
                "Cost of a day of the dearest closure: {what} ({kind}). {tonnes:,.0f} t a day go"
                " another way.", **values,
            )  # fmt: skip
        found.append(Finding(_usd(row["cost_usd_per_day"], names), text))
    return found[:3]


def _closed(row: dict[str, Any], names: Names) -> str:
    return names.closure(row["kind"], row["id"], row["name"], row.get("links") or "")


def _corridors(study: Study, names: Names) -> list[Finding]:
    words = names.words
    frame = study.tables["corridors"]
    if not frame.height:
        return []
    first = frame.row(0, named=True)
    name = names.corridor(first["corridor"], first["crossings"])
    whole = float(frame["tonnes"].sum())
    share = first["tonnes"] / whole if whole else 0.0
    found = [
        Finding(
            words.number(share, ".0%"),
            words(
                "Share of one corridor in the freight of all that are listed here: {corridor}"
                " ({tonnes:,.2f} million t a year).",
                corridor=name, tonnes=first["tonnes"] / MILLION,
            ),
        ),
        Finding(
            words("{days:,.1f} days", days=first["transit_h"] / HOURS_PER_DAY),
            words(
                "Time of a tonne on the way there, {hours:,.0f} h of it at border crossings; it"
                " pays {usd:,.0f} USD.",
                hours=first["border_h"], usd=first["usd_per_t"],
            ),
        ),
    ]  # fmt: skip
    if first["published_kmh_with_delay"] is not None and first["kmh_with_delay"] is not None:
        found.append(
            Finding(
                words("{speed:,.1f} km/h", speed=first["kmh_with_delay"]),
                words(
                    "Speed there with all delays; surveys found {published:,.1f} km/h in its"
                    " countries. 500 km cost {usd:,.0f} USD for 20 t.",
                    published=first["published_kmh_with_delay"], usd=first["usd_per_500km_20t"],
                ),
            )
        )  # fmt: skip
    return found


def _compare(study: Study, names: Names) -> list[Finding]:
    frame = study.tables["compare"].filter(pl.col("scenario") != BASELINE)
    ranked = frame.sort(
        pl.col("common_change_usd").abs(), "scenario", descending=[True, False]
    ).iter_rows(named=True)  # fmt: skip
    rows = list(ranked)
    if len(rows) == 1:
        row = rows[0]
        return [_change(row, names), *_shift(study, row, names), *_hours(study, row, names)][:3]
    return [_change(row, names) for row in rows[:3]]


def _change(row: dict[str, Any], names: Names) -> Finding:
    """What a scenario costs or saves."""
    words, usd = names.words, row["common_change_usd"]
    scenario = names.scenario(row["scenario"])
    if abs(usd) < SMALL_USD:
        text = words(
            "Change of cost: this freight goes as before. Scenario: «{scenario}».",
            scenario=scenario,
        )
    elif usd > 0:
        text = words("Additional cost a year of the same freight: «{scenario}».", scenario=scenario)
    else:
        text = words("Saving a year on the same freight: «{scenario}».", scenario=scenario)
    return Finding(_usd(abs(usd), names), text)


def _shift(study: Study, row: dict[str, Any], names: Names) -> list[Finding]:
    """Which crossing loses most freight, and which gains most."""
    words = names.words
    moved = study.tables["compare_crossings"].filter(pl.col("scenario") == row["scenario"])
    order = moved.sort("change_t", "crossing", "direction")
    if not order.height:
        return []
    if (moved.select(pl.col("change_t").abs().max()).item() or 0.0) < 1:
        return [_unmoved(moved, names)]
    least, most = order.row(0, named=True), order.row(-1, named=True)
    if least["change_t"] >= 0 or most["change_t"] <= 0:
        one = least if least["change_t"] < 0 else most
        text = words(
            "Change a year at {crossing} ({direction}).",
            crossing=names.crossing(one["crossing"]),
            direction=one["direction"].replace(">", " → "),
        )
        return [Finding(words("{tonnes:+,.0f} t", tonnes=one["change_t"]), text)]
    text = words(
        "Freight a year that leaves {loser} ({from_to}); {winner} ({other}) gains most,"
        " {tonnes:,.0f} t.",
        loser=names.crossing(least["crossing"]),
        from_to=least["direction"].replace(">", " → "),
        winner=names.crossing(most["crossing"]),
        other=most["direction"].replace(">", " → "),
        tonnes=most["change_t"],
    )
    return [Finding(words("{tonnes:,.0f} t", tonnes=-least["change_t"]), text)]


def _unmoved(moved: pl.DataFrame, names: Names) -> Finding:
    """That no freight takes another crossing, and which most of it takes."""
    words = names.words
    busiest = moved.sort("tonnes", "crossing", "direction", descending=[True, False, False])
    row = busiest.row(0, named=True)
    text = words(
        "Freight a year that changes its crossing; most goes through {crossing} ({direction}),"
        " {tonnes:,.0f} t, as today.",
        crossing=names.crossing(row["crossing"]),
        direction=row["direction"].replace(">", " → "),
        tonnes=row["tonnes"],
    )
    return Finding(words("{tonnes:,.0f} t", tonnes=0.0), text)


def _hours(study: Study, row: dict[str, Any], names: Names) -> list[Finding]:
    """How much longer shipments take, and what finds no route."""
    words = names.words
    before = study.tables["compare"].filter(pl.col("scenario") == BASELINE)
    if not before.height:
        return []
    was = before.row(0, named=True)
    hours = row["hours"] - was["hours"]
    lost = row["undeliverable_t"] - was["undeliverable_t"]
    share = hours / was["hours"] if was["hours"] else 0.0
    if abs(lost) >= 1:
        text = words("More freight a year without any route than today.") if lost > 0 else words(
            "Less freight a year without any route than today."
        )  # fmt: skip
        return [Finding(words("{tonnes:,.0f} t", tonnes=abs(lost)), text)]
    text = words(
        "Change of the hours that shipments are on the way; as much as today finds a route."
    )
    figure = words.number(share, "+.1%") if abs(share) >= SMALL_SHARE else words.number(0.0, ".0%")
    return [Finding(figure, text)]
