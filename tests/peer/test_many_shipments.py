"""Shipments answered together are answered as `find_routes` answers each of them alone."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from corridors.io.scenario_toml import scenario_facts
from corridors.model.fleet import Fleet, OwnVehicle
from corridors.model.route import Route
from corridors.model.shipment import Objective
from corridors.network.fleet import with_fleet
from corridors.network.network import Network
from corridors.network.terms import terms_of
from corridors.solvers.find import find_frontier, find_routes
from corridors.solvers.many import engine as engine_module
from corridors.solvers.many.alone import question_of, spread
from corridors.solvers.many.engine import Engine
from corridors.solvers.many.frames import LEGS, REFUSED, ROUTES
from corridors.solvers.many.rows import Wishes
from corridors.solvers.many.sought import SoughtBook
from corridors.tables.paths import PATHS
from network_data import load_facts

ASKED: dict[str, type[pl.DataType]] = {
    "row": pl.Int64, "shipment_id": pl.String, "origin": pl.String, "destination": pl.String,
    "cargo": pl.String, "tonnes": pl.Float64, "ready": pl.String, "deadline": pl.String,
    "value_usd_per_t": pl.Float64, "vehicle": pl.String, "mode": pl.String,
    "max_cost_usd": pl.Float64, "priority": pl.String,
}  # fmt: skip
SOUTH = (
    "kz-kostanay", "kz-petropavl", "kz-aktobe", "kz-merke", "kz-shymkent", "kz-almaty",
)  # fmt: skip
TAJIK = ("tj-khujand", "tj-dushanbe", "tj-bokhtar", "tj-khorog", "tj-konibodom", "tj-nov")


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(load_facts())


def rows_of(seed: int, count: int, cargo: str, **rules: object) -> list[dict[str, object]]:
    """Shipments of one cargo from 2 to 9,000 t; ``rules`` are functions of (random, tonnes)."""
    rng = random.Random(seed)
    south = cargo.endswith("kz-tj")
    rows = []
    for number in range(1, count + 1):
        tonnes = round(10 ** rng.uniform(0.3, 3.95), 1)
        ends = rng.choice(SOUTH), rng.choice(TAJIK)
        row: dict[str, object] = dict.fromkeys(ASKED)
        row |= {
            "row": number, "shipment_id": f"S{number}", "cargo": cargo, "tonnes": tonnes,
            "origin": ends[0 if south else 1], "destination": ends[1 if south else 0],
        }  # fmt: skip
        row |= {name: rule(rng, tonnes) for name, rule in rules.items() if callable(rule)}
        rows.append(row)
    return rows


def frame_of(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=ASKED, orient="row")


def told(route: Route) -> dict[str, object]:
    """What a row of the answer must say of a route."""
    return {
        "cost_usd": pytest.approx(route.cost_usd, abs=0.005),
        "transit_h": pytest.approx(route.transit_h, abs=1 / 120),
        "cost_low_usd": pytest.approx(route.cost_low_usd, abs=0.01),
        "cost_high_usd": pytest.approx(route.cost_high_usd, abs=0.01),
        "generalised_cost_usd": pytest.approx(route.generalised_cost_usd, abs=0.01),
        "co2e_t": pytest.approx(route.co2e_t, abs=1e-4),
        "rail_km": pytest.approx(route.rail_km),
        "road_km": pytest.approx(route.road_km),
        "border_h": pytest.approx(route.border_h),
        "crossings": "; ".join(route.crossings),
        "transshipments": "; ".join(route.transshipments),
        "vehicles": "; ".join(f"{use.count} {use.vehicle}" for use in route.vehicles),
    }


def alone(network: Network, row: dict[str, object], wishes: Wishes) -> Iterator[Route]:
    shipment, rules = question_of(row, include_unconfirmed=wishes.include_unconfirmed)
    if wishes.routes > 1:
        routes = find_frontier(network, shipment, constraints=rules).routes
        return (routes[number] for number in spread(len(routes), wishes.routes))
    return iter(
        find_routes(
            network, shipment, objective=wishes.objective, limit=1, constraints=rules
        ).routes
    )


def check_each(
    network: Network,
    rows: list[dict[str, object]],
    wishes: Wishes,
    engine: Engine | None = None,
) -> int:
    """Compare every row; how many of them have a route."""
    answers = (engine or Engine(network, wishes)).answer(frame_of(rows))
    given: dict[object, list[dict[str, object]]] = {}
    for answer in answers.routes.iter_rows(named=True):
        given.setdefault(answer["row"], []).append(answer)
    refused = set(answers.refused["row"].to_list())
    assert refused.isdisjoint(given)
    assert len(refused) + len(given) == len(rows)
    for row in rows:
        expected = [told(route) for route in alone(network, row, wishes)]
        found = given.get(row["row"], [])
        assert len(found) == len(expected), row
        for one, all_ in zip(found, expected, strict=True):
            assert {name: one[name] for name in all_} == all_, row
    return len(given)


@pytest.mark.parametrize("cargo", ["c-1001-kz-tj", "c-1101-kz-tj", "c-3102-kz-tj", "c-0813-tj-kz"])
def test_fifty_shipments_of_a_cargo_cost_what_each_costs_alone(
    network: Network, cargo: str
) -> None:
    answered = check_each(network, rows_of(1, 50, cargo), Wishes())
    assert answered > 40


@pytest.mark.parametrize("objective", [Objective.TIME, Objective.GENERALISED, Objective.CO2E])
def test_every_objective_is_that_of_the_shipment_alone(
    network: Network, objective: Objective
) -> None:
    rows = rows_of(
        2, 16, "c-1512-kz-tj", value_usd_per_t=lambda rng, _: round(10 ** rng.uniform(1, 4), 1)
    )
    assert check_each(network, rows, Wishes(objective=objective)) > 10


def test_budgets_modes_and_vehicles_bind_as_they_do_alone(network: Network) -> None:
    rows = rows_of(
        3, 40, "c-1001-kz-tj",
        max_cost_usd=lambda rng, tonnes: round(tonnes * rng.uniform(40, 200), 2),
        mode=lambda rng, _: rng.choice([None, "rail", "road"]),
    )  # fmt: skip
    rows += [
        {**row, "row": 100 + number, "mode": None, "vehicle": "wag-hopper-19-752"}
        for number, row in enumerate(rows[:12])
    ]
    assert 5 < check_each(network, rows, Wishes()) < len(rows)


@pytest.mark.parametrize("objective", [Objective.COST, Objective.TIME])
def test_budgets_bind_on_the_lane_of_a_shipment_whichever_lanes_stand_before_it(
    network: Network, objective: Objective
) -> None:
    others = rows_of(8, 60, "c-3102-kz-tj")
    others = [
        row for row in others if row["origin"] in SOUTH[3:] and row["destination"] in TAJIK[3:]
    ]
    rows = rows_of(
        9, 120, "c-1001-kz-tj",
        max_cost_usd=lambda rng, tonnes: round(tonnes * rng.uniform(40, 200), 2),
    )  # fmt: skip
    rows = [row for row in rows if row["origin"] in SOUTH[:3] and row["destination"] in TAJIK[:3]]
    every = [{**row, "row": number} for number, row in enumerate([*others, *rows], 1)]
    answered = check_each(network, every, Wishes(objective=objective))
    assert len(others) + 5 < answered < len(every)


def test_a_deadline_that_the_cheapest_route_breaks_is_kept_by_a_dearer_one(
    network: Network,
) -> None:
    row: dict[str, object] = dict.fromkeys(ASKED)
    row |= {
        "origin": "kz-kostanay", "destination": "tj-khujand", "cargo": "c-1001-kz-tj",
        "ready": "2026-06-01T08:00+05:00",
    }  # fmt: skip
    rows = [
        {**row, "row": number, "tonnes": 40.0 * number, "deadline": f"2026-06-{day}T08:00+05:00"}
        for number, day in enumerate(["04", "09", "12", "15", "20", "30"], 1)
    ]
    answers = Engine(network, Wishes()).answer(frame_of(rows))
    hours = dict(zip(answers.routes["row"], answers.routes["transit_h"], strict=True))
    assert all(hours[number] <= 24 * days for number, days in ((3, 11), (4, 14), (5, 19), (6, 29)))
    assert answers.refused["row"].to_list() == [1]
    assert answers.refused["code"].to_list() == ["too-late"]


def test_the_routes_of_a_front_are_both_of_its_ends_and_one_between(network: Network) -> None:
    assert check_each(network, rows_of(4, 8, "c-1001-kz-tj"), Wishes(routes=3)) > 5


def test_a_shipment_does_not_depend_on_its_neighbours(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "FEW", 0)
    rows = rows_of(5, 30, "c-1101-kz-tj")
    together = Engine(network, Wishes()).answer(frame_of(rows)).routes
    one = Engine(network, Wishes())
    single = pl.concat([one.answer(frame_of([row])).routes for row in reversed(rows)]).sort("row")
    assert together.equals(single)


def test_few_shipments_of_a_question_are_answered_as_many_are(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = rows_of(6, 4, "c-1001-kz-tj")
    few = Engine(network, Wishes()).answer(frame_of(rows)).routes
    monkeypatch.setattr(engine_module, "FEW", 0)
    many = Engine(network, Wishes()).answer(frame_of(rows)).routes
    exact = ["row", "rank", "tags", "crossings", "transshipments", "vehicles"]
    assert few.select(exact).equals(many.select(exact))
    assert few["cost_usd"].to_list() == pytest.approx(many["cost_usd"].to_list())


@pytest.mark.parametrize(
    "places",
    [
        ("kz-kostanay", "kz-aktobe", "kz-almaty", "kz-shymkent"),
        ("tj-khujand", "tj-dushanbe", "tj-nov"),
    ],
)
def test_shipments_within_a_country_may_go_to_new_places_in_every_frame(
    network: Network, places: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "FEW", 0)
    engine = Engine(network, Wishes())
    rng = random.Random(11)
    for known in range(2, len(places) + 1):
        rows = rows_of(20 + known, 12, "c-1001-kz-tj")
        for row in rows:
            row["origin"], row["destination"] = rng.sample(places[:known], 2)
        assert check_each(network, rows, Wishes(), engine) == len(rows)


@pytest.mark.parametrize("scenarios", [(), ("saryagash-queue-2025",)])
def test_shipments_between_all_countries_share_a_question(
    scenarios: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The queue is met by what goes to Tajikistan alone.
    monkeypatch.setattr(engine_module, "FEW", 0)
    network = Network(scenario_facts(load_facts(), scenarios))
    engine = Engine(network, Wishes())
    stops = ("kz-kostanay", "uz-samarkand", "tj-khujand", "kg-bishkek", "kz-almaty", "uz-keles")
    rng = random.Random(14)
    for known in (2, 4, 6):
        rows = rows_of(30 + known, 24, "c-1101-kz-tj")
        for row in rows:
            row["origin"], row["destination"] = rng.sample(stops[:known], 2)
        assert check_each(network, rows, Wishes(), engine) > 12


@pytest.mark.parametrize("objective", [Objective.COST, Objective.GENERALISED])
def test_cargoes_that_are_priced_alike_share_a_question_and_keep_their_own_worth(
    network: Network, objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "FEW", 0)
    cargoes = ("c-1701-kz-tj", "c-1704-kz-tj", "c-0813-tj-kz", "c-5201-tj-kz")
    facts = network.facts
    assert len({terms_of(facts, facts.commodities[cargo]) for cargo in cargoes}) == 1
    rows = [row for n, cargo in enumerate(cargoes) for row in rows_of(40 + n, 6, cargo)]
    for number, row in enumerate(rows, 1):
        row["row"] = number
    engine = Engine(network, Wishes(objective=objective))
    assert check_each(network, rows, engine.wishes, engine) > 18
    assert len(engine.questions._known) == 1


def test_what_is_seen_in_advance_is_answered_the_same_and_not_sought_again(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "FEW", 0)
    rows = rows_of(60, 40, "c-1101-kz-tj")
    for number, row in enumerate(rows[20:]):  # which widen the question of the first
        row["destination"] = ("kg-bishkek", "uz-samarkand")[number % 2]
    seen = Engine(network, Wishes())
    book = SoughtBook()
    for part in (rows[:20], rows[20:]):
        book.add(seen.frame(frame_of(part)).sought())
    for sought in book.all():
        seen.find(sought)
    (question,) = seen.questions._known.values()
    known = question.finds.pairs.tolist()
    assert len(known) > 30
    answers, expected = (
        seen.answer(frame_of(rows)),
        Engine(network, Wishes()).answer(frame_of(rows)),
    )
    assert answers.routes.equals(expected.routes)
    assert answers.paths.written().equals(expected.paths.written())
    assert seen.frame(frame_of(rows)).sought() == []
    assert seen.questions._known.popitem()[1] is question
    assert question.finds.pairs.tolist() == known


def test_frames_asked_at_the_same_time_are_answered_as_each_alone(network: Network) -> None:
    frames = [frame_of(rows_of(30 + n, 40, "c-1101-kz-tj")) for n in range(4)]
    shared = Engine(network, Wishes())
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(shared.answer, frames))
    for frame, answers in zip(frames, together, strict=True):
        expected = Engine(network, Wishes()).answer(frame)
        assert answers.routes.equals(expected.routes)
        assert answers.paths.order.equals(expected.paths.order)
        assert answers.paths.legs.equals(expected.paths.legs)
        assert answers.refused.equals(expected.refused)


def test_legs_add_up_to_their_route_and_paths_know_every_link(network: Network) -> None:
    rows = rows_of(7, 12, "c-1001-kz-tj")
    answers = Engine(network, Wishes()).answer(frame_of(rows), legs=True)
    assert answers.legs is not None
    sums = answers.legs.group_by("row").agg(pl.col("cost_usd").sum(), pl.col("end_h").max())
    joined = answers.routes.join(sums, on="row", suffix="_legs")
    assert joined["cost_usd"].to_list() == pytest.approx(joined["cost_usd_legs"].to_list())
    assert joined["transit_h"].to_list() == pytest.approx(joined["end_h"].to_list())
    links = set(network.facts.links)
    paths = answers.paths.written()
    for row in paths.filter(pl.col("kind") == "haul").iter_rows(named=True):
        assert set(filter(None, row["links"].split("; "))) <= links
    assert set(answers.routes["path"]) == set(paths["path"])


def test_no_rows_give_empty_frames_of_the_right_columns(network: Network) -> None:
    answers = Engine(network, Wishes()).answer(frame_of([]), legs=True)
    assert answers.routes.schema == ROUTES
    assert answers.refused.schema == REFUSED
    assert answers.paths.written().schema == PATHS
    assert answers.legs is not None
    assert answers.legs.schema == LEGS


@pytest.mark.parametrize("objective", [Objective.COST, Objective.TIME, Objective.CO2E])
def test_own_trucks_that_are_few_and_often_too_heavy_are_used_where_they_may_be(
    objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full, the trucks are over every limit; half a load may drive, and there are twelve."""
    monkeypatch.setattr(engine_module, "FEW", 0)
    own = OwnVehicle("own-heavy", "trk-grain", payload_t=40, rate_usd_per_km=0.4, count=12)
    network = Network(with_fleet(load_facts(), Fleet((own,))))
    rows = rows_of(9, 40, "c-1001-kz-tj", mode=lambda rng, _: rng.choice([None, "road"]))
    for row in rows[:25]:
        row["tonnes"] = round(float(str(row["tonnes"])) % 300 + 5, 1)
    answered = check_each(network, rows, Wishes(objective=objective))
    assert answered > 30
    if objective is Objective.COST:
        routes = Engine(network, Wishes()).answer(frame_of(rows)).routes
        used = routes["vehicles"].str.contains("own-heavy")
        assert 0 < used.sum() < len(used)


def test_a_place_that_nothing_reaches_is_named(network: Network) -> None:
    rows = rows_of(8, 6, "c-1001-kz-tj", mode=lambda *_: "rail")
    rows = [{**row, "destination": "tj-khorog"} for row in rows]
    answers = Engine(network, Wishes()).answer(frame_of(rows))
    assert answers.routes.height == 0
    assert set(answers.refused["column"]) == {"destination"}
    assert all("tj-khorog" in reason for reason in answers.refused["reason"])
