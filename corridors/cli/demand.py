"""``corridors demand``: who ships what where, and as a list for ``corridors batch``."""

from collections.abc import Callable

import click

from corridors.cli.options import deliver, facts_option, open_facts
from corridors.cli.text import align
from corridors.errors import RequestError, printable
from corridors.io.demand_csv import load_demand
from corridors.model.demand import MONTHS, Demand, DemandRow
from network_data import Facts

SCHEMA = "corridors.demand/1"
EVERY = "all"
BY = ("group", "cargo", "origin", "destination", "month")


@click.command()
@click.option("--year", type=int, metavar="Y",
              help="Year on the way to the announced targets; default: the base year.")  # fmt: skip
@click.option("--month", metavar="M",
              help="Only this month, 1 to 12; 'all': each month apart.")  # fmt: skip
@click.option("--demand", "file", metavar="FILE.csv",
              help="Your own demand or shipment list instead of that of the facts.")  # fmt: skip
@click.option("--by", type=click.Choice(BY), default="group", show_default=True,
              help="What totals are of.")  # fmt: skip
@click.option("--lot", "lot_t", type=float, metavar="T",
              help="Most tonnes of one shipment of the list.")  # fmt: skip
@facts_option
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table")
@click.option("--out", metavar="FILE",
              help="Write a list: .csv, .parquet or .xlsx; .json: totals.")  # fmt: skip
def demand(
    year: int | None,
    month: str | None,
    file: str | None,
    by: str,
    lot_t: float | None,
    facts_dir: str | None,
    format_: str,
    out: str | None,
) -> None:
    """Who ships what where: totals, and a shipment list for ``corridors batch``.

    \b
    corridors demand --year 2027
    corridors demand --month 11 --out november.csv
    corridors demand --scenario exports-85-goods --by cargo
    """
    facts, _ = open_facts(facts_dir)
    found = load_demand(facts, file, year)
    months = _months(month)
    if out is not None and not out.lower().endswith(".json"):
        from corridors.io.demand_lists import shipment_list, write_shipment_list

        count = write_shipment_list(shipment_list(found, months=months, lot_t=lot_t), out)
        click.echo(f"written: {out} ({count:,} shipments)", err=True)
        return
    if lot_t is not None:
        raise RequestError("--lot parts the shipments of a list; give --out list.csv as well")
    totals = _totals(found, facts, by, months)
    if format_ == "json" or out is not None:
        deliver(_json(found, facts, by, months, totals), out)
    else:
        deliver(printable(_text(found, by, months, totals)), None)


def _months(month: str | None) -> tuple[int, ...]:
    if month is None:
        return ()
    if month == EVERY:
        return tuple(range(1, MONTHS + 1))
    if month.isascii() and month.isdecimal() and 1 <= int(month) <= MONTHS:
        return (int(month),)
    raise RequestError(f"--month {month!r}: give 1 to 12, or all")


Total = tuple[str, str, int, float, float]
"""Direction, what the total is of, rows, tonnes, dollars."""


def _totals(found: Demand, facts: Facts, by: str, months: tuple[int, ...]) -> list[Total]:
    """Totals by direction and by what is asked for; of the months asked for."""
    key: dict[str, Callable[[DemandRow], str]] = {
        "group": lambda row: facts.commodities[row.cargo].group,
        "cargo": lambda row: f"{row.cargo} {facts.commodities[row.cargo].name}",
        "origin": lambda row: row.origin,
        "destination": lambda row: row.destination,
    }
    sums: dict[tuple[str, str], list[float]] = {}
    chosen = months or tuple(range(1, MONTHS + 1))
    for row in found:
        direction = facts.commodities[row.cargo].direction
        for month in chosen if by == "month" else (0,):
            share = row.month_shares[month - 1] if month else (
                sum(row.month_shares[m - 1] for m in months) if months else 1.0
            )  # fmt: skip
            what = f"{month:02d}" if month else key[by](row)
            total = sums.setdefault((direction, what), [0, 0.0, 0.0])
            total[0] += 1
            total[1] += row.tonnes_per_year * share
            total[2] += row.value_usd * share
    return [
        (direction, what, int(count), tonnes, usd)
        for (direction, what), (count, tonnes, usd) in sorted(
            sums.items(),
            key=lambda item: (
                item[0][0], item[0][1] if by == "month" else "", -item[1][1], item[0][1],
            ),
        )
    ]  # fmt: skip


def _text(found: Demand, by: str, months: tuple[int, ...], totals: list[Total]) -> str:
    rows = [
        [direction, what, f"{count:,}", f"{tonnes:,.0f}", f"{usd / 1e6:,.2f}"]
        for direction, what, count, tonnes, usd in totals
    ]
    tonnes, usd = sum(total[3] for total in totals), sum(total[4] for total in totals)
    rows.append(["", "all", f"{len(found):,}", f"{tonnes:,.0f}", f"{usd / 1e6:,.2f}"])
    when = f"{found.year}"
    if months:
        when += f", month {months[0]}" if len(months) == 1 else ", each month"
    return (
        f"{found.about}; {when}\n\n"
        + align(["direction", by, "rows", "tonnes", "million USD"], rows, right={2, 3, 4})
        + "\n"
    )


def _json(
    found: Demand, facts: Facts, by: str, months: tuple[int, ...], totals: list[Total]
) -> str:
    import json

    document = {
        "schema": SCHEMA,
        "facts_version": facts.version,
        "scenario": facts.scenario,
        "about": found.about,
        "year": found.year,
        "months": list(months),
        "by": by,
        "totals": [
            {
                "direction": direction, by: what, "rows": count, "tonnes": round(tonnes, 3),
                "value_usd": round(usd, 2),
            }
            for direction, what, count, tonnes, usd in totals
        ],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
