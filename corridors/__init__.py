"""Corridors: how freight should move between Kazakhstan and Tajikistan.

Routes that are cheapest, fastest or greenest, proven, with the source of every number.

>>> import corridors
>>> network = corridors.Network(corridors.load_facts())
>>> shipment = corridors.Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", tonnes=1340)
>>> answer = corridors.find_routes(network, shipment, limit=1)
>>> answer.routes[0].tags[0]
'cheapest'

Names are resolved when first used, so that ``import corridors`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridors.errors import (
        AmbiguousNameError,
        CorridorsError,
        NoRouteError,
        RequestError,
        SolverError,
        UnknownNameError,
    )
    from corridors.io.fleet_csv import read_fleet
    from corridors.io.routes_csv import routes_csv
    from corridors.io.routes_geojson import routes_geojson
    from corridors.io.routes_json import routes_document, routes_json
    from corridors.model.comparison import Comparison, WhyNot
    from corridors.model.departures import Departures
    from corridors.model.fleet import Fleet, OwnVehicle
    from corridors.model.route import (
        Certificate,
        Charge,
        Leg,
        LegKind,
        Reason,
        Reliability,
        Route,
        Routes,
        Spell,
        Status,
        VehicleUse,
    )
    from corridors.model.shipment import Constraints, Mode, Objective, Point, Shipment
    from corridors.network.distance import Distance, shortest_distance
    from corridors.network.fleet import with_fleet
    from corridors.network.names import Match, Names
    from corridors.network.network import Network
    from corridors.solvers.departures import find_departures
    from corridors.solvers.find import Solver, certified, find_frontier, find_routes
    from corridors.solvers.why import break_even, compare_routes
    from corridors.tables.indicators import Indicators, route_indicators
    from corridors.tables.routes import leg_frame, route_frame
    from corridors.views.route_map import write_routes_map
    from network_data import Facts, FactsError, load_facts

_HOMES = {
    "corridors.errors": (
        "AmbiguousNameError", "CorridorsError", "NoRouteError", "RequestError", "SolverError",
        "UnknownNameError",
    ),
    "corridors.io.fleet_csv": ("read_fleet",),
    "corridors.io.routes_csv": ("routes_csv",),
    "corridors.io.routes_geojson": ("routes_geojson",),
    "corridors.io.routes_json": ("routes_document", "routes_json"),
    "corridors.model.comparison": ("Comparison", "WhyNot"),
    "corridors.model.departures": ("Departures",),
    "corridors.model.fleet": ("Fleet", "OwnVehicle"),
    "corridors.model.route": (
        "Certificate", "Charge", "Leg", "LegKind", "Reason", "Reliability", "Route", "Routes",
        "Spell", "Status", "VehicleUse",
    ),
    "corridors.model.shipment": ("Constraints", "Mode", "Objective", "Point", "Shipment"),
    "corridors.network.distance": ("Distance", "shortest_distance"),
    "corridors.network.fleet": ("with_fleet",),
    "corridors.network.names": ("Match", "Names"),
    "corridors.network.network": ("Network",),
    "corridors.solvers.departures": ("find_departures",),
    "corridors.solvers.find": ("Solver", "certified", "find_frontier", "find_routes"),
    "corridors.solvers.why": ("break_even", "compare_routes"),
    "corridors.tables.indicators": ("Indicators", "route_indicators"),
    "corridors.tables.routes": ("leg_frame", "route_frame"),
    "corridors.views.route_map": ("write_routes_map",),
    "network_data": ("Facts", "FactsError", "load_facts"),
}  # fmt: skip

__all__ = [
    "AmbiguousNameError",
    "Certificate",
    "Charge",
    "Comparison",
    "Constraints",
    "CorridorsError",
    "Departures",
    "Distance",
    "Facts",
    "FactsError",
    "Fleet",
    "Indicators",
    "Leg",
    "LegKind",
    "Match",
    "Mode",
    "Names",
    "Network",
    "NoRouteError",
    "Objective",
    "OwnVehicle",
    "Point",
    "Reason",
    "Reliability",
    "RequestError",
    "Route",
    "Routes",
    "Shipment",
    "Solver",
    "SolverError",
    "Spell",
    "Status",
    "UnknownNameError",
    "VehicleUse",
    "WhyNot",
    "break_even",
    "certified",
    "compare_routes",
    "find_departures",
    "find_frontier",
    "find_routes",
    "leg_frame",
    "load_facts",
    "read_fleet",
    "route_frame",
    "route_indicators",
    "routes_csv",
    "routes_document",
    "routes_geojson",
    "routes_json",
    "shortest_distance",
    "with_fleet",
    "write_routes_map",
]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(home), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'corridors' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
