"""Routes as CSV: one row a leg, and nothing that a spreadsheet would run."""

import csv
import io

import pytest

from corridors.io.routes_csv import harmless, routes_csv
from corridors.model.shipment import Constraints, Mode
from corridors.network.network import Network
from corridors.solvers.find import find_frontier, find_routes
from corridors.tables.routes import leg_rows
from network_data import Facts
from tests.instances import changed, toy_wheat


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_leg_of_each_route_is_a_row(toy_network: Network) -> None:
    front = find_frontier(toy_network, toy_wheat())
    rows = read(routes_csv(front))
    assert len(rows) == sum(len(route.legs) for route in front.routes) == 5 + 7 + 5
    assert list(rows[0]) == list(leg_rows(front)[0])
    first = rows[0]
    assert (first["rank"], first["leg"], first["kind"]) == ("1", "1", "loading")
    assert (first["from"], first["to"]) == ("uz-andijan", "uz-andijan")
    assert float(first["cost_usd"]) == pytest.approx(332)
    by_rank = [sum(float(r["cost_usd"]) for r in rows if r["rank"] == k) for k in ("1", "2", "3")]
    assert by_rank == pytest.approx([1928.4, 2930.5, 3922.5])


def test_lines_end_the_same_everywhere(toy_network: Network) -> None:
    text = routes_csv(find_frontier(toy_network, toy_wheat()))
    assert "\r" not in text
    assert text.endswith("\n")


def test_an_answer_without_routes_is_a_table_of_headings(toy_network: Network) -> None:
    none = find_routes(toy_network, toy_wheat(), constraints=Constraints(max_hours=1))
    front = find_frontier(toy_network, toy_wheat())
    assert routes_csv(none) == routes_csv(front).splitlines(keepends=True)[0]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+7 701", "-2", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")']
)
def test_text_that_a_spreadsheet_would_run_is_kept_from_running(cell: str) -> None:
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["tj-khujand", "Хуҷанд", "", "a=b", 5, -5])
def test_other_cells_stay_as_they_are(cell: str | int) -> None:
    assert harmless(cell) == cell


def test_numbers_below_zero_stay_numbers() -> None:
    assert harmless(-2.123456) == -2.1235


def test_hostile_facts_stay_text_in_the_table(toy: Facts) -> None:
    evil = '=cmd|"/C calc"!A1,"x\ny'
    facts = changed(
        toy,
        crossings=[
            toy.crossings["uz-tj-suvonobod"]._replace(
                capacity_per_day=9.0, capacity_unit=evil, capacity_basis=evil
            )
        ],
        vehicles=[toy.vehicles["hopper"]._replace(id="=hopper")],
        commodities=[toy.commodities["wheat"]._replace(vehicle_ids=("=hopper",))],
    )
    rail = Constraints(modes=frozenset({Mode.RAIL}))
    rows = read(routes_csv(find_routes(Network(facts), toy_wheat(), limit=1, constraints=rail)))
    assert {row["vehicle"] for row in rows} == {"'=hopper"}
    assert len(rows) == 5
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))]
