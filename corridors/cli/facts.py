"""``corridors facts``: check, show, list and export the fact tables."""

import click

from corridors.cli.options import open_facts, say
from corridors.errors import RequestError
from network_data import Facts
from network_data.records import Source


@click.group()
def facts() -> None:
    """Check, show and export the fact tables."""


@facts.command()
@click.argument("dir_", metavar="[DIR]", required=False)
@click.pass_context
def check(ctx: click.Context, dir_: str | None) -> None:
    """Every problem of the tables in DIR (else of the shipped ones), gathered.

    Exit code 2 if there is any.
    """
    from corridors.network.export import geometry_problems, isolated_places
    from corridors.network.network import Network
    from network_data import check_facts, load_facts

    problems = [str(problem) for problem in check_facts(dir_)]
    network = Network(load_facts(dir_)) if not problems else None
    if network is not None:
        problems = geometry_problems(network)
    for problem in problems:
        say(problem, err=True)
    if problems or network is None:
        noun = "problem" if len(problems) == 1 else "problems"
        say(f"{len(problems)} {noun}", err=True)
        ctx.exit(2)
    say(f"no problems (facts {network.facts.version})")
    apart = isolated_places(network)
    if apart:
        say(f"note: now joined to nothing: {', '.join(apart)}")


@facts.command()
@click.argument("id_", metavar="ID")
@click.option("--facts", "facts_dir", metavar="DIR", help="Directory of your own fact tables.")
def show(id_: str, facts_dir: str | None) -> None:
    """Print the row with this ID, column by column, with their sources."""
    from network_data import UnknownRowError, sources_of
    from network_data import show as find

    tables, _ = open_facts(facts_dir)
    try:
        row = find(tables, id_)
    except UnknownRowError as error:
        raise RequestError(str(error)) from None
    say(f"{row.table}: {id_}")
    for column, value in row.cells().items():
        if value not in (None, "", ()):
            say(f"  {column:<22} {_cell(value)}")
    for source in sources_of(tables, row.record):
        say(f"  source {_cited(source)}")


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(
            " ".join(f"{x:g}" for x in part) if isinstance(part, tuple) else str(part)
            for part in value
        )
    return f"{value:g}" if isinstance(value, float) else str(value)


@facts.command()
@click.option("--facts", "facts_dir", metavar="DIR", help="Directory of your own fact tables.")
def sources(facts_dir: str | None) -> None:
    """Print the bibliography, with how many rows rest on each source."""
    tables, _ = open_facts(facts_dir)
    used = _uses(tables)
    for source in tables.sources.values():
        say(f"[{used.get(source.id, 0)} rows] {_cited(source)}")


def _cited(source: Source) -> str:
    where = f" {source.url}" if source.url else ""
    return f"{source.id}: {source.title}, {source.publisher}, {source.year}{where}"


def _uses(tables: Facts) -> dict[str, int]:
    from network_data import TABLES

    used: dict[str, int] = {}
    for table in TABLES:
        for row in tables.table(table).values():
            for source in getattr(row, "source", ()):
                used[source] = used.get(source, 0) + 1
    return used


@facts.command()
@click.argument("dir_", metavar="DIR")
@click.argument("names", metavar="[TABLE]...", nargs=-1)
def template(dir_: str, names: tuple[str, ...]) -> None:
    """Write empty tables with their headings into DIR, to be filled with your own facts.

    Name the tables that you mean to fill: a directory with some tables is laid over the
    shipped ones, one with all of them stands alone. Files that are there are left alone.
    """
    from network_data import TABLES, write_templates

    unknown = sorted(set(names) - set(TABLES))
    if unknown:
        raise RequestError(f"no table '{unknown[0]}'; there are {', '.join(TABLES)}")
    try:
        written = write_templates(dir_, names)
    except OSError as error:
        raise RequestError(f"cannot write into {dir_}: {error.strerror or error}") from error
    for path in written:
        say(f"written: {path}")
    if not written:
        say("nothing written: the files are there already")


@facts.command()
@click.option("--to", "path", required=True, metavar="FILE.gpkg", help="GeoPackage to write.")
@click.option("--facts", "facts_dir", metavar="DIR", help="Directory of your own fact tables.")
def export(path: str, facts_dir: str | None) -> None:
    """Write places, links, crossings and terminals as layers of a GeoPackage."""
    from corridors.network.export import write_geopackage
    from corridors.network.network import Network

    tables, _ = open_facts(facts_dir)
    counts = write_geopackage(Network(tables), path)
    say(f"written: {path} ({', '.join(f'{n} {layer}' for layer, n in counts.items())})")
