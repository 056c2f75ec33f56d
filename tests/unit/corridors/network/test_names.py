"""Places, cargoes, vehicles and everything that can be avoided, by the names people use."""

import pytest

from corridors.errors import AmbiguousNameError, RequestError, UnknownNameError
from corridors.model.shipment import Point
from corridors.network.names import Match, Names, exact_key, folded_key, parse_point
from network_data import Facts
from tests.instances import changed, place

KOSTANAY, KHUJAND, ASTANA = "kz-kostanay", "tj-khujand", "kz-astana"


@pytest.mark.parametrize(
    ("text", "id"),
    [
        # ids, with and without the country, in any case
        ("tj-khujand", KHUJAND),
        ("TJ-Khujand", KHUJAND),
        ("khujand", KHUJAND),
        ("  Kostanay ", KOSTANAY),
        # English, Russian, Kazakh, Tajik
        ("Khujand", KHUJAND),
        ("Худжанд", KHUJAND),
        ("Хуҷанд", KHUJAND),
        ("Костанай", KOSTANAY),
        ("Қостанай", KOSTANAY),
        ("Алматы", "kz-almaty"),
        ("Душанбе", "tj-dushanbe"),
        ("Хоруғ", "tj-khorog"),
        # old names and common spellings
        ("Ходжент", KHUJAND),
        ("Ленинабад", KHUJAND),
        ("Leninabad", KHUJAND),
        ("Khudzhand", KHUJAND),
        ("Кустанай", KOSTANAY),
        ("Qostanai", KOSTANAY),
        ("Нур-Султан", ASTANA),
        ("Целиноград", ASTANA),
        ("Алма-Ата", "kz-almaty"),
        ("Чимкент", "kz-shymkent"),
        ("Усть-Каменогорск", "kz-oskemen"),
        ("Курган-Тюбе", "tj-bokhtar"),
        ("Kanibadam", "tj-konibodom"),
        ("Пенджикент", "tj-panjakent"),
        ("Сталинабад", "tj-dushanbe"),
    ],
)
def test_a_place_goes_by_its_names_in_every_language(names: Names, text: str, id: str) -> None:
    assert names.place(text) == Match(id)
    assert names.stop(text) == (id, "")


@pytest.mark.parametrize(
    ("text", "id"), [("Kostany", KOSTANAY), ("Khudjnad", KHUJAND), ("Душамбэ", "tj-dushanbe")]
)
def test_a_slip_of_the_pen_is_taken_with_a_notice(names: Names, text: str, id: str) -> None:
    match = names.place(text)
    assert match.id == id
    assert match.notice in ("", f"'{text}' taken as {id}")


def test_a_notice_says_what_was_written_and_what_was_taken(names: Names) -> None:
    assert names.place(" Khudjnad ").notice == "'Khudjnad' taken as tj-khujand"


def test_a_name_that_only_comes_close_is_asked_about(names: Names) -> None:
    with pytest.raises(UnknownNameError, match=r"no place 'Khujant'; did you mean tj-khujand"):
        names.place("Khujant")
    with pytest.raises(UnknownNameError) as caught:
        names.place("alamty")
    assert "kz-almaty" in caught.value.suggestions


@pytest.mark.parametrize("text", ["Xyzzyq", "zz", "…", "🚂"])
def test_a_name_of_nothing_is_unknown(names: Names, text: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        names.place(text)
    assert not caught.value.suggestions


@pytest.mark.parametrize("text", ["", "   ", "\t\n"])
def test_an_empty_name_is_asked_for(names: Names, text: str) -> None:
    with pytest.raises(RequestError, match="the place is empty; give a name or an id"):
        names.place(text)


def test_a_very_long_name_is_cut_short_in_the_answer(names: Names) -> None:
    with pytest.raises(UnknownNameError) as caught:
        names.place("y" * 100_000)
    assert len(str(caught.value)) < 200


def test_two_places_of_one_name_are_both_offered(names: Names) -> None:
    # Karakul: a town of Uzbekistan and one of the Pamirs; Bekabad in Russian: two towns
    with pytest.raises(AmbiguousNameError) as caught:
        names.place("Каракуль")
    assert {"tj-karakul", "uz-karakul"} <= set(caught.value.candidates)
    assert "use the id" in str(caught.value)


def test_a_city_goes_before_its_stations_of_the_same_name(names: Names) -> None:
    # Астана is also the Kazakh name of its station
    assert names.place("Астана").id == ASTANA
    assert names.place("Ақтөбе").id == "kz-aktobe"


def test_two_cities_of_one_name_are_ambiguous_in_every_spelling(toy: Facts) -> None:
    facts = changed(
        toy,
        places=[
            place("tj-guliston", name_en="Guliston"),
            place("uz-gulistan", name_en="Gulistan", name_local="Guliston"),
        ],
    )
    names = Names(facts)
    assert names.place("tj-guliston").id == "tj-guliston"
    for text in ("Guliston", "guliston"):
        with pytest.raises(AmbiguousNameError):
            names.place(text)


# -- folding --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spellings",
    [
        ("Хуҷанд", "Khujand", "Hujand", "Xujand", "Худжанд", "khudzhand"),
        ("Қостанай", "Qostanay", "Kostanai", "Костанай"),
        ("Шымкент", "Shymkent", "shimkent"),
        ("Душанбе", "Dushanbe", "DUSHANBE"),
    ],
)
def test_spellings_of_one_sound_fold_together(spellings: tuple[str, ...]) -> None:
    folded = {folded_key(text).replace("dj", "j") for text in spellings}
    assert len(folded) == 1


def test_case_spaces_and_hyphens_make_no_difference() -> None:
    assert exact_key("Kara-Suu") == exact_key("kara  SUU") == "karasuu"
    assert exact_key("Ош") != exact_key("Osh")
    assert folded_key("Ош") == folded_key("Osh")


# -- coordinates ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["53.21,63.63", " 53.21 , 63.63 ", "53.21;63.63", "5.321e1,63.63", "+53.21,63.63"]
)
def test_two_numbers_are_a_position(names: Names, text: str) -> None:
    assert names.stop(text) == (Point(53.21, 63.63), "")


@pytest.mark.parametrize("text", ["Kostanay", "1,2,3", "53.21", "a,b", "53,21 63,63", ","])
def test_anything_else_is_a_name(text: str) -> None:
    assert parse_point(text) is None


@pytest.mark.parametrize("text", ["95,10", "10,200", "nan,10", "inf,0"])
def test_two_numbers_off_the_globe_are_no_position(text: str) -> None:
    with pytest.raises(RequestError, match="is not a position"):
        parse_point(text)


# -- search ---------------------------------------------------------------------------------


def test_a_search_puts_the_exact_name_first(names: Names) -> None:
    assert names.search_places("хуҷанд")[0] == KHUJAND
    assert names.search_places("Almaty")[0] == "kz-almaty"
    assert set(names.search_places("almaty")) >= {"kz-almaty", "kz-almaty-1", "kz-almaty-2"}


def test_a_search_finds_parts_of_names_and_keeps_to_its_limit(names: Names) -> None:
    found = names.search_places("kara", limit=5)
    assert len(found) == 5
    assert names.search_places("ганда")[0:1] != []
    assert names.search_places("") == []


def test_a_search_for_a_misspelt_name_offers_the_closest(names: Names) -> None:
    assert KHUJAND in names.search_places("khujant")


# -- cargoes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["c-1001-kz-tj", "C-1001-KZ-TJ", "1001", "wheat", "Wheat", "пшеница", "бидай", "гандум"]
)
def test_wheat_goes_by_id_hs_code_and_name(names: Names, text: str) -> None:
    assert names.cargo(text, "kz-tj").id == "c-1001-kz-tj"


def test_the_same_good_is_taken_in_the_direction_of_the_shipment(names: Names) -> None:
    assert names.cargo("cement", "kz-tj").id == "c-2523-kz-tj"
    assert names.cargo("cement", "tj-kz").id == "c-2523-tj-kz"
    assert names.cargo("2523", "tj-kz").id == "c-2523-tj-kz"
    assert names.cargo("wheat", "tj-kz").id == "c-1001-kz-tj"  # nobody lists it the other way


def test_a_group_of_goods_lists_its_goods(names: Names, facts: Facts) -> None:
    with pytest.raises(AmbiguousNameError, match=r"may be cargo .*c-1001-kz-tj") as caught:
        names.cargo("grain", "kz-tj")
    assert {facts.commodities[c].group for c in caught.value.candidates} == {"grain"}


def test_a_misspelt_cargo_is_taken_with_a_notice_or_asked_about(names: Names) -> None:
    assert names.cargo("wheet", "kz-tj") == Match("c-1001-kz-tj", "'wheet' taken as c-1001-kz-tj")
    with pytest.raises(UnknownNameError, match="no cargo 'zzz'"):
        names.cargo("zzz", "kz-tj")
    with pytest.raises(RequestError, match="the cargo is empty"):
        names.cargo(" ", "kz-tj")


# -- vehicles -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("trk-grain", "trk-grain"),
        ("trk-grain-tj", "trk-grain-tj"),
        ("TRK-GRAIN-KZ", "trk-grain-kz"),
        ("grain tipper semi-trailer", "trk-grain"),
        ("wag-hopper-19-4109", "wag-hopper-19-4109"),
    ],
)
def test_a_vehicle_goes_by_type_with_or_without_registration(
    names: Names, text: str, id: str
) -> None:
    assert names.vehicle(text) == Match(id)


def test_a_truck_of_an_unknown_registration_is_not_taken(names: Names) -> None:
    with pytest.raises(UnknownNameError) as caught:
        names.vehicle("trk-grain-ru")
    assert "trk-grain" in caught.value.suggestions


# -- what can be avoided or passed ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("UZ", "UZ"),
        ("uz", "UZ"),
        ("Uzbekistan", "UZ"),
        ("Узбекистан", "UZ"),
        ("Oʻzbekiston", "UZ"),
        ("Өзбекстан", "UZ"),
        ("Киргизия", "KG"),
        ("uz-tj-bekabad-nov", "uz-tj-bekabad-nov"),
        ("UZ-TJ-Bekabad-Nov", "uz-tj-bekabad-nov"),
        ("term-est-kz-kostanay", "term-est-kz-kostanay"),
        ("Сарыагаш", "kz-saryagash"),
    ],
)
@pytest.mark.parametrize("links", [True, False])
def test_countries_crossings_terminals_and_places_can_be_named(
    names: Names, text: str, id: str, links: bool
) -> None:
    assert names.feature(text, links=links).id == id


def test_a_link_can_be_avoided_but_not_asked_for(names: Names, facts: Facts) -> None:
    link = next(iter(facts.links))
    assert names.feature(link, links=True).id == link
    with pytest.raises(UnknownNameError):
        names.feature(link, links=False)


def test_a_misspelt_crossing_offers_the_crossing(names: Names) -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean .*uz-tj-bekabad-nov"):
        names.feature("uz-tj-bekabad", links=True)
