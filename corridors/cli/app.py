"""The command group, its lazily loaded commands, and how errors end."""

import gc
import os
import sys
from importlib import import_module

import click

from corridors.errors import CorridorsError, RequestError, printable

COMMANDS = {
    "route": ("corridors.cli.route", "route", "Best routes for a shipment."),
    "depart": ("corridors.cli.depart", "depart", "When to leave: every departure of a window."),
    "batch": ("corridors.cli.batch", "batch", "A whole list of shipments, none of them lost."),
    "distance": ("corridors.cli.distance", "distance", "Shortest way between two places."),
    "places": ("corridors.cli.lookup", "places", "Places by name, in any language."),
    "cargoes": ("corridors.cli.lookup", "cargoes", "Commodities that can be shipped."),
    "vehicles": ("corridors.cli.lookup", "vehicles", "Wagons, containers and trucks."),
    "demand": ("corridors.cli.demand", "demand", "Who ships what where: totals and lists."),
    "scenario": ("corridors.cli.scenario", "scenario", "What would be different, and how."),
    "study": ("corridors.cli.study", "study", "What barriers and closures cost, how corridors do."),
    "compare": ("corridors.cli.compare", "compare", "Scenarios side by side on a demand."),
    "map": ("corridors.cli.map", "map_", "Maps of the network, as single files."),
    "facts": ("corridors.cli.facts", "facts", "Check, show and export the fact tables."),
}
"""Command: module, attribute, one line of help (so that --help loads no command)."""

EXIT_ANSWER = 0
EXIT_INTERNAL = 1
EXIT_BAD_REQUEST = 2
EXIT_NO_ROUTE = 3


class LazyGroup(click.Group):
    """A group that imports a command only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Command names in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may have been meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"No such command '{args[0]}'.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="freight-corridors", prog_name="corridors")
def cli() -> None:
    """Freight between Kazakhstan and Tajikistan: routes, prices, hours, barriers.

    \b
    Try:
      corridors route kostanay khujand --cargo wheat --tonnes 1340
      corridors route Астана Душанбе --cargo flour --tonnes 60 --frontier --map route.html
      corridors places хуҷанд
    """


def main() -> None:
    """Run the command line and turn every error into one line and an exit code."""
    # A short-lived process with many small objects: collecting would find nothing to free.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as stop:
        # Nothing here exits; click does, with 1, when its reader has gone (``| head``).
        if stop.code != 1:
            raise
        code = EXIT_ANSWER
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("CORRIDORS_DEBUG"):
            raise
        code = _ended(error)
    sys.exit(code or 0)


def _ended(error: BaseException) -> int:
    """Say in one line what went wrong; the exit code that stands for it."""
    from network_data import FactsError

    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.ClickException():
            error.show()
            return EXIT_BAD_REQUEST
        case FactsError():
            for problem in error.problems:
                click.echo(printable(str(problem)), err=True)
            return EXIT_BAD_REQUEST
        case RequestError():
            click.echo(printable(f"corridors: {error}"), err=True)
            return EXIT_BAD_REQUEST
        case CorridorsError():
            click.echo(printable(f"corridors: {error}"), err=True)
            return EXIT_INTERNAL
        case BrokenPipeError():
            # The reader has gone (``| head``): nothing more to say, and nothing to flush into.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return EXIT_ANSWER
        case KeyboardInterrupt() | click.Abort():
            click.echo("stopped", err=True)
            return EXIT_INTERNAL
        case _:
            click.echo(
                f"corridors: internal error: {type(error).__name__}: {error};"
                " set CORRIDORS_DEBUG=1 to see where",
                err=True,
            )
            return EXIT_INTERNAL
