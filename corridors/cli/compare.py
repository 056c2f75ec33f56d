"""``corridors compare``: scenarios side by side on one demand."""

import click

from corridors.cli.language import lang_option
from corridors.cli.options import facts_option, open_facts
from corridors.cli.study import finish, tell
from corridors.errors import RequestError
from corridors.model.shipment import Objective
from network_data import FactsError, Problem

JOIN = "+"


@click.command()
@click.argument("scenarios", metavar="SCENARIO...", nargs=-1, required=True)
@click.option("--demand", "file", metavar="FILE.csv",
              help="Your own demand or shipment list instead of that of the facts.")  # fmt: skip
@click.option("--year", type=int, metavar="Y",
              help="Year on the way to the announced targets; default: the base year.")  # fmt: skip
@click.option("--lot", "lot_t", type=float, metavar="T",
              help="Tonnes of one shipment; default: the usual load of each row.")  # fmt: skip
@click.option("--objective", type=click.Choice(["generalised", "cost"]), default="generalised",
              show_default=True, help="What routes are best in.")  # fmt: skip
@facts_option
@click.option("--out", metavar="DIR", help="Directory for the tables, CSV and Parquet.")
@click.option("--map", "map_file", metavar="FILE.html", help="Write a map, before and after.")
@click.option("--report", "report_file", metavar="FILE.html", help="Write a report.")
@lang_option
def compare(
    scenarios: tuple[str, ...],
    file: str | None,
    year: int | None,
    lot_t: float | None,
    objective: str,
    facts_dir: str | None,
    out: str | None,
    map_file: str | None,
    report_file: str | None,
    lang: str,
) -> None:
    """Cost, hours, tonnes by crossing and what is left behind, with and without scenarios.

    A SCENARIO is a shipped name or a file; several joined by + apply together.

    \b
    corridors compare saryagash-queue-2025
    corridors compare kg-tj-closed winter+kg-tj-closed --year 2027 --out compared
    """
    from corridors.io.demand_csv import load_demand
    from corridors.io.scenario_toml import scenario_facts
    from corridors.studies.basis import Basis
    from corridors.studies.compare import compare_scenarios

    facts, _ = open_facts(facts_dir)
    problems: list[Problem] = []
    words: list[str] = []
    bases = []
    for name in scenarios:
        try:
            under = scenario_facts(facts, name.split(JOIN))
            bases.append(Basis(under, load_demand(under, file, year), Objective(objective), lot_t))
        except FactsError as error:
            problems += error.problems
        except RequestError as error:
            words.append(str(error))
    if problems:
        raise FactsError(problems)
    if words:
        raise RequestError("; ".join(dict.fromkeys(words)))
    base = Basis(facts, load_demand(facts, file, year), Objective(objective), lot_t)
    found = compare_scenarios(base, bases)
    tell(found, "compare", ["scenario", "total_usd", "generalised_usd", "hours", "tonnes",
                            "undeliverable_t", "common_change_usd"])  # fmt: skip
    finish(found, facts, out, map_file, report_file, lang)
