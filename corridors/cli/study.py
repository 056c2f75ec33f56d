"""``corridors study``: barriers, closures and corridors, as tables, a map and a report."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from corridors.cli.language import lang_option
from corridors.cli.options import facts_option, notice, open_facts, say
from corridors.cli.text import align
from corridors.errors import printable
from corridors.model.shipment import Objective

if TYPE_CHECKING:
    import polars as pl

    from corridors.studies.basis import Basis
    from corridors.studies.result import Study
    from network_data import Facts

Command = TypeVar("Command", bound=Callable[..., object])
MOST_DRAWS = 10_000


def study_options(command: Command) -> Command:
    """Options of every study: the demand, its shipments, the measure, the files."""
    for option in reversed((
        click.option("--demand", "file", metavar="FILE.csv",
                     help="Your own demand or shipment list instead of that of the facts."),
        click.option("--year", type=int, metavar="Y",
                     help="Year on the way to the announced targets; default: the base year."),
        click.option("--lot", "lot_t", type=float, metavar="T",
                     help="Tonnes of one shipment; default: the usual load of each row."),
        click.option("--objective", type=click.Choice(["generalised", "cost"]),
                     default="generalised", show_default=True,
                     help="What routes are best in and gains are measured in."),
        facts_option,
        click.option("--out", metavar="DIR", required=True,
                     help="Directory for the tables, CSV and Parquet."),
        click.option("--map", "map_file", metavar="FILE.html", help="Write a map of it."),
        click.option("--report", "report_file", metavar="FILE.html", help="Write a report of it."),
        lang_option,
    )):  # fmt: skip
        command = option(command)
    return command


@click.group()
def study() -> None:
    """Studies of a demand: what barriers cost, what closures would, how corridors do.

    \b
    corridors study barriers --out barriers
    corridors study closures --scenario saryagash-queue-2025 --out closures
    corridors study corridors --demand mine.csv --out corridors
    """


@study.command()
@study_options
@click.option("--barrier", "names", multiple=True, metavar="ID",
              help="Only this barrier; repeatable. Default: all that are met now.")  # fmt: skip
@click.option("--top", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N",
              help="List so many, by gain.")  # fmt: skip
@click.option("--by-month", is_flag=True,
              help="Each month with its tonnes and with what is open in it.")  # fmt: skip
@click.option("--draws", type=click.IntRange(0, MOST_DRAWS), default=0, metavar="N",
              help="Draw figures N times in their ranges: how sure is the ranking?")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws.")
def barriers(
    names: tuple[str, ...],
    top: int,
    by_month: bool,
    draws: int,
    seed: int,
    file: str | None,
    year: int | None,
    lot_t: float | None,
    objective: str,
    facts_dir: str | None,
    out: str,
    map_file: str | None,
    report_file: str | None,
    lang: str,
) -> None:
    """What each barrier costs, and what is gained without it, every shipment re-routed.

    \b
    corridors study barriers --out ledger
    corridors study barriers --year 2027 --by-month --draws 200 --out ledger
    """
    facts, basis = opened(facts_dir, file, year, lot_t, objective)
    from corridors.studies.ledger import study_barriers

    found = study_barriers(
        basis, barriers=names, top=top, by_month=by_month, draws=draws, seed=seed
    )
    shown = ["rank", "barrier", "exposure_t", "static_loss_usd", "gain_usd", "gain_low_usd",
             "gain_high_usd", "confidence"]  # fmt: skip
    if draws:
        shown.append("top5_share")
    tell(found, "barriers", shown)
    finish(found, facts, out, map_file, report_file, lang)


@study.command()
@study_options
@click.option("--top", type=click.IntRange(1, 10000), metavar="N", help="List so many.")
def closures(
    top: int | None,
    file: str | None,
    year: int | None,
    lot_t: float | None,
    objective: str,
    facts_dir: str | None,
    out: str,
    map_file: str | None,
    report_file: str | None,
    lang: str,
) -> None:
    """What a day without each crossing, terminal, tunnel, pass and line costs (n-1)."""
    facts, basis = opened(facts_dir, file, year, lot_t, objective)
    from corridors.studies.closures import study_closures

    found = study_closures(basis, top=top)
    shown = ["rank", "kind", "name", "mode", "tonnes_affected", "cost_usd_per_day",
             "rerouted_t_per_day", "undeliverable_t_per_day", "single_point"]  # fmt: skip
    tell(found, "closures", shown)
    finish(found, facts, out, map_file, report_file, lang)


@study.command("corridors")
@study_options
@click.option("--top", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N",
              help="List so many, by tonnes.")  # fmt: skip
def corridors_(
    top: int,
    file: str | None,
    year: int | None,
    lot_t: float | None,
    objective: str,
    facts_dir: str | None,
    out: str,
    map_file: str | None,
    report_file: str | None,
    lang: str,
) -> None:
    """How the corridors that freight takes do: tonnes, money, hours, CPMM indicators."""
    facts, basis = opened(facts_dir, file, year, lot_t, objective)
    from corridors.studies.performance import study_corridors

    found = study_corridors(basis, top=top)
    shown = ["corridor", "tonnes", "usd_per_t", "transit_h", "h_per_crossing",
             "usd_per_crossing_20t", "usd_per_500km_20t", "kmh_with_delay"]  # fmt: skip
    tell(found, "corridors", shown)
    finish(found, facts, out, map_file, report_file, lang)


def opened(
    facts_dir: str | None, file: str | None, year: int | None, lot_t: float | None, objective: str
) -> "tuple[Facts, Basis]":
    """The facts and the demand that a study is of."""
    from corridors.io.demand_csv import load_demand
    from corridors.studies.basis import Basis

    facts, _ = open_facts(facts_dir)
    return facts, Basis(facts, load_demand(facts, file, year), Objective(objective), lot_t)


def tell(found: "Study", table: str, columns: list[str]) -> None:
    """The main table of a study on the screen, and what it is of."""
    about = found.about
    say(f"{about['demand']}; {about['measure']}; {about['shipments']}")
    under = "" if about["scenario"] == "baseline" else f"; under {about['scenario']}"
    say(f"facts {about['facts_version']}{under}\n")
    frame = found.tables[table].select(columns)
    numbers = {at for at, dtype in enumerate(frame.dtypes) if dtype.is_numeric()}
    say(printable(align(columns, _rows(frame), right=numbers)) + "\n")
    lost = found.tables.get("undelivered")
    if lost is not None and lost.height:
        notice(
            f"{lost.height} rows of the demand ({lost['tonnes'].sum():,.0f} t a year) have no"
            " route that holds all year; see undelivered.csv"
        )


def _rows(frame: "pl.DataFrame") -> list[list[str]]:
    return [[_cell(value) for value in row] for row in frame.iter_rows()]


def _cell(value: object) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
        case str() if len(value) > 60:
            return value[:59] + "…"
    return str(value)


def finish(
    found: "Study",
    facts: "Facts",
    out: str | None,
    map_file: str | None,
    report_file: str | None,
    lang: str,
) -> None:
    """Write the tables, and the map and report that were asked for."""
    from corridors.studies.result import write_study

    if out is not None:
        names = write_study(found, out)
        say(f"written: {out} ({len(names)} files)", err=True)
    if map_file is None and report_file is None:
        return
    from corridors.views.study_pages import write_study_map, write_study_report

    if map_file is not None:
        write_study_map(found, facts, map_file, lang)
        say(f"map: {map_file}", err=True)
    if report_file is not None:
        write_study_report(found, facts, report_file, lang)
        say(f"report: {report_file}", err=True)
