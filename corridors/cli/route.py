"""``corridors route``: best routes for a shipment."""

import os
from typing import TYPE_CHECKING

import click

from corridors.cli.app import EXIT_INTERNAL, EXIT_NO_ROUTE
from corridors.cli.fleet_options import (
    OwnGiven,
    facts_with_own,
    notice_left_out,
    with_fleet_options,
)
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
from corridors.cli.text import no_route_text, routes_text
from corridors.errors import RequestError, printable
from corridors.model.phrase import Phrase
from corridors.model.route import Routes, Status
from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.names import Names
from corridors.network.network import Network
from corridors.solvers.find import Solver, certified, find_frontier, find_routes
from corridors.views.words import Words, words_in
from network_data import Facts

if TYPE_CHECKING:
    from datetime import date

    from corridors.model.comparison import Comparison, WhyNot

FORMATS = ("table", "json", "csv", "geojson")
RELIABLE = "reliable"
"""The objective that is a rule: the cheapest route that is on time with a probability."""
FORMAT_BY_SUFFIX = {".json": "json", ".csv": "csv", ".geojson": "geojson"}


@click.command()
@click.argument("origin", metavar="FROM")
@click.argument("destination", metavar="TO")
@click.option("--cargo", required=True, help="Commodity: name, HS code or id.")
@click.option("--tonnes", type=float, required=True, help="Mass of the shipment, t.")
@click.option(
    "--objective",
    type=click.Choice([*(o.value for o in Objective), RELIABLE]),
    default=Objective.COST.value,
    show_default=True,
    help="What the best route is best in; reliable: the cheapest that is on time (--on-time).",
)
@click.option("--depart", metavar="WHEN",
              help="When loading starts: 2026-12-28T08:00, in the zone of FROM.")  # fmt: skip
@click.option("--arrive-by", metavar="WHEN",
              help="When unloading must have ended; alone: leave how late?")  # fmt: skip
@click.option("--on-time", type=float, metavar="P",
              help="Least probability of arriving by then, such as 0.95.")  # fmt: skip
@click.option("--frontier", is_flag=True, help="Every route that none beats in cost and time.")
@click.option("--limit", default=3, show_default=True, help="How many routes at most.")
@click.option(
    "--mode", "modes", multiple=True, type=click.Choice([m.value for m in Mode]),
    help="Only by rail, or only by road.",
)  # fmt: skip
@click.option("--avoid", multiple=True, metavar="ID",
              help="Country, crossing, terminal, place, link not to use; repeatable.")  # fmt: skip
@click.option("--via", multiple=True, metavar="ID",
              help="Country, crossing, terminal or place to pass; repeatable.")  # fmt: skip
@click.option("--max-hours", type=float, metavar="H", help="Deadline: hours from start to end.")
@click.option("--max-cost", type=float, metavar="USD", help="Budget for the whole shipment.")
@click.option("--max-border-wait", type=float, metavar="H",
              help="Longest mean wait at one crossing.")  # fmt: skip
@click.option("--max-transshipments", type=int, metavar="N", help="Most changes of vehicle.")
@click.option("--drivers", type=click.IntRange(1, 2), default=1, show_default=True,
              help="Drivers of a truck.")  # fmt: skip
@click.option("--keep-fresh", is_flag=True,
              help="A perishable cargo arrives within the days that it keeps.")  # fmt: skip
@click.option("--allow-overweight", is_flag=True,
              help="Also trucks over the gross mass that a country allows.")  # fmt: skip
@click.option("--vehicle", "vehicles", multiple=True, metavar="ID",
              help="Only this wagon, container or truck; repeatable.")  # fmt: skip
@with_fleet_options
@click.option("--tariff-date", metavar="DAY",
              help="Tariff rules of the railways in force on this day.")  # fmt: skip
@click.option("--value", type=float, metavar="USD/t", help="Value of the goods per tonne.")
@click.option("--radius", type=float, metavar="KM",
              help="For coordinates: how far the nearest place may lie.")  # fmt: skip
@click.option("--include-unconfirmed", is_flag=True,
              help="Also crossings and vehicles not confirmed for freight.")  # fmt: skip
@click.option("--solver", type=click.Choice([s.value for s in Solver]),
              default=Solver.LABELS.value, show_default=True, help="Who answers.")  # fmt: skip
@click.option("--certify", is_flag=True,
              help="Solve again with OR-Tools and say whether both agree.")  # fmt: skip
@click.option("--explain", is_flag=True, help="Every charge and hour with its source.")
@click.option("--why", metavar="ROUTE",
              help="Why it loses: a route's number, or what it passes, by commas.")  # fmt: skip
@click.option("--chart", "chart_file", metavar="FILE.svg",
              help="Write the time/cost-distance staircase and the route over time.")  # fmt: skip
@lang_option
@facts_option
@click.option("--format", "format_", type=click.Choice(FORMATS),
              help="Default: by the suffix of --out, else table.")  # fmt: skip
@out_option
@click.option("--map", "map_file", metavar="FILE.html", help="Write an interactive map.")
@click.pass_context
def route(
    ctx: click.Context,
    origin: str,
    destination: str,
    cargo: str,
    tonnes: float,
    objective: str,
    depart: str | None,
    arrive_by: str | None,
    on_time: float | None,
    frontier: bool,
    limit: int,
    modes: tuple[str, ...],
    avoid: tuple[str, ...],
    via: tuple[str, ...],
    max_hours: float | None,
    max_cost: float | None,
    max_border_wait: float | None,
    max_transshipments: int | None,
    drivers: int,
    keep_fresh: bool,
    allow_overweight: bool,
    vehicles: tuple[str, ...],
    own: OwnGiven,
    tariff_date: str | None,
    value: float | None,
    radius: float | None,
    include_unconfirmed: bool,
    solver: str,
    certify: bool,
    explain: bool,
    why: str | None,
    chart_file: str | None,
    lang: str,
    facts_dir: str | None,
    format_: str | None,
    out: str | None,
    map_file: str | None,
) -> None:
    """Best routes for a shipment FROM one place TO another.

    Places go by id or name in English, Russian, Kazakh, Tajik, Uzbek or Kyrgyz, or by
    coordinates such as 53.21,63.63 (write -- before a negative latitude).

    \b
    corridors route kostanay khujand --cargo wheat --tonnes 1340
    corridors route Астана Хорог --cargo flour --tonnes 40 --objective time
    corridors route aktobe dushanbe --cargo 1512 --tonnes 60 --avoid KG --max-hours 300
    corridors route kostanay khujand --cargo wheat --tonnes 1340 --depart 2026-12-28T08:00
    """
    if frontier and objective != Objective.COST.value:
        raise RequestError("--frontier is over cost and time; leave out --objective")
    if objective == RELIABLE:
        objective, on_time = Objective.COST.value, 0.95 if on_time is None else on_time
    facts, names = open_facts(facts_dir)
    facts, names, vehicles = facts_with_own(
        facts, names, vehicles, own, _priced_on(tariff_date, depart)
    )
    network = Network(facts)
    shipment = asked_shipment(network, names, origin, destination, cargo, tonnes, value)
    if depart or arrive_by:
        shipment = _dated(network, shipment, depart, arrive_by)
    notice_left_out(facts, shipment)
    constraints = Constraints(
        modes=frozenset(map(Mode, modes)) or frozenset(Mode),
        vehicles=frozenset(noticed(names.vehicle(name)) for name in vehicles),
        avoid=frozenset(noticed(names.feature(name, links=True)) for name in avoid),
        via=tuple(dict.fromkeys(noticed(names.feature(name, links=False)) for name in via)),
        max_hours=max_hours,
        max_cost_usd=max_cost,
        max_border_wait_h=max_border_wait,
        max_transshipments=max_transshipments,
        drivers=drivers,
        tariff_day=_day(tariff_date),
        on_time=on_time,
        keep_fresh=keep_fresh,
        allow_overweight=allow_overweight,
        include_unconfirmed=include_unconfirmed,
        radius_km=radius,
    )
    if frontier:
        routes = find_frontier(network, shipment, constraints=constraints, solver=Solver(solver))
    else:
        routes = find_routes(
            network, shipment, objective=Objective(objective), limit=limit,
            constraints=constraints, solver=Solver(solver),
        )  # fmt: skip
    if certify:
        routes = certified(network, routes)
    reason_why = _why(why, network, names, routes) if why and routes.routes else None
    words = words_in(lang)
    _deliver(
        routes, facts, _format(format_, out), out, explain=explain, why=reason_why,
        wanted_why=why, words=words,
    )  # fmt: skip
    if map_file is not None and not routes.routes:
        notice(f"no map written to {map_file}: there is no route")
    elif map_file is not None:
        from corridors.views.route_map import write_routes_map

        size = write_routes_map(routes, facts, map_file, lang=lang)
        click.echo(f"map: {map_file} ({size / 1e6:.2f} MB)", err=True)
    if chart_file is not None and routes.routes:
        from corridors.io.files import write_text
        from corridors.views.charts import route_charts_svg

        write_text(chart_file, route_charts_svg(routes, facts, words=words))
        click.echo(f"chart: {chart_file}", err=True)
    elif chart_file is not None:
        notice(f"no chart written to {chart_file}: there is no route")
    if routes.certificate is not None and not routes.certificate.agrees:
        for line in routes.certificate.differences:
            click.echo(f"corridors: not certified: {line}", err=True)
        ctx.exit(EXIT_INTERNAL)
    if routes.status is Status.INFEASIBLE:
        if _format(format_, out) in ("csv", "geojson"):
            click.echo(no_route_text(routes.reasons, words), err=True)
        ctx.exit(EXIT_NO_ROUTE)


def _priced_on(tariff_date: str | None, depart: str | None) -> "date | None":
    """The day whose rates of exchange hold: that of the tariffs, else of the departure."""
    return _day(tariff_date or (depart[:10] if depart else None))


def _day(text: str | None) -> "date | None":
    if text is None:
        return None
    from corridors.network.moments import parse_day

    return parse_day(text)


def _dated(
    network: Network, shipment: Shipment, depart: str | None, arrive_by: str | None
) -> Shipment:
    """The shipment with its times, each in the zone of its own end where it names none."""
    from dataclasses import replace

    from corridors.network.moments import parse_moment, stop_zone

    if depart:
        ready = parse_moment(depart, stop_zone(network, shipment.origin))
        shipment = replace(shipment, ready=ready)
    if arrive_by:
        there = stop_zone(network, shipment.destination)
        shipment = replace(shipment, deadline=parse_moment(arrive_by, there, end_of_day=True))
    return shipment


def _format(format_: str | None, out: str | None) -> str:
    if format_ is not None:
        return format_
    return FORMAT_BY_SUFFIX.get(os.path.splitext(out or "")[1].lower(), "table")


def _why(wanted: str, network: Network, names: Names, routes: Routes) -> "Comparison | WhyNot":
    """Why a route of the answer, or the best one by some vias, is not the first."""
    from corridors.solvers.why import break_even, compare_routes

    if wanted.strip().isdecimal():
        rank, count = int(wanted), len(routes.routes)
        if not 2 <= rank <= count:
            raise RequestError(
                f"--why {rank}: the answer has {count} routes; give one from 2 on, or what the"
                " route passes"
            )
        return compare_routes(routes.routes[rank - 1], routes.routes[0])
    if routes.shipment.ready is not None or routes.shipment.deadline is not None:
        notice("--why by vias leaves the date aside: it compares routes that hold all year")
    vias = tuple(noticed(names.feature(via.strip(), links=False)) for via in wanted.split(","))
    return break_even(
        network, routes.shipment, via=vias, constraints=routes.constraints,
        objective=routes.objective,
    )  # fmt: skip


def _deliver(
    routes: Routes,
    facts: Facts,
    format_: str,
    out: str | None,
    *,
    explain: bool,
    why: "Comparison | WhyNot | None",
    wanted_why: str | None,
    words: Words,
) -> None:
    if format_ == "json":
        from corridors.io.routes_json import routes_json

        text = routes_json(routes, facts, why)
    elif format_ == "csv":
        from corridors.io.routes_csv import routes_csv

        text = routes_csv(routes)
    elif format_ == "geojson":
        from corridors.io.routes_geojson import routes_geojson

        text = routes_geojson(routes, facts)
    else:
        text = routes_text(routes, facts, explain=explain, words=words)
        if why is not None:
            from corridors.cli.why_text import why_text

            a, b = (Phrase("route {rank}", rank=rank) for rank in (wanted_why, 1))
            text += f"\n{why_text(why, facts, a=a, b=b, words=words)}"
        text = printable(text)
    deliver(text, out)
