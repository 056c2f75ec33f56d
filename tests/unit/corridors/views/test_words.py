"""Answers in the languages of those who read them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from gettext import NullTranslations

import pytest

from corridors.cli.depart_text import departures_text
from corridors.cli.text import routes_text
from corridors.cli.why_text import why_text
from corridors.errors import RequestError
from corridors.model.comparison import WhyNot
from corridors.model.departures import Departures
from corridors.model.phrase import Phrase, Series, Stamp
from corridors.model.route import Routes
from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.network import Network
from corridors.solvers.departures import find_departures
from corridors.solvers.find import certified, find_frontier, find_routes
from corridors.solvers.why import break_even, compare_routes
from corridors.views.fact_names import CARGOES, VEHICLES
from corridors.views.route_map import route_map
from corridors.views.words import ENGLISH, LANGUAGES, Words, words_in
from maps.language import catalogue
from network_data import Facts

OTHERS = [lang for lang in LANGUAGES if lang != "en"]
ALMATY = timezone(timedelta(hours=5))
DAY = datetime(2026, 12, 28, 8, 0, tzinfo=ALMATY)
WHEAT = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340)
WORD = re.compile(r"(?<![\w./:=-])[a-z]{3,}(?![\w/=-])(?!\.[a-z])")
"""An English word by itself: not a part of an id, of an address or of an option."""


class Listening(NullTranslations):
    """Stands behind a catalogue and notes what it lacks."""

    def __init__(self) -> None:
        super().__init__()
        self.missed: set[str] = set()

    def gettext(self, message: str) -> str:
        self.missed.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.missed.add(msgid1)
        return msgid1


def strict(lang: str) -> tuple[Words, Listening]:
    """The words of a language, and what they lacked when they were used."""
    texts, listening = catalogue(lang, "corridors"), Listening()
    texts.add_fallback(listening)
    return Words(lang, texts), listening


def cells(facts: Facts) -> set[str]:
    """Every text of the facts that an answer may show."""
    rows = [
        row
        for table in (
            facts.places, facts.crossings, facts.barriers, facts.closures, facts.commodities,
            facts.vehicles, facts.weight_limits, facts.tariff_rules, facts.public_holidays,
            facts.links, facts.terminals, facts.parameters, facts.tariffs,
        )
        for row in table.values()
    ]  # fmt: skip
    found: set[str] = set()
    for row in rows:
        for name in row._fields:
            value = getattr(row, name)
            found |= {value} if isinstance(value, str) else set()
            found |= set(value) if isinstance(value, tuple) else set()
    return {*found, *facts.places, *facts.crossings, *facts.vehicles, *facts.terminals}


@pytest.fixture(scope="module")
def answers(network: Network) -> list[Routes]:
    """Answers that between them say most of what can be said."""
    dated = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340, ready=DAY)
    in_time = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 60, ready=DAY,
                       deadline=DAY + timedelta(days=9))  # fmt: skip
    too_late = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 60, ready=DAY,
                        deadline=DAY + timedelta(hours=30))  # fmt: skip
    fruit = Shipment("tj-dushanbe", "kz-almaty", "c-0813-tj-kz", 40)
    cattle = Shipment("kz-almaty", "tj-khorog", "c-0102-kz-tj", 30)
    return [
        certified(network, find_routes(network, WHEAT, limit=3)),
        find_frontier(network, fruit),
        find_routes(network, dated, limit=3),
        find_routes(network, in_time, objective=Objective.TIME, limit=2),
        find_routes(network, too_late),
        find_routes(network, cattle, constraints=Constraints(include_unconfirmed=True), limit=2),
        *(
            find_routes(network, WHEAT, constraints=rules)
            for rules in (
                Constraints(modes=frozenset({Mode.RAIL}), avoid=frozenset({"UZ"})),
                Constraints(max_hours=20.0),
                Constraints(max_hours=120.0, max_cost_usd=90_000.0),
                Constraints(max_cost_usd=20_000.0),
                Constraints(max_border_wait_h=1.0),
                Constraints(max_transshipments=0, modes=frozenset({Mode.RAIL})),
                Constraints(via=("kg-osh",), max_hours=50.0),
                Constraints(vehicles=frozenset({"trk-livestock"})),
            )
        ),
    ]


@pytest.fixture(scope="module")
def why(network: Network) -> WhyNot:
    return break_even(network, WHEAT, via=("uz-tj-oybek-fotehobod",))


@pytest.fixture(scope="module")
def window(network: Network) -> Departures:
    return find_departures(network, WHEAT, start=DAY, end=DAY + timedelta(days=2), step_h=6.0)


@pytest.mark.parametrize("lang", OTHERS)
def test_an_answer_lacks_no_word_of_the_language(
    answers: list[Routes], why: WhyNot, window: Departures, facts: Facts, lang: str
) -> None:
    words, lacked = strict(lang)
    for routes in answers:
        routes_text(routes, facts, explain=True, words=words)
        if routes.routes and routes.shipment.ready is not None:
            route_map(routes, facts, words=words)
    first = answers[0]
    why_text(compare_routes(first.routes[1], first.routes[0]), facts, words=words)
    why_text(why, facts, words=words)
    departures_text(window, facts, words)
    from_facts = cells(facts)
    own = {text for text in lacked.missed if WORD.search(text) and not re.search("[а-я]", text)}
    figures = {text for text in own if "fixed_usd" in text}  # names of columns, listed
    assert sorted(own - from_facts - figures) == []
    assert lacked.missed & from_facts  # the names of barriers, which stay as they are


@pytest.mark.parametrize("lang", OTHERS)
def test_no_english_word_is_left_between_the_others(
    answers: list[Routes], facts: Facts, lang: str
) -> None:
    words = words_in(lang)
    for routes in answers[:4]:
        found = WORD.findall(routes_text(routes, facts, words=words))
        # Options keep their names; the barriers of the facts are named in English.
        barriers = " ".join(row.name for row in facts.barriers.values()).lower().split()
        assert set(found) - {*barriers, "csv", "json", "lognormal"} == set()


def test_the_main_job_reads_as_a_russian_forwarder_would_write_it(
    answers: list[Routes], facts: Facts
) -> None:
    lines = routes_text(answers[0], facts, words=words_in("ru")).splitlines()
    assert lines[0] == (
        "пшеница (c-1001-kz-tj), 1\u00a0340 т: Костанай (kz-kostanay) → Худжанд (tj-khujand)"
    )
    assert lines[1].startswith("3 маршрута с разными видами транспорта")
    assert "примечание: kz-uz-saryagash-keles: худшее опубликованное ожидание 144 ч" in lines
    assert any(line.startswith("погранпереход  ж/д   KZ>UZ   Сарыагаш - Келес") for line in lines)


def test_places_go_by_the_names_of_those_who_live_there(facts: Facts) -> None:
    kostanay, khujand = facts.places["kz-kostanay"], facts.places["tj-khujand"]
    assert [words_in(lang).name(kostanay) for lang in LANGUAGES] == [
        "Kostanay", "Костанай", "Қостанай", "Костанай",
    ]  # fmt: skip
    assert [words_in(lang).name(khujand) for lang in LANGUAGES] == [
        "Khujand", "Худжанд", "Худжанд", "Хуҷанд",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 маршрут, "), (2, "2 маршрута, "), (5, "5 маршрутов, "), (21, "21 маршрут, "),
     (12, "12 маршрутов, ")],
)  # fmt: skip
def test_russian_counts_routes_in_three_forms(count: int, said: str) -> None:
    told = words_in("ru").plural(
        "{count} route that none beats in both cost and time, {best} first",
        "{count} routes that none beats in both cost and time, {best} first",
        count, best="cheapest",
    )  # fmt: skip
    assert told.startswith(said)
    assert told.endswith("самый дешёвый")


@pytest.mark.parametrize(
    ("lang", "number", "share", "moment"),
    [
        ("en", "1,234.5", "95%", "2026-12-28 08:00+05:00"),
        ("ru", "1\u00a0234,5", "95\u00a0%", "28.12.2026 08:00 +05:00"),
        ("kk", "1\u00a0234,5", "95%", "28.12.2026 08:00 +05:00"),
        ("tg", "1\u00a0234,5", "95%", "28.12.2026 08:00 +05:00"),
    ],
)
def test_numbers_and_dates_are_written_as_usual(
    lang: str, number: str, share: str, moment: str
) -> None:
    words = words_in(lang)
    assert words.number(1234.5, ",.1f") == number
    assert words.number(0.95, ".0%") == share
    assert words.moment(DAY) == moment
    assert words.moment(None) == ""


def test_days_and_hours_in_words() -> None:
    ru = words_in("ru")
    assert ENGLISH.clock(DAY) == "Mon 28 Dec 2026 08:00"
    assert ENGLISH.clock(DAY, year=False) == "Mon 28 Dec 08:00"
    assert ENGLISH.weekday(DAY) == "2026-12-28 Mon"
    assert ENGLISH.short_day(DAY) == "28 Dec"
    assert ru.clock(DAY).startswith("пн, 28 дек. 2026")
    assert ru.clock(DAY, year=False) == "пн, 28 дек. 08:00"
    assert ru.weekday(DAY) == "28.12.2026 пн"
    assert ru.short_day(DAY) == "28 дек."


def test_a_sentence_is_translated_with_what_stands_in_it() -> None:
    ru = words_in("ru")
    sides = Series(("KZ", "UZ"), " and ")
    note = Phrase("the wait on the {sides} side is unknown and not counted", sides=sides)
    assert ru.say(note) == "ожидание на стороне KZ и UZ неизвестно и не учтено"
    assert ENGLISH.say(note) == note
    assert ru.say(Stamp(date(2026, 12, 28))) == "28.12.2026"
    assert ru.say(Stamp(datetime(2026, 12, 28, 8, tzinfo=UTC))) == "28.12.2026 08:00 +00:00"
    assert ru.say("Saryagash joint inspection") == "Saryagash joint inspection"
    assert ru.say("") == ""


def test_cargoes_and_vehicles_of_the_shipped_facts_have_names_in_every_language(
    facts: Facts,
) -> None:
    assert set(CARGOES) == {row.name for row in facts.commodities.values()}
    assert set(VEHICLES) == {row.name for row in facts.vehicles.values()}
    wheat = facts.commodities["c-1001-kz-tj"]
    assert [words_in(lang).cargo(wheat) for lang in LANGUAGES] == [
        "wheat", "пшеница", "бидай", "гандум",
    ]  # fmt: skip
    assert words_in("ru").vehicle(facts, "trk-grain-tj") == (
        "зерновозный самосвальный полуприцеп (TJ)"
    )
    own = wheat._replace(name="emmer", name_ru="полба")
    assert [words_in(lang).cargo(own) for lang in ("en", "kk")] == ["emmer", "полба"]
    assert words_in("tg").cargo(own._replace(name_ru="")) == "emmer"


def test_a_name_with_braces_is_a_name() -> None:
    ru = words_in("ru")
    told = ru.say(Phrase("no route passes {place}", place="{0}{evil!r}"))
    assert told == "ни один маршрут не проходит через {0}{evil!r}"


def test_a_language_that_nobody_speaks_here() -> None:
    with pytest.raises(RequestError, match="no language 'de'; there are en, ru, kk, tg"):
        words_in("de")
