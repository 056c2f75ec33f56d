"""Headings as planners write them, in any order and four languages."""

import pytest

from corridors.errors import RequestError
from corridors.io.shipment_lists.columns import (
    Columns,
    distinct_headings,
    find_columns,
    heading_line,
)

NEEDED = ("origin", "destination", "cargo", "tonnes")


def read(*headings: str) -> Columns:
    return find_columns("list.csv", headings, distinct_headings(headings))


def meant(*headings: str) -> dict[str, str]:
    return {name: column.heading for name, column in read(*headings).found.items()}


@pytest.mark.parametrize(
    "headings",
    [
        ("Origin", "DESTINATION", " cargo ", "Tonnes"),
        ("From", "To", "Commodity", "Weight (t)"),
        ("Откуда", "Куда", "Груз", "Масса, т"),
        ("Станция отправления", "Станция назначения", "Наименование груза", "Вес (тонн)"),
        ("ПУНКТ  ОТПРАВЛЕНИЯ", "пункт_назначения", "Код ТН ВЭД", "Кол-во, т."),
        ("Қайдан", "Қайда", "Жүк", "Салмағы"),
        ("Аз куҷо", "Ба куҷо", "Бор", "Вазн"),
        ("loading station", "unloading station", "HS-code", "Tonnes [t]"),
    ],
)
def test_what_a_shipment_needs_is_found_under_usual_words(headings: tuple[str, ...]) -> None:
    found = meant(*headings)
    expected = [" ".join(heading.split()) for heading in headings]
    assert [found[name] for name in NEEDED] == expected


def test_columns_stand_in_any_order_and_strangers_are_left_alone() -> None:
    found = meant("Manager", "Масса, т", "Груз", "Куда", "Откуда", "Comment")
    assert found == {
        "origin": "Откуда", "destination": "Куда", "cargo": "Груз", "tonnes": "Масса, т",
    }  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    ["Weight (kg)", "Масса, кг", "Вес кг", "weight_kg", "KG", "Net weight, kg", "масса нетто кг"],
)
def test_kilograms_become_tonnes_and_the_user_is_told(heading: str) -> None:
    columns = read("from", "to", "cargo", heading)
    assert columns.found["tonnes"].divisor == 1000
    assert "divided by 1000" in columns.notices[0]


@pytest.mark.parametrize(
    ("heading", "divisor"), [("Объём (тыс. т)", 0.001), ("Масса (ц)", 10), ("Масса (т)", 1)]
)
def test_other_units_of_mass_are_converted_too(heading: str, divisor: float) -> None:
    assert read("from", "to", "cargo", heading).found["tonnes"].divisor == divisor


def test_an_unknown_unit_is_refused_for_it_would_be_read_wrongly() -> None:
    with pytest.raises(RequestError, match=r"'Weight \(lb\)' is in 'lb'; give t or kg"):
        read("from", "to", "cargo", "Weight (lb)")
    with pytest.raises(RequestError, match=r"in 'тг/т'; give USD/t"):
        read("from", "to", "cargo", "tonnes", "Цена (тг/т)")


def test_the_value_of_a_whole_shipment_is_not_taken_for_that_of_a_tonne() -> None:
    columns = read("from", "to", "cargo", "tonnes", "Value (USD)")
    assert "value_usd_per_t" not in columns.found
    assert "does not say USD per tonne" in columns.notices[0]
    assert "value_usd_per_t" in read(*NEEDED, "Value, USD/t").found
    assert "value_usd_per_t" in read(*NEEDED, "Стоимость тонны (долл. США)").found


def test_a_missing_column_is_named_with_what_may_be_meant() -> None:
    with pytest.raises(
        RequestError, match=r"no column destination \(did you mean 'Destnation'\?\)"
    ):
        read("origin", "Destnation", "cargo", "tonnes")


def test_two_words_for_one_thing_are_refused_for_either_may_be_meant() -> None:
    with pytest.raises(RequestError, match="'Weight' and 'Масса' both mean tonnes"):
        read("from", "to", "cargo", "Weight", "Масса")


def test_the_word_of_the_documents_wins_over_another_word() -> None:
    columns = read("from", "to", "cargo", "tonnes", "Quantity")
    assert columns.found["tonnes"].heading == "tonnes"
    assert "'Quantity' is not used" in columns.notices[0]


def test_a_list_without_headings_is_told_what_to_begin_with() -> None:
    with pytest.raises(RequestError, match=r"no heading line; the first line is 'Kostanay | .*"):
        read("Kostanay", "Khujand", "1001", "60")


def test_titles_above_the_headings_are_passed_over() -> None:
    lines = [["Plan for January", "", "", ""], ["from", "to", "cargo", "t"], ["a", "b", "c", "1"]]
    assert heading_line(lines) == 1


def test_headings_become_distinct_and_leave_the_row_number_its_name() -> None:
    assert distinct_headings(["note", "note", "", "row"]) == ["note", "note_2", "column_3", "row_2"]
