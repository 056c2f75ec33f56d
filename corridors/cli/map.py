"""``corridors map``: maps of what is known and of what was saved, drawn without solving."""

import os

import click

from corridors.cli.language import lang_option
from corridors.cli.options import facts_option, open_facts
from corridors.errors import RequestError


class MapGroup(click.Group):
    """A group in which what is no command is the result to draw."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; any other word is a saved result."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            return RESULT, self.commands[RESULT], args
        return super().resolve_command(ctx, args)


RESULT = "result"


@click.group(name="map", cls=MapGroup)
def map_() -> None:
    """Interactive maps as single HTML files that need no network.

    \b
    corridors map network
    corridors map ledger --out ledger.html
    corridors map routes.parquet --lang ru
    """


@map_.command()
@lang_option
@facts_option
@click.option("--out", metavar="FILE.html", default="network.html", show_default=True,
              help="Write the map to this file.")  # fmt: skip
def network(lang: str, facts_dir: str | None, out: str) -> None:
    """Railways, roads, crossings by wait, terminals, projects, and how far to trust them.

    \b
    corridors map network
    corridors map network --lang ru --out network-ru.html
    """
    from corridors.views.network_map import write_network_map

    facts, _ = open_facts(facts_dir)
    size = write_network_map(facts, out, lang=lang)
    click.echo(f"map: {out} ({size / 1e6:.2f} MB)", err=True)


@map_.command(RESULT)
@click.argument("saved", metavar="RESULT")
@lang_option
@facts_option
@click.option("--report", "report_file", metavar="FILE.html",
              help="Write the report of a study too.")  # fmt: skip
@click.option("--out", metavar="FILE.html", default="map.html", show_default=True,
              help="Write the map to this file.")  # fmt: skip
def result(saved: str, lang: str, facts_dir: str | None, report_file: str | None, out: str) -> None:
    """Draw a saved result again: the directory of a study, or the Parquet file of a batch.

    The word itself may be left out. Facts, scenario and language are those given here.

    \b
    corridors map ledger --out ledger-kk.html --lang kk
    corridors map result routes.parquet
    """
    from corridors.views.saved_results import write_saved_map

    if report_file is not None and not os.path.isdir(saved):
        raise RequestError("a report is that of a study; give its directory, or no --report")
    facts, _ = open_facts(facts_dir)
    size = write_saved_map(saved, facts, out, lang=lang)
    click.echo(f"map: {out} ({size / 1e6:.2f} MB)", err=True)
    if report_file is not None:
        from corridors.studies.result import read_study
        from corridors.views.study_pages import write_study_report

        size = write_study_report(read_study(saved), facts, report_file, lang)
        click.echo(f"report: {report_file} ({size / 1e6:.2f} MB)", err=True)
