"""Own vehicles: what the asker says of the trucks and wagons that are not hired."""

import math
from dataclasses import dataclass, field
from typing import Final

from corridors.errors import RequestError, shorten

ID_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")

LIMITS: Final[dict[str, tuple[float, float, str]]] = {
    "payload_t": (0.001, 200.0, "t"),
    "rate_usd_per_km": (0.0, 1_000.0, "USD/km"),
    "hire_usd_per_day": (0.0, 100_000.0, "USD/day"),
    "count": (1, 100_000, "vehicles"),
}
"""Least and most of each figure with its unit; what lies outside is a typing error (the
heaviest wagon of the facts takes 113.5 t)."""


def figure_fault(name: str, value: float) -> str:
    """What is wrong with a figure of an own vehicle and what would do; empty if nothing is.

    Examples
    --------
    >>> figure_fault("payload_t", 24)
    ''
    >>> figure_fault("rate_usd_per_km", -1)
    '-1 USD/km is out of range; give 0 to 1,000'
    """
    least, most, unit = LIMITS[name]
    if math.isfinite(value) and least <= value <= most:
        return ""
    return f"{value:g} {unit} is out of range; give {least:,g} to {most:,g}"


def id_fault(id: str) -> str:
    """What is wrong with the id of an own vehicle and what would do; empty if nothing is."""
    if id and set(id) <= ID_LETTERS and len(id) <= 60 and id.strip("-") == id:
        return ""
    return (
        f"'{shorten(id)}' is no id; write small Latin letters, digits and hyphens, as own-truck-1"
    )


@dataclass(frozen=True, slots=True)
class OwnVehicle:
    """Vehicles of one's own of one type; a figure left out is that of the type.

    Attributes
    ----------
    id
        By which answers and ``--vehicle`` name them: small Latin letters, digits, hyphens.
    vehicle
        Vehicle type of the facts that they are like (``trk-grain``).
    registrations
        Where trucks are registered; empty stands for the registrations of the type.
    payload_t
        Tonnes on one of them. The room of the type binds besides.
    rate_usd_per_km
        Own cost of one loaded vehicle-kilometre, USD. For a truck it is the price of a haul;
        for a wagon or container it is paid beside the tariff of the railway.
    hire_usd_per_day
        Own cost of one vehicle for a day, USD. Left out beside a rate it is nil: the rate
        stands for the hire.
    empty_return
        Whether the way back, empty, is part of the cost.
    count
        How many there are; ``None`` is as many as are needed.

    Raises
    ------
    RequestError
        If the id or a figure cannot be.
    """

    id: str
    vehicle: str
    registrations: tuple[str, ...] = ()
    payload_t: float | None = None
    rate_usd_per_km: float | None = None
    hire_usd_per_day: float | None = None
    empty_return: bool = False
    count: int | None = None

    def __post_init__(self) -> None:
        fault = id_fault(self.id)
        if fault:
            raise RequestError(f"own vehicle: {fault}")
        for name in LIMITS:
            value = getattr(self, name)
            fault = "" if value is None else figure_fault(name, value)
            if fault:
                raise RequestError(f"own vehicle {self.id}: {name}: {fault}")


@dataclass(frozen=True, slots=True)
class Fleet:
    """Own vehicles that a question may use beside those that can be hired."""

    vehicles: tuple[OwnVehicle, ...] = field(default=())
