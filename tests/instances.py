"""Named tiny instances of the facts, made in memory, and random ones made by hypothesis.

``ferghana_toy`` is drawn in its docstring and can be solved by hand; ``cases`` draws
small networks in which ties, detours and dead ends are common.
"""

from collections.abc import Callable, Iterable
from itertools import combinations
from types import NoneType
from typing import Any, NamedTuple, TypeVar, cast, get_args

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from corridors.model.shipment import Shipment
from network_data import TABLES, Facts, load_facts
from network_data.records import (
    Barrier,
    BorderMean,
    Commodity,
    Connector,
    Crossing,
    Link,
    Parameter,
    Place,
    Speed,
    Tariff,
    Terminal,
    Vehicle,
)

Row = TypeVar("Row")
BOTH = ("rail", "road")
SOURCED = {"source": ("toy",), "confidence": "published"}


def row(kind: type[Row], id: str, /, **cells: object) -> Row:
    """A row of a table: the given cells, the rest unknown, empty or 0."""
    unknown: dict[object, object] = {str: "", float: 0.0, bool: False, tuple: ()}
    values: dict[str, object] = {"id": id}
    for name, of in kind.__annotations__.items():
        if name not in values:
            optional = NoneType in get_args(of)
            values[name] = None if optional else unknown[getattr(of, "__origin__", of)]
    stray = cells.keys() - values.keys()
    assert not stray, f"{kind.__name__} has no {stray}"
    make = cast(Callable[..., Row], kind)
    return make(**{**values, **{k: v for k, v in SOURCED.items() if k in values}, **cells})


def facts_with(**tables: Iterable[Any]) -> Facts:
    """The shipped facts with whole tables replaced by the given rows."""
    facts = load_facts()
    for name, rows in tables.items():
        assert name in TABLES, f"no table {name}"
        setattr(facts, name, {row.id: row for row in sorted(rows, key=lambda row: str(row.id))})
    facts.version = "in memory"
    return facts


def changed(facts: Facts, **tables: Iterable[Any]) -> Facts:
    """Other facts in which some rows are put in or replaced, by id."""
    whole: dict[str, Iterable[Any]] = {name: facts.table(name).values() for name in READ}
    for name, rows in tables.items():
        whole[name] = {**facts.table(name), **{row.id: row for row in rows}}.values()
    return facts_with(**whole)


READ = (
    "places", "links", "connectors", "crossings", "calendars", "closures", "public_holidays",
    "border_means", "terminals", "tariffs",
    "speeds", "vehicles", "commodities", "barriers", "parameters",
)  # fmt: skip
"""The tables that a route is made from."""


# -- rows, by what a test wants to say of them ----------------------------------------------


def place(id: str, *modes: str, **cells: Any) -> Place:
    """A city; its country is the first two letters of its id."""
    given = {"name_en": id, "country": id[:2].upper(), "kind": "city", "modes": modes or BOTH}
    return row(Place, id, **{**given, **cells})


def link(id: str, a: str, b: str, km: float, **cells: Any) -> Link:
    """A link; its mode is the word that its id begins with."""
    given = {"a": a, "b": b, "km": km, "country": a[:2].upper(), "status": "open"}
    return row(Link, id, **{"mode": id.partition("-")[0], **given, **cells})


def crossing(id: str, mode: str, a: str, b: str, **cells: Any) -> Crossing:
    """A crossing that is open to all freight."""
    given: dict[str, Any] = {
        "mode": mode, "a": a, "b": b, "country_a": a[:2].upper(), "country_b": b[:2].upper(),
        "status": "open", "scope": "in", "freight_allowed": "yes",
    }  # fmt: skip
    return row(Crossing, id, **{**given, **cells})


def terminal(id: str, rail_place: str, road_place: str, *cargo: str, **cells: Any) -> Terminal:
    """An open rail-road terminal."""
    given: dict[str, Any] = {
        "place": rail_place, "rail_place": rail_place, "road_place": road_place,
        "transfers": ("rail-road",), "cargo": cargo, "status": "open",
    }  # fmt: skip
    return row(Terminal, id, **{**given, **cells})


def tariff(id: str, country: str, mode: str, basis: str, unit: str, **cells: Any) -> Tariff:
    """A tariff row for grain that prices by default."""
    given: dict[str, Any] = {
        "country": country, "mode": mode, "basis": basis, "unit": unit, "use": "base",
        "tariff_class": ("grain",),
    }  # fmt: skip
    return row(Tariff, id, **{**given, **cells})


def speed(id: str, country: str, mode: str, kmh: float, service: str = "wagonload") -> Speed:
    """The base speed of a country and mode."""
    service = service if mode == "rail" else ""
    return row(
        Speed, id, country=country, mode=mode, service=service, kmh_moving=kmh, use="base",
        year="2026",
    )  # fmt: skip


def parameters(**values: float) -> list[Parameter]:
    """The parameters of the model, round numbers unless given (underscores for hyphens)."""
    usual = {
        "access_detour": 1.3, "access_kmh": 40, "access_radius_km": 50,
        "aetr_break_h": 0.75, "aetr_crew_drive_h": 18, "aetr_crew_rest_h": 9,
        "aetr_day_drive_h": 9, "aetr_drive_h": 4.5, "aetr_rest_h": 11,
        "capital_rate_per_year": 0.0876, "dwell_cv": 0.2, "load_rail_h": 10, "load_road_h": 2,
        "police_reference_km": 2000, "police_share": 0.5, "rail_haul_cv": 0.2,
        "rail_marshalling_h": 6, "road_haul_cv": 0.1, "spoilage_share": 0.1,
        "tight_crossing_per_day": 100, "train_wagons": 50, "unload_rail_h": 10,
        "unload_road_h": 2, "wait_cv": 0.5, "worst_case_quantile": 0.99,
    }  # fmt: skip
    assert values.keys() <= usual.keys()
    return [
        row(Parameter, name.replace("_", "-"), name=name, value=value)
        for name, value in {**usual, **values}.items()
    ]


# -- named instances ------------------------------------------------------------------------


def ferghana_toy() -> Facts:
    """Seven places, two crossings, one terminal: rail is cheap and slow, road dear and fast.

    ::

        uz-andijan ==120== uz-kokand ==60== uz-suvonobod ##4## tj-konibodom ==80== tj-khujand
             \\--------120------/  \\--40-- uz-andarkhon ##2## tj-patar ------80-------/

        == rail km, -- road km, ## crossing (km)

    Rail goes at 20 km/h, road at 40. Uzbek rail costs 2 USD/t and 0.02 USD/t-km, Tajik
    3 and 0.03; a truck 3 USD/km in Uzbekistan, 1.5 in Tajikistan. Hoppers take 60 t and cost
    24 USD a day each; trucks (Uzbek or Tajik) take 20 t. At the terminal of Kokand a tonne
    costs 3 USD and waits 12 h; loading or unloading anywhere 2 USD. The rail crossing takes
    20 h and 100 USD a wagon, the road crossing 6 h and 40 USD a truck, and 80 USD more from
    each Uzbek truck that enters Tajikistan. Export documents cost 50 USD a wagon or 60 a
    truck. Wheat is worth 1000 USD/t, on which a year's capital costs 8.76 %: 100 t of it
    cost 1 USD an hour.
    """
    anyone = {"vehicle_reg": ("any",)}
    return facts_with(
        places=[
            place("uz-andijan"),
            place("uz-kokand"),
            place("uz-suvonobod", "rail"),
            place("uz-andarkhon", "road"),
            place("tj-konibodom", "rail"),
            place("tj-patar", "road"),
            place("tj-khujand"),
        ],
        links=[
            link("rail-andijan-kokand", "uz-andijan", "uz-kokand", 120),
            link("rail-kokand-suvonobod", "uz-kokand", "uz-suvonobod", 60),
            link("rail-konibodom-khujand", "tj-konibodom", "tj-khujand", 80),
            link("road-andijan-kokand", "uz-andijan", "uz-kokand", 120, max_speed_kmh=40),
            link("road-kokand-andarkhon", "uz-kokand", "uz-andarkhon", 40, max_speed_kmh=40),
            link("road-patar-khujand", "tj-patar", "tj-khujand", 80, max_speed_kmh=40),
        ],
        connectors=[],
        crossings=[
            crossing(
                "uz-tj-suvonobod", "rail", "uz-suvonobod", "tj-konibodom", km=4,
                wait_h_a_to_b=20, wait_h_b_to_a=20, cost_usd_a_to_b=100, cost_usd_b_to_a=100,
            ),
            crossing(
                "uz-tj-andarkhon", "road", "uz-andarkhon", "tj-patar", km=2,
                wait_h_a_to_b=6, wait_h_b_to_a=6, cost_usd_a_to_b=40, cost_usd_b_to_a=40,
            ),
        ],
        calendars=[],
        closures=[],
        border_means=[],
        terminals=[
            terminal(
                "term-kokand", "uz-kokand", "uz-kokand", "grain",
                handling_usd_per_t=3, handling_h=12,
            )
        ],
        tariffs=[
            tariff("t-uz-rail", "UZ", "rail", "linehaul", "tonne", fixed_usd=2, per_km_usd=0.02),
            tariff("t-tj-rail", "TJ", "rail", "linehaul", "tonne", fixed_usd=3, per_km_usd=0.03),
            tariff("t-uz-road", "UZ", "road", "linehaul", "truck", per_km_usd=3, **anyone),
            tariff("t-tj-road", "TJ", "road", "linehaul", "truck", per_km_usd=1.5, **anyone),
            tariff("t-bulk", "ALL", "terminal", "handling_per_unit", "tonne", fixed_usd=2),
            tariff("t-doc-rail", "ALL", "rail", "documents_per_trip", "wagon", fixed_usd=50),
            tariff("t-doc-road", "ALL", "road", "documents_per_trip", "truck", fixed_usd=60),
            tariff(
                "t-tj-entry", "TJ", "road", "entry_per_trip", "truck", fixed_usd=80,
                vehicle_reg=("UZ",),
            ),
        ],
        speeds=[
            speed("s-uz-rail", "UZ", "rail", 20),
            speed("s-tj-rail", "TJ", "rail", 20),
            speed("s-uz-road", "UZ", "road", 40),
            speed("s-tj-road", "TJ", "road", 40),
        ],
        vehicles=[
            row(
                Vehicle, "hopper", mode="rail", payload_t=60, co2_g_per_tkm=20,
                usd_per_day_hire=24,
            ),
            row(
                Vehicle, "tipper", mode="road", payload_t=20, co2_g_per_tkm=80,
                registrations=("UZ", "TJ"),
            ),
        ],
        commodities=[
            row(
                Commodity, "wheat", hs="1001", name="wheat", group="grain", direction="uz-tj",
                value_usd_per_t=1000, vehicle_ids=("hopper", "tipper"), tariff_class="grain",
                cargo_kind="grain",
            )
        ],
        barriers=[],
        parameters=parameters(),
    )  # fmt: skip


def toy_wheat(tonnes: float = 100.0, *, value_usd_per_t: float | None = None) -> Shipment:
    """Wheat from Andijan to Khujand on the `ferghana_toy`."""
    return Shipment("uz-andijan", "tj-khujand", "wheat", tonnes, value_usd_per_t)


# -- random instances -----------------------------------------------------------------------

COUNTRIES = ("KZ", "UZ", "TJ", "KG")
NAMES = ("north", "south", "west")


def examples(number: int) -> settings:
    """So many networks (ten times as many in the wide profile, which also shrinks them)."""
    wide = settings().max_examples > 100
    return settings(
        max_examples=number * 10 if wide else number,
        phases=list(Phase) if wide else [Phase.explicit, Phase.reuse, Phase.generate],
        derandomize=not wide,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


class Case(NamedTuple):
    """A random network and a shipment on it."""

    facts: Facts
    shipment: Shipment


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    countries: int = 3,
    per_country: int = 2,
    cargo: int = 3,
    road_elsewhere: bool = True,
) -> Case:
    """Draw a random network of up to so many countries and places with a shipment on it.

    ``cargo`` is how many vehicle types may carry the goods. Amounts are small whole
    numbers, so that equal costs and hours are common. ``road_elsewhere`` gives each country
    a road that leads nowhere, so that none is without road.
    """
    lands = COUNTRIES[: draw(st.integers(2, countries))]
    places = [
        place(
            f"{land.lower()}-{name}",
            *draw(st.sampled_from([BOTH, BOTH, BOTH, BOTH, ("road",), ("rail",)])),
            lat=40.0 + index, lon=60.0 + position,
            tariff_region=draw(st.sampled_from(["", "", "east"])),
        )
        for index, land in enumerate(lands)
        for position, name in enumerate(NAMES[: draw(st.integers(1, per_country))])
    ]  # fmt: skip
    links = draw(_links(places))
    elsewhere = [(f"{land.lower()}-here", f"{land.lower()}-there") for land in lands]
    if road_elsewhere:
        links += [link(f"road-{a}", a, b, 60, max_speed_kmh=60) for a, b in elsewhere]
    facts = facts_with(
        places=places + [place(end, "road") for ends in elsewhere for end in ends],
        links=links,
        connectors=[
            row(Connector, f"con-{a.id}-{b.id}", place_a=a.id, place_b=b.id, km=5)
            for a, b in combinations(places, 2)
            if a.country == b.country and a.modes != b.modes and draw(st.booleans())
        ],
        crossings=draw(_crossings(places)),
        calendars=[],
        closures=[],
        border_means=[
            row(BorderMean, "bm", country="UZ", mode="road", direction="in", wait_h=4, cost_usd=50)
        ],
        terminals=draw(_terminals(places)),
        tariffs=draw(_tariffs(lands)),
        speeds=[
            speed(f"s-{land}-{mode}-{service}", land, mode, draw(st.sampled_from(kmh)), service)
            for land in lands
            for mode, service, kmh in (
                ("rail", "wagonload", [10, 20]),
                ("rail", "train", [20, 40]),
                ("road", "", [30, 50]),
            )
        ],
        vehicles=_vehicles(draw, lands),
        commodities=[draw(_commodities(cargo))],
        barriers=[
            row(
                Barrier, "b-police", use="now", add=True, place_or_country=("KZ",),
                place_kind="country", mode="road", groups=("all",), vehicle_reg="any",
                extra_h=10.0, extra_usd=20.0,
            )
        ],
        parameters=parameters(train_wagons=5, capital_rate_per_year=draw(_amount(0, 2))),
    )  # fmt: skip
    ends = st.sampled_from([p.id for p in places])
    origin = draw(ends)
    destination = draw(ends.filter(lambda end: end != origin)) if len(places) > 1 else origin
    tonnes = draw(st.sampled_from([1.0, 20.0, 60.0, 100.0, 345.5]))
    return Case(facts, Shipment(origin, destination, "wheat", tonnes))


def _amount(low: float, high: float, steps: int = 8) -> st.SearchStrategy[float]:
    return st.integers(0, steps).map(lambda step: low + (high - low) * step / steps)


_mostly = st.integers(0, 3).map(bool)


@st.composite
def _links(draw: st.DrawFn, places: list[Place]) -> list[Link]:
    links = []
    for a, b in combinations(places, 2):
        if a.country != b.country:
            continue
        for mode in BOTH:
            if mode not in a.modes or mode not in b.modes:
                continue
            most = 2 if mode == "road" else 1
            links += [
                link(
                    f"{mode}-{a.id}-{b.id}-{number}", a.id, b.id, draw(_amount(10, 410)),
                    max_speed_kmh=draw(st.sampled_from([None, 40, 80])),
                    toll=draw(st.sampled_from(["", "", "t-toll"])) if mode == "road" else "",
                )
                for number in range(min(most, draw(st.integers(0, 3))))
            ]  # fmt: skip
    return links


@st.composite
def _crossings(draw: st.DrawFn, places: list[Place]) -> list[Crossing]:
    waits = st.sampled_from([None, 0.0, 3.0, 3.0, 20.0])
    charges = st.sampled_from([None, 0.0, 40.0, 40.0, 200.0])
    joined = [
        (mode, a, b)
        for a, b in combinations(places, 2)
        for mode in BOTH
        if a.country != b.country and mode in a.modes and mode in b.modes and draw(_mostly)
    ]
    return [
        crossing(
            f"{mode}-{a.id}--{b.id}", mode, a.id, b.id, km=draw(_amount(0, 16)),
            wait_h_a_to_b=draw(waits), wait_h_b_to_a=draw(waits),
            cost_usd_a_to_b=draw(charges), cost_usd_b_to_a=draw(charges),
            wait_proxy_a_to_b=("bm",) if b.country == "UZ" else (),
            excludes_b_to_a=draw(st.sampled_from([(), (), ("10",)])),
            admits_registration=draw(st.sampled_from([(), (), ("KZ",)])),
        )
        for mode, a, b in joined
    ]  # fmt: skip


@st.composite
def _terminals(draw: st.DrawFn, places: list[Place]) -> list[Terminal]:
    pairs = [(p, p) for p in places if p.modes == BOTH]
    pairs += [
        (a, b)
        for a in places
        for b in places
        if a.country == b.country and a.modes == ("rail",) and b.modes == ("road",)
    ]
    kinds = st.sampled_from([("grain",), ("grain", "container"), ("container",)])
    return [
        terminal(
            f"term-{rail.id}-{road.id}", rail.id, road.id, *draw(kinds),
            handling_usd_per_t=draw(st.sampled_from([None, 1.0, 4.0])),
            handling_h=draw(st.sampled_from([2.0, 12.0])),
        )
        for rail, road in pairs
        if draw(_mostly)
    ]  # fmt: skip


@st.composite
def _tariffs(draw: st.DrawFn, lands: tuple[str, ...]) -> list[Tariff]:
    boxes = {"tariff_class": ("container",)}
    rows = [
        tariff("t-toll", "ALL", "road", "toll_per_km", "truck", per_km_usd=0.25),
        tariff("t-bulk", "ALL", "terminal", "handling_per_unit", "tonne", fixed_usd=2),
        tariff("t-lift", "ALL", "terminal", "handling_per_unit", "box20", fixed_usd=30, **boxes),
        tariff("t-doc-rail", "ALL", "rail", "documents_per_trip", "wagon", fixed_usd=50),
        tariff("t-doc-road", "ALL", "road", "documents_per_trip", "truck", fixed_usd=60),
    ]
    for land in lands:
        rows += [
            tariff(
                f"t-{land}-rail", land, "rail", "linehaul", "tonne",
                fixed_usd=draw(_amount(0, 4)), per_km_usd=draw(_amount(0.01, 0.05)),
            ),
            tariff(
                f"t-{land}-rail-east", land, "rail", "linehaul", "tonne", region="east",
                fixed_usd=draw(_amount(0, 4)), per_km_usd=draw(_amount(0.01, 0.05)),
            ),
            tariff(
                f"t-{land}-box", land, "rail", "linehaul", "box20", **boxes,
                fixed_usd=draw(_amount(0, 80)), per_km_usd=draw(_amount(0.2, 1)),
            ),
            tariff(
                f"t-{land}-road", land, "road", "linehaul", "truck",
                per_km_usd=draw(_amount(0.5, 2.5)),
            ),
            tariff(
                f"t-{land}-entry", land, "road", "entry_per_trip", "truck",
                fixed_usd=draw(_amount(0, 400)), vehicle_reg=("KZ", "TJ"),
            ),
        ]  # fmt: skip
    return rows


def _vehicles(draw: st.DrawFn, lands: tuple[str, ...]) -> list[Vehicle]:
    return [
        row(
            Vehicle, "hopper", mode="rail", payload_t=60, co2_g_per_tkm=20,
            usd_per_day_hire=draw(_amount(0, 48)),
        ),
        row(
            Vehicle, "hopper-long", mode="rail", payload_t=75, volume_m3=90, co2_g_per_tkm=20,
            unverified_in=draw(st.sampled_from([(), (), ("UZ",)])),
            usd_per_day_hire=draw(_amount(0, 48)),
        ),
        row(
            Vehicle, "box", mode="rail", payload_t=20, container="box20", rides_on="platform",
            rides_share=0.25, co2_g_per_tkm=30, usd_per_day_hire=6,
        ),
        row(Vehicle, "platform", mode="rail", payload_t=60, co2_g_per_tkm=30, usd_per_day_hire=12),
        row(
            Vehicle, "tipper", mode="road", payload_t=20, co2_g_per_tkm=80,
            registrations=draw(st.sampled_from([lands[:1], lands[:2], lands[-1:]])),
            usd_per_day_hire=draw(st.sampled_from([None, None, 240.0])),
        ),
        row(
            Vehicle, "box-truck", mode="road", payload_t=20, co2_g_per_tkm=70,
            container="box20", registrations=lands[:1],
        ),
    ]  # fmt: skip


@st.composite
def _commodities(draw: st.DrawFn, most: int) -> Commodity:
    types = ["hopper", "tipper", "hopper-long", "box", "box-truck"]
    chosen = draw(st.lists(st.sampled_from(types), min_size=2, max_size=most, unique=True))
    return row(
        Commodity, "wheat", hs="1001", name="wheat", group="grain", direction="kz-tj",
        value_usd_per_t=draw(st.sampled_from([None, 0.0, 500.0])), vehicle_ids=tuple(chosen),
        density_t_per_m3=draw(st.sampled_from([None, 0.75])), tariff_class="grain",
        cargo_kind="grain", perishable=draw(st.booleans()), max_transit_days=10,
    )  # fmt: skip
