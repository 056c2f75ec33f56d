"""``--lang`` and ``corridors map network``."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corridors.views.words import words_in
from network_data import Facts
from tests.unit.corridors.cli.conftest import Ask

SMALL = ("route", "kostanay", "khujand", "--cargo", "wheat", "--tonnes", 70, "--limit", 1)
LOADED = """
import sys
from corridors.cli import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.fixture(autouse=True)
def no_language_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CORRIDORS_LANG", raising=False)


@pytest.mark.parametrize(
    ("lang", "first", "table"),
    [
        ("en", "70 t of wheat (c-1001-kz-tj) from Kostanay (kz-kostanay)", "Route 1 (cheapest"),
        ("ru", "пшеница (c-1001-kz-tj), 70 т: Костанай (kz-kostanay)", "Маршрут 1 (самый дешёвый"),
        ("kk", "бидай (c-1001-kz-tj), 70 т: Қостанай (kz-kostanay)", "1-бағыт (ең арзаны"),
        ("tg", "гандум (c-1001-kz-tj), 70 т: Костанай (kz-kostanay)", "Масири 1 (арзонтарин"),
    ],
)
def test_an_answer_comes_in_the_language_asked_for(
    ask: Ask, lang: str, first: str, table: str
) -> None:
    said = ask(*SMALL, "--lang", lang)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(first)
    assert f"\n{table}" in said.out


def test_the_language_may_come_from_the_environment_and_an_option_goes_first(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORRIDORS_LANG", "tg")
    assert "Масири 1" in ask(*SMALL).out
    assert "Маршрут 1" in ask(*SMALL, "--lang", "ru").out


def test_files_for_programs_are_the_same_in_every_language(ask: Ask) -> None:
    for form in ("json", "csv", "geojson"):
        english = ask(*SMALL, "--format", form)
        russian = ask(*SMALL, "--format", form, "--lang", "ru")
        assert russian.out == english.out
        assert english.code == 0
    notes = json.loads(ask(*SMALL, "--format", "json", "--lang", "kk").out)["routes"][0]["legs"]
    assert any("worst published wait 144 h" in leg["notes"] for leg in notes)


def test_an_explained_no_is_explained_in_the_language(ask: Ask) -> None:
    said = ask("route", "kostanay", "khorog", "--cargo", "wheat", "--tonnes", 60, "--mode", "rail",
               "--lang", "ru")  # fmt: skip
    assert said.code == 3
    assert "Маршрута нет." in said.out
    assert "- вид [ж/д]: нет маршрута, где используется только ж/д; без этого правила" in said.out


def test_departures_come_in_the_language(ask: Ask) -> None:
    said = ask("depart", "kostanay", "khujand", "--cargo", "wheat", "--tonnes", 70, "--from",
               "2026-12-28", "--to", "2026-12-28", "--step", 8, "--lang", "ru")  # fmt: skip
    assert said.code == 0
    assert "3 отправления, каждые 8 ч, с 28.12.2026 00:00 +05:00" in said.out
    assert "Стоимость по отправлениям, строка на день" in said.out


def test_a_language_that_is_not_there_is_refused(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "'de' is not one of 'en', 'ru', 'kk', 'tg'" in ask(*SMALL, "--lang", "de").err
    monkeypatch.setenv("CORRIDORS_LANG", "de")
    assert ask(*SMALL).code == 2


@pytest.mark.parametrize(("lang", "loads"), [("en", False), ("ru", False)])
def test_babel_is_loaded_only_where_a_date_is_written(lang: str, loads: bool) -> None:
    words = [str(word) for word in (*SMALL, "--lang", lang)]
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words], capture_output=True, encoding="utf-8", check=True
    )
    assert ("babel" in done.stderr.split()) == loads
    assert "matplotlib" not in done.stderr.split()


def test_the_map_of_the_network_is_one_file(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "network-tg.html"
    said = ask("map", "network", "--lang", "tg", "--out", path)
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith(f"map: {path} (")
    assert "Роҳҳои оҳан, роҳҳои автомобилгард ва сарҳадҳо" in path.read_text(encoding="utf-8")


def test_the_map_of_the_network_into_a_folder_that_is_not_there(ask: Ask, tmp_path: Path) -> None:
    said = ask("map", "network", "--out", tmp_path / "nowhere" / "n.html")
    assert "cannot write" in said.refusal()


@pytest.mark.parametrize(
    ("lang", "first", "second"),
    [
        ("en", "Kostanay - Bobojon Ghafurov: 2,", "link or crossing"),
        ("ru", "Костанай - Бободжан Гафуров: 2\u00a0", "участок или погранпереход"),
        ("kk", "Қостанай - Бободжан Гафуров: 2\u00a0", "учаске немесе шекара өткелі"),
        ("tg", "Костанай - Бобоҷон Ғафуров: 2\u00a0", "қитъа ё гузаргоҳ"),
    ],
)
def test_a_distance_is_told_in_the_language(ask: Ask, lang: str, first: str, second: str) -> None:
    said = ask("distance", "kostanay", "khujand", "--mode", "rail", "--lang", lang)
    assert (said.code, said.err) == (0, "")
    heading, _, columns, *_ = said.out.splitlines()
    assert heading.startswith(first)
    assert columns.startswith(second)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ["tj-khujand", "Khujand", "Худжанд", "Хуҷанд", "city", "road"]),
        ("ru", ["tj-khujand", "Худжанд", "Khujand", "Хуҷанд", "город", "авто"]),
        ("kk", ["tj-khujand", "Худжанд", "Khujand", "Хуҷанд", "қала", "авто"]),
        ("tg", ["tj-khujand", "Хуҷанд", "Khujand", "Хуҷанд", "шаҳр", "авто"]),
    ],
)
def test_places_are_named_in_the_language(ask: Ask, lang: str, told: list[str]) -> None:
    said = ask("places", "khujand", "--lang", lang)
    (line,) = [one for one in said.out.splitlines() if one.startswith("tj-khujand ")]
    assert re.split(r"\s{2,}", line)[:-1] == told


def test_every_kind_of_place_is_named_in_the_language(facts: Facts) -> None:
    for row in facts.places.values():
        assert words_in("ru").say(row.kind) != row.kind


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ["c-1001-kz-tj", "1001", "wheat", "пшеница", "kz-tj", "grain", "rail+road"]),
        ("ru", ["c-1001-kz-tj", "1001", "пшеница", "wheat", "kz-tj", "grain", "ж/д+авто"]),
        ("kk", ["c-1001-kz-tj", "1001", "бидай", "wheat", "kz-tj", "grain", "т/ж+авто"]),
        ("tg", ["c-1001-kz-tj", "1001", "гандум", "wheat", "kz-tj", "grain", "роҳи оҳан+авто"]),
    ],
)
def test_cargoes_are_named_in_the_language(ask: Ask, lang: str, told: list[str]) -> None:
    said = ask("cargoes", "1001", "--lang", lang)
    (line,) = [one for one in said.out.splitlines() if one.startswith("c-1001-kz-tj ")]
    assert re.split(r"\s{2,}", line) == told


@pytest.mark.parametrize("lang", ["ru", "kk", "tg"])
def test_a_cargo_is_found_by_the_name_that_is_shown(ask: Ask, lang: str, facts: Facts) -> None:
    for cargo in list(facts.commodities.values())[::12]:
        shown = words_in(lang).cargo(cargo)
        assert f"{cargo.id} " in ask("cargoes", shown, "--lang", lang).out


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ["rail", "articulated six-axle grain hopper 19-6978", "113.5", "published"]),
        ("ru", ["ж/д", "сочленённый шестиосный зерновоз 19-6978", "113,5", "опубликовано"]),
        ("kk", ["т/ж", "буындасқан алты осьті астық хоппері 19-6978", "113,5", "жарияланған"]),
        ("tg", ["роҳи оҳан", "хоппери ғаллаи буғумдори шаштира 19-6978", "113,5", "нашршуда"]),
    ],
)
def test_vehicles_are_named_in_the_language(ask: Ask, lang: str, told: list[str]) -> None:
    said = ask("vehicles", "--cargo", "wheat", "--lang", lang)
    (line,) = [one for one in said.out.splitlines() if one.startswith("wag-hopper-19-6978 ")]
    _, mode, name, payload, *_, confidence = re.split(r"\s{2,}", line)
    assert [mode, name, payload, confidence] == told


@pytest.mark.parametrize("command", ["cargoes", "vehicles"])
@pytest.mark.parametrize("lang", ["ru", "kk", "tg"])
def test_headings_and_names_of_a_list_are_in_the_language(
    ask: Ask, lang: str, command: str
) -> None:
    english, told = (ask(command, *more).out.splitlines() for more in ((), ("--lang", lang)))
    assert len(english) == len(told)
    assert [line for line in told[2:] if line in english] == []
    headings = set(re.split(r"\s{2,}", english[0])) & set(re.split(r"\s{2,}", told[0]))
    assert headings <= {"id", "HS"}
