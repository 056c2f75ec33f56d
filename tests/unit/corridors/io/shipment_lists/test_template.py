"""The workbook that planners fill in."""

import zipfile
from pathlib import Path

import pytest

from corridors.errors import RequestError
from corridors.io.shipment_lists.headings import CANONICAL
from corridors.io.shipment_lists.open_list import open_list
from corridors.io.shipment_lists.template import LANGUAGES, write_template
from network_data import Facts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_heading_of_a_template_is_understood_and_says_its_unit(
    tmp_path: Path, lang: str, facts: Facts
) -> None:
    path = str(tmp_path / "list.xlsx")
    write_template(path, lang, facts=facts)
    found = open_list(path)
    assert set(found.columns.found) == set(CANONICAL)
    assert found.notices == ()
    assert found.chunk(0).rows == 1
    for name in ("tonnes", "value_usd_per_t", "max_cost_usd"):
        assert "(" in found.columns.found[name].heading


def test_a_template_offers_cargoes_vehicles_modes_and_places(tmp_path: Path, facts: Facts) -> None:
    path = tmp_path / "list.xlsx"
    write_template(str(path), facts=facts)
    with zipfile.ZipFile(path) as packed:
        first = packed.read("xl/worksheets/sheet1.xml").decode()
        texts = packed.read("xl/sharedStrings.xml").decode()
    assert first.count('type="list"') == 5  # origin, destination, cargo, vehicle, mode
    assert "<f>" not in first  # nothing is calculated
    for name in ("kz-kostanay", "c-1001-kz-tj", "trk-grain-tj", "rail"):
        assert f">{name}<" in texts


def test_a_template_goes_nowhere_else(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"name it 'list.csv.xlsx'"):
        write_template("list.csv")
    with pytest.raises(RequestError, match="no template in 'xx'; give en or ru"):
        write_template("list.xlsx", "xx")
    with pytest.raises(RequestError, match="cannot write"):
        write_template(str(tmp_path / "none" / "list.xlsx"))
    assert list(tmp_path.iterdir()) == []
