"""``corridors places | cargoes | vehicles``: what can be named in a question."""

import click

from corridors.cli.language import lang_option
from corridors.cli.options import facts_option, noticed, open_facts, say
from corridors.cli.text import align
from corridors.errors import UnknownNameError
from corridors.network.carriage import vehicle_id
from corridors.network.names import cargo_names
from corridors.views.words import words_in


@click.command()
@click.argument("text")
@click.option("--limit", default=20, show_default=True, help="How many at most.")
@facts_option
@lang_option
def places(text: str, limit: int, facts_dir: str | None, lang: str) -> None:
    """Places whose names contain TEXT or come close to it, in any language."""
    facts, names = open_facts(facts_dir)
    words = words_in(lang)
    found = names.search_places(text, limit=max(limit, 1))
    if not found:
        raise UnknownNameError("place", text)
    rows = []
    for name in found:
        p = facts.places[name]
        called = [p.name_en, p.name_ru] if words.english else [words.name(p), p.name_en]
        rows.append([p.id, *called, p.name_local, words.say(p.kind),
                     "+".join(map(words.say, p.modes)), f"{p.lat:.4f},{p.lon:.4f}"])  # fmt: skip
    english = words("English")
    headings = ["id", *([english, "Russian"] if words.english else [words("name"), english]),
                words("local"), words("kind"), words("modes"), "lat,lon"]  # fmt: skip
    say(align(headings, rows))


@click.command()
@click.argument("text", default="")
@facts_option
@lang_option
def cargoes(text: str, facts_dir: str | None, lang: str) -> None:
    """Commodities that can be shipped; with TEXT, those with it in name, group or HS code."""
    facts, _ = open_facts(facts_dir)
    words = words_in(lang)
    wanted = text.casefold()
    rows = []
    for c in facts.commodities.values():
        told = words.cargo(c)
        if wanted not in " ".join((c.id, *cargo_names(c), told)).casefold():
            continue
        modes = sorted({facts.vehicles[v].mode for v in c.vehicle_ids})
        rows.append([c.id, c.hs, told, c.name_ru if words.english else c.name, c.direction,
                     c.tariff_class, "+".join(map(words.say, modes)) or "-"])  # fmt: skip
    if not rows:
        raise UnknownNameError("cargo", text)
    headings = ["id", "HS", words("name"), "Russian" if words.english else words("English"),
                words("direction"), words("tariff class"), words("modes")]  # fmt: skip
    say(align(headings, rows))


@click.command()
@click.option("--cargo", help="Only those that carry this commodity.")
@facts_option
@lang_option
def vehicles(cargo: str | None, facts_dir: str | None, lang: str) -> None:
    """Wagons, containers and trucks (by registration) with payload, hire and CO2e."""
    facts, names = open_facts(facts_dir)
    words = words_in(lang)
    chosen = list(facts.vehicles)
    if cargo is not None:
        chosen = sorted(facts.commodities[noticed(names.cargo(cargo, ""))].vehicle_ids)
    rows = []
    for name in chosen:
        v = facts.vehicles[name]
        hire = "" if v.usd_per_day_hire is None else words.number(v.usd_per_day_hire, "g")
        rows += [
            [vehicle_id(v, registration), words.say(v.mode), words.vehicle(facts, v.id),
             words.number(v.payload_t, "g"), hire, words.number(v.co2_g_per_tkm, "g"),
             words.say(v.confidence)]
            for registration in v.registrations or ("",)
        ]  # fmt: skip
    headings = ["id", words("mode"), words("name"), words("payload t"), words("hire USD/day"),
                words("g CO2e/t-km"), words("confidence")]  # fmt: skip
    say(align(headings, rows, right={3, 4, 5}))
