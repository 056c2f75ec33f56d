"""``corridors depart``: every departure of a window, and which is best."""

import os
from dataclasses import replace
from datetime import timedelta

import click

from corridors.cli.app import EXIT_NO_ROUTE
from corridors.cli.depart_text import departures_text
from corridors.cli.language import lang_option
from corridors.cli.options import (
    asked_shipment,
    deliver,
    facts_option,
    notice,
    noticed,
    open_facts,
    out_option,
)
from corridors.cli.text import no_route_text
from corridors.errors import printable
from corridors.model.departures import Departures
from corridors.model.shipment import Constraints, Mode, Objective
from corridors.network.moments import parse_moment, stop_zone
from corridors.network.network import Network
from corridors.solvers.departures import find_departures
from corridors.views.words import Words, words_in
from network_data import Facts

A_MINUTE = timedelta(minutes=1)
FORMATS = ("table", "json", "csv")
OBJECTIVES = (Objective.COST, Objective.TIME, Objective.GENERALISED)


@click.command()
@click.argument("origin", metavar="FROM")
@click.argument("destination", metavar="TO")
@click.option("--cargo", required=True, help="Commodity: name, HS code or id.")
@click.option("--tonnes", type=float, required=True, help="Mass of the shipment, t.")
@click.option("--from", "first", metavar="DATE", required=True,
              help="First departure: 2026-12-28T08:00, in the zone of FROM.")  # fmt: skip
@click.option("--to", "last", metavar="DATE", required=True,
              help="Last departure; a day alone counts as a whole.")  # fmt: skip
@click.option("--step", type=float, default=1.0, show_default=True, metavar="H",
              help="Hours from one departure to the next.")  # fmt: skip
@click.option("--objective", type=click.Choice([o.value for o in OBJECTIVES]),
              default=Objective.COST.value, show_default=True,
              help="What routes and departures are best in.")  # fmt: skip
@click.option("--arrive-by", metavar="WHEN", help="When unloading must have ended.")
@click.option("--mode", "modes", multiple=True, type=click.Choice([m.value for m in Mode]),
              help="Only by rail, or only by road.")  # fmt: skip
@click.option("--avoid", multiple=True, metavar="ID",
              help="Country, crossing, terminal, place, link not to use; repeatable.")  # fmt: skip
@click.option("--via", multiple=True, metavar="ID",
              help="Country, crossing, terminal or place to pass; repeatable.")  # fmt: skip
@click.option("--max-hours", type=float, metavar="H", help="Most hours from start to end.")
@click.option("--max-cost", type=float, metavar="USD", help="Budget for the whole shipment.")
@click.option("--drivers", type=click.IntRange(1, 2), default=1, show_default=True,
              help="Drivers of a truck.")  # fmt: skip
@click.option("--vehicle", "vehicles", multiple=True, metavar="ID",
              help="Only this wagon, container or truck; repeatable.")  # fmt: skip
@click.option("--value", type=float, metavar="USD/t", help="Value of the goods per tonne.")
@click.option("--include-unconfirmed", is_flag=True,
              help="Also crossings and vehicles not confirmed for freight.")  # fmt: skip
@lang_option
@facts_option
@click.option("--format", "format_", type=click.Choice(FORMATS),
              help="Default: by the suffix of --out, else table.")  # fmt: skip
@out_option
@click.option("--chart", "chart_file", metavar="FILE.svg",
              help="Write cost and hours by departure as a chart.")  # fmt: skip
@click.option("--map", "map_file", metavar="FILE.html",
              help="Write an interactive map of the best departure's route.")  # fmt: skip
@click.pass_context
def depart(
    ctx: click.Context,
    origin: str,
    destination: str,
    cargo: str,
    tonnes: float,
    first: str,
    last: str,
    step: float,
    objective: str,
    arrive_by: str | None,
    modes: tuple[str, ...],
    avoid: tuple[str, ...],
    via: tuple[str, ...],
    max_hours: float | None,
    max_cost: float | None,
    drivers: int,
    vehicles: tuple[str, ...],
    value: float | None,
    include_unconfirmed: bool,
    lang: str,
    facts_dir: str | None,
    format_: str | None,
    out: str | None,
    chart_file: str | None,
    map_file: str | None,
) -> None:
    """When to leave FROM for TO: cost and arrival of every departure in a window.

    Names, crossings and vehicles go as in ``corridors route``.

    \b
    corridors depart kostanay khujand --cargo wheat --tonnes 1340 \\
        --from 2026-12-28 --to 2027-01-06
    corridors depart dushanbe almaty --cargo 0813 --tonnes 60 --objective time \\
        --from 2026-12-28 --to 2027-01-06 --step 6 --chart departures.svg
    """
    facts, names = open_facts(facts_dir)
    network = Network(facts)
    shipment = asked_shipment(network, names, origin, destination, cargo, tonnes, value)
    if arrive_by:
        there = stop_zone(network, shipment.destination)
        shipment = replace(shipment, deadline=parse_moment(arrive_by, there, end_of_day=True))
    here = stop_zone(network, shipment.origin)
    end = parse_moment(last, here, end_of_day=True)
    if end != parse_moment(last, here):
        end -= A_MINUTE  # a day alone: its midnight belongs to the next
    found = find_departures(
        network,
        shipment,
        start=parse_moment(first, here),
        end=end,
        objective=Objective(objective),
        constraints=Constraints(
            modes=frozenset(map(Mode, modes)) or frozenset(Mode),
            vehicles=frozenset(noticed(names.vehicle(name)) for name in vehicles),
            avoid=frozenset(noticed(names.feature(name, links=True)) for name in avoid),
            via=tuple(dict.fromkeys(noticed(names.feature(name, links=False)) for name in via)),
            max_hours=max_hours,
            max_cost_usd=max_cost,
            drivers=drivers,
            include_unconfirmed=include_unconfirmed,
        ),
        step_h=step,
    )
    if format_ is None:
        suffix = os.path.splitext(out or "")[1].lower().removeprefix(".")
        format_ = suffix if suffix in FORMATS else "table"
    words = words_in(lang)
    deliver(_written(found, facts, format_, words), out)
    if found.best is None:
        for what, file in (("map", map_file), ("chart", chart_file)):
            if file is not None:
                notice(f"no {what} written to {file}: there is no route")
        if format_ == "csv":
            click.echo(printable(no_route_text(found.reasons, words)), err=True)
        ctx.exit(EXIT_NO_ROUTE)
    if chart_file is not None:
        from corridors.io.files import write_text
        from corridors.views.charts import departures_svg

        write_text(chart_file, departures_svg(found.rows, words=words))
        click.echo(f"chart: {chart_file}", err=True)
    if map_file is not None:
        from corridors.views.route_map import write_routes_map

        size = write_routes_map(found.answer, facts, map_file, departures=found.rows, lang=lang)
        click.echo(f"map: {map_file} ({size / 1e6:.2f} MB)", err=True)


def _written(found: Departures, facts: Facts, format_: str, words: Words) -> str:
    if format_ == "table":
        return printable(departures_text(found, facts, words))
    from corridors.io.departures_json import departures_csv, departures_json

    return departures_csv(found) if format_ == "csv" else departures_json(found, facts)
