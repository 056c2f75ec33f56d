"""A workbook to fill in: headings with units, lists to choose from, an example, notes."""

import os
from typing import NamedTuple

from corridors.errors import RequestError, shorten
from corridors.io.shipment_lists.headings import CANONICAL, REQUIRED
from network_data import Facts, load_facts

MOST_ROWS = 10_000
"""Rows that the lists to choose from are offered in."""
WIDTHS = {"shipment_id": 14, "origin": 24, "destination": 24, "cargo": 26, "vehicle": 20}
_LISTS = {"origin": 0, "destination": 0, "cargo": 1, "vehicle": 2, "mode": 3}
"""Which column of the second sheet may be chosen from."""


class _Language(NamedTuple):
    """The words of a template in one language."""

    sheet: str
    lists: str
    notes: str
    headings: dict[str, str]
    told: dict[str, str]
    places: tuple[str, str]
    cargo: str
    general: tuple[str, ...]


ENGLISH = _Language(
    sheet="shipments",
    lists="lists",
    notes="notes",
    headings={
        "shipment_id": "Shipment id", "origin": "Origin", "destination": "Destination",
        "cargo": "Cargo", "tonnes": "Tonnes (t)", "ready": "Ready",
        "deadline": "Deadline", "value_usd_per_t": "Value per tonne (USD/t)",
        "vehicle": "Vehicle", "mode": "Mode", "max_cost_usd": "Max cost (USD)",
        "priority": "Priority",
    },
    told={
        "shipment_id": "Your own number, another in every row. Empty: the number of the row.",
        "origin": "Needed. A name in any of six languages, an id, or coordinates: 53.21,63.63.",
        "destination": "Needed. As the origin.",
        "cargo": "Needed. A name, an id, or an HS code as text (0101, not 101).",
        "tonnes": "Needed. Net mass in tonnes, above 0.",
        "ready": "When loading starts, in the time of the origin: 28.12.2026, 2026-12-28T08:00.",
        "deadline": "When unloading has ended, in the time of the destination. A date lasts until"
        " its end.",
        "value_usd_per_t": "USD per tonne. Empty: the value of the facts.",
        "vehicle": "Only this wagon, container or truck. Empty: whichever is best.",
        "mode": "rail or road alone. Empty: either.",
        "max_cost_usd": "Budget for the whole shipment, USD. Empty: none.",
        "priority": "Handed on untouched: 0, 1, 2, ... or a word.",
    },
    places=("Kostanay", "Khujand"),
    cargo="wheat",
    general=(
        "One row a shipment; the first one is an example, write over it.",
        "Further columns of your own are handed on untouched.",
        "Headings may be renamed to usual words, and columns may stand in any order.",
        "The second sheet lists what may be chosen; other spellings are understood too.",
    ),
)  # fmt: skip
RUSSIAN = _Language(
    sheet="отправки",
    lists="списки",
    notes="пояснения",
    headings={
        "shipment_id": "Номер отправки", "origin": "Пункт отправления",
        "destination": "Пункт назначения", "cargo": "Груз", "tonnes": "Масса (т)",
        "ready": "Дата готовности", "deadline": "Срок доставки",
        "value_usd_per_t": "Стоимость тонны (USD/т)", "vehicle": "Подвижной состав",
        "mode": "Вид транспорта", "max_cost_usd": "Бюджет (USD)", "priority": "Приоритет",
    },
    told={
        "shipment_id": "Ваш номер, в каждой строке свой. Пусто: номер строки.",
        "origin": "Обязательно. Название на любом из шести языков, код или координаты:"
        " 53.21,63.63.",
        "destination": "Обязательно. Так же, как пункт отправления.",
        "cargo": "Обязательно. Название, код или код ТН ВЭД текстом (0101, а не 101).",
        "tonnes": "Обязательно. Масса нетто в тоннах, больше 0.",
        "ready": "Начало погрузки по времени пункта отправления: 28.12.2026, 2026-12-28T08:00.",
        "deadline": "Конец выгрузки по времени пункта назначения. Дата длится до конца дня.",
        "value_usd_per_t": "Долларов США за тонну. Пусто: по данным системы.",
        "vehicle": "Только этот вагон, контейнер или автомобиль. Пусто: любой лучший.",
        "mode": "rail (железная дорога) или road (автомобиль). Пусто: любой.",
        "max_cost_usd": "Бюджет на всю отправку, USD. Пусто: без предела.",
        "priority": "Передаётся без изменений: 0, 1, 2, ... или слово.",
    },
    places=("Костанай", "Худжанд"),
    cargo="пшеница",
    general=(
        "Одна строка на отправку; первая строка - пример, пишите поверх неё.",
        "Другие ваши столбцы передаются без изменений.",
        "Заголовки можно заменить обычными словами, порядок столбцов любой.",
        "На втором листе то, из чего можно выбирать; другие написания тоже понятны.",
    ),
)  # fmt: skip
LANGUAGES = {"en": ENGLISH, "ru": RUSSIAN}


def write_template(path: str, lang: str = "en", *, facts: Facts | None = None) -> None:
    """Write a workbook to fill in.

    Parameters
    ----------
    path
        File that ends in ``.xlsx``.
    lang
        Language of the headings and notes: ``en`` or ``ru``.
    facts
        Whose places, cargoes and vehicles may be chosen; ``None`` takes the shipped facts.

    Raises
    ------
    RequestError
        If the file cannot be written there, or there is no template in the language.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    if not path.lower().endswith(".xlsx"):
        raise RequestError(f"a template is a workbook; name it '{shorten(path)}.xlsx'")
    words = LANGUAGES.get(lang)
    if words is None:
        raise RequestError(f"no template in '{shorten(lang)}'; give {' or '.join(LANGUAGES)}")
    facts = facts or load_facts()
    temporary = f"{path}.{os.getpid()}.tmp"
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    try:
        workbook = xlsxwriter.Workbook(temporary, options)
        _fill(workbook, words, facts)
        workbook.close()
        os.replace(temporary, path)
    except (OSError, XlsxWriterException) as error:
        why = getattr(error, "strerror", None) or error
        raise RequestError(f"cannot write {shorten(path, 200)}: {why}") from error
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)


def _fill(workbook: "object", words: _Language, facts: Facts) -> None:
    """The three sheets."""
    from xlsxwriter import Workbook

    assert isinstance(workbook, Workbook)
    bold = workbook.add_format({"bold": True, "bg_color": "#dbe7f3", "bottom": 1})
    needed = workbook.add_format({"bold": True, "bg_color": "#fde9a9", "bottom": 1})
    text = workbook.add_format({"num_format": "@"})
    day = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet = workbook.add_worksheet(words.sheet)
    lists = workbook.add_worksheet(words.lists)
    notes = workbook.add_worksheet(words.notes)

    choices = _choices(facts)
    for at, (heading, values) in enumerate(choices):
        lists.write_string(0, at, heading, bold)
        lists.write_column(1, at, values, text)
    lists.set_column(0, len(choices) - 1, 34)

    formats = {"cargo": text, "shipment_id": text, "ready": day, "deadline": day}
    example = _example(words)
    for at, name in enumerate(CANONICAL):
        sheet.set_column(at, at, WIDTHS.get(name, 18), formats.get(name))
        sheet.write_string(0, at, words.headings[name], needed if name in REQUIRED else bold)
        sheet.write_comment(0, at, words.told[name])
        value = example.get(name)
        if isinstance(value, str):
            sheet.write_string(1, at, value, formats.get(name))
        elif value is not None:
            sheet.write_number(1, at, value)
        if name in _LISTS:
            column = chr(ord("A") + _LISTS[name])
            last = len(choices[_LISTS[name]][1]) + 1
            rule = {
                "validate": "list",
                "source": f"='{words.lists}'!${column}$2:${column}${last}",
                "error_type": "information",  # other spellings may be typed
                "show_error": False,
            }
            sheet.data_validation(1, at, MOST_ROWS, at, rule)
    limits = {"validate": "decimal", "criteria": ">", "value": 0, "error_type": "warning"}
    sheet.data_validation(
        1, CANONICAL.index("tonnes"), MOST_ROWS, CANONICAL.index("tonnes"), limits
    )
    sheet.freeze_panes(1, 0)

    notes.set_column(0, 0, 28)
    notes.set_column(1, 1, 90)
    for row, line in enumerate(words.general):
        notes.write_string(row, 1, line, wrapped)
    for row, name in enumerate(CANONICAL, len(words.general) + 1):
        notes.write_string(row, 0, words.headings[name], needed if name in REQUIRED else bold)
        notes.write_string(row, 1, words.told[name], wrapped)


def _example(words: _Language) -> dict[str, str | float]:
    """One shipment that can be asked as it stands."""
    origin, destination = words.places
    return {
        "shipment_id": "A-001", "origin": origin, "destination": destination,
        "cargo": words.cargo, "tonnes": 1340.0, "ready": "2026-12-28T08:00",
        "value_usd_per_t": 230.0, "priority": 1.0,
    }  # fmt: skip


def _choices(facts: Facts) -> list[tuple[str, list[str]]]:
    """Headings and values of the second sheet: ids, for they are never ambiguous."""
    places = sorted(p.id for p in facts.places.values() if p.kind in ("city", "rail_station"))
    cargoes = sorted(facts.commodities)
    vehicles: list[str] = []
    for vehicle in sorted(facts.vehicles.values(), key=lambda v: v.id):
        vehicles.append(vehicle.id)
        vehicles += [f"{vehicle.id}-{r.lower()}" for r in vehicle.registrations]
    return [
        ("place", places), ("cargo", cargoes), ("vehicle", vehicles), ("mode", ["rail", "road"]),
    ]  # fmt: skip
