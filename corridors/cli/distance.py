"""``corridors distance``: the shortest way between two places."""

import click

from corridors.cli.language import lang_option
from corridors.cli.options import deliver, facts_option, notice, noticed, open_facts, out_option
from corridors.errors import RequestError, printable
from corridors.model.shipment import Mode
from corridors.network.distance import Distance, shortest_distance
from corridors.network.network import Network
from corridors.views.words import Words, words_in
from network_data import Facts

SCHEMA = "corridors.distance/1"


@click.command()
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option("--mode", type=click.Choice([m.value for m in Mode]), required=True)
@click.option("--via", multiple=True, metavar="ID", help="Place to pass, in order; repeatable.")
@click.option("--include-seasonal", is_flag=True,
              help="Also links and crossings that close in some months.")  # fmt: skip
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table")
@facts_option
@out_option
@lang_option
def distance(
    start: str,
    end: str,
    mode: str,
    via: tuple[str, ...],
    include_seasonal: bool,
    format_: str,
    facts_dir: str | None,
    out: str | None,
    lang: str,
) -> None:
    """Shortest way from A to B by one mode: kilometres and the links used.

    By rail this is the tariff distance of each country, added up over the border hops.
    """
    facts, names = open_facts(facts_dir)
    words = words_in(lang)
    ends = [noticed(names.place(name)) for name in (start, *via, end)]
    if ends[0] == ends[-1] and not via:
        raise RequestError("both ends are the same place; give two places")
    network = Network(facts, include_seasonal=include_seasonal)
    found = shortest_distance(network, ends[0], ends[-1], Mode(mode), tuple(ends[1:-1]))
    if not include_seasonal:
        summer = Network(facts, include_seasonal=True)
        shorter = shortest_distance(summer, ends[0], ends[-1], Mode(mode), tuple(ends[1:-1]))
        if shorter.km < found.km:
            notice(
                words(
                    "{km:,.1f} km over roads that close in some months (--include-seasonal)",
                    km=shorter.km,
                )
            )
    text = _json(found, facts) if format_ == "json" else printable(_text(found, facts, words))
    deliver(text, out)


def _json(found: Distance, facts: Facts) -> str:
    import json

    rows = []
    for stretch in found.stretches:
        row = facts.links.get(stretch.id) or facts.crossings[stretch.id]
        rows.append(
            {
                "id": stretch.id,
                "from": stretch.start,
                "to": stretch.end,
                "country": stretch.country,
                "km": round(stretch.km, 3),
                "sources": list(row.source),
                "confidence": row.confidence,
            }
        )
    document = {
        "schema": SCHEMA,
        "facts_version": facts.version,
        "scenario": facts.scenario,
        "from": found.stops[0],
        "to": found.stops[-1],
        "mode": found.mode.value,
        "via": list(found.stops[1:-1]),
        "km": round(found.km, 3),
        "links": rows,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _text(found: Distance, facts: Facts, words: Words) -> str:
    from corridors.cli.text import align

    by_country: dict[str, float] = {}
    for stretch in found.stretches:
        by_country[stretch.country] = by_country.get(stretch.country, 0.0) + stretch.km
    rows = [
        [stretch.id, stretch.country, words.number(stretch.km, ",.1f")]
        for stretch in found.stretches
    ]
    heading = words(
        "{stops}: {km:,.1f} km by {mode} ({parts})",
        stops=" - ".join(words.place(facts, stop) for stop in found.stops),
        km=found.km,
        mode=found.mode.value,
        parts=", ".join(f"{id} {words.number(km, ',.1f')}" for id, km in by_country.items()),
    )
    columns = [words("link or crossing"), words("country"), words("km")]
    return f"{heading}\n\n{align(columns, rows, right={2})}\n"
