"""``corridors map``: maps of what is known, drawn without asking for a route."""

import click

from corridors.cli.language import lang_option
from corridors.cli.options import facts_option, open_facts


@click.group(name="map")
def map_() -> None:
    """Interactive maps as single HTML files that need no network."""


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
