"""Options that several commands share, and the facts and names behind them."""

from collections.abc import Callable
from typing import TypeVar

import click

from corridors.errors import printable
from corridors.model.shipment import Shipment
from corridors.network.access import country_of
from corridors.network.names import Match, Names
from corridors.network.network import Network
from network_data import Facts, load_facts

Command = TypeVar("Command", bound=Callable[..., object])


_SCENARIOS = "corridors.scenarios"
"""Where the context of a command keeps the scenarios that it was given."""


def facts_option(command: Command) -> Command:
    """``--facts DIR``: the user's own tables; ``--scenario``: what would be different in them.

    Scenarios go by way of the context to `open_facts`, so that commands need not know them.
    """
    command = click.option(
        "--scenario",
        multiple=True,
        metavar="NAME|FILE",
        expose_value=False,
        callback=_keep_scenarios,
        help="Answer under a shipped scenario or one of your own; repeatable, in order.",
    )(command)
    return click.option(
        "--facts",
        "facts_dir",
        metavar="DIR",
        help="Directory of your own fact tables, laid over the shipped ones row by id.",
    )(command)


def _keep_scenarios(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    ctx.meta[_SCENARIOS] = value
    return value


def given_scenarios() -> tuple[str, ...]:
    """What ``--scenario`` says in the command that is running, in order."""
    ctx = click.get_current_context(silent=True)
    given: tuple[str, ...] = ctx.meta.get(_SCENARIOS, ()) if ctx is not None else ()
    return given


def out_option(command: Command) -> Command:
    """``--out FILE``: write there instead of the screen."""
    return click.option(
        "--out", metavar="FILE", help="Write the answer to this file instead of the screen."
    )(command)


def open_facts(facts_dir: str | None) -> tuple[Facts, Names]:
    """The facts under the scenarios that the command was given, and the names in them."""
    facts = load_facts(facts_dir)
    scenarios = given_scenarios()
    if scenarios:
        from corridors.io.scenario_toml import scenario_facts

        facts = scenario_facts(facts, scenarios)
        for name in facts.scenarios:
            notice(f"under scenario {name}{scenario_title(facts, name)}")
    return facts, Names(facts)


def scenario_title(facts: Facts, name: str) -> str:
    """What a scenario of some facts says would be different, after a colon."""
    from corridors.network.scenario_draft import SOURCE_PREFIX

    row = facts.sources.get(SOURCE_PREFIX + name)
    return f": {row.title}" if row is not None else ": nothing changes"


def noticed(match: Match) -> str:
    """The id of a match, having told the user if it was not exact."""
    notice(match.notice)
    return match.id


def say(text: str, *, err: bool = False) -> None:
    """Print text for people: names from tables cannot give orders to the terminal."""
    click.echo(printable(text), nl=not text.endswith("\n"), err=err)


def notice(text: str) -> None:
    """Tell the user something beside the answer, if there is anything to tell."""
    if text:
        say(f"note: {text}", err=True)


def deliver(text: str, out: str | None) -> None:
    """Print the answer, or write it to a file."""
    if out is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    from corridors.io.files import write_text

    write_text(out, text)
    click.echo(f"written: {out}", err=True)


def asked_shipment(
    network: Network,
    names: Names,
    origin: str,
    destination: str,
    cargo: str,
    tonnes: float,
    value: float | None,
) -> Shipment:
    """The shipment that a command line asks for, having told the user how names were read."""
    start, said = names.stop(origin)
    notice(said)
    end, said = names.stop(destination)
    notice(said)
    direction = "-".join(country_of(network, stop).lower() for stop in (start, end))
    commodity = noticed(names.cargo(cargo, direction))
    return Shipment(start, end, commodity, tonnes, value)
