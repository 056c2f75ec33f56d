"""Options of own vehicles: ``--payload``, ``--rate``, ``--empty-return``, ``--fleet``.

``with_fleet_options`` adds them to a command as one argument, ``own``; `facts_with_own` gives
the facts in which the own vehicles stand, and the vehicles that the question is kept to.
"""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from corridors.cli.options import notice, noticed
from corridors.errors import RequestError
from corridors.model.fleet import Fleet, OwnVehicle
from corridors.model.shipment import Shipment
from corridors.network.fleet import left_out, with_fleet
from corridors.network.names import Names
from network_data import Facts

if TYPE_CHECKING:
    from datetime import date


class OwnGiven(NamedTuple):
    """What the options say of own vehicles."""

    payload_t: float | None
    rate_usd_per_km: float | None
    empty_return: bool
    fleet: str | None

    @property
    def given(self) -> bool:
        """Whether they say anything."""
        return self.one or self.fleet is not None

    @property
    def one(self) -> bool:
        """Whether they describe the one vehicle of ``--vehicle``."""
        return self.payload_t is not None or self.rate_usd_per_km is not None or self.empty_return


class OwnFacts(NamedTuple):
    """Facts with the own vehicles, their names, and the vehicles to keep to."""

    facts: Facts
    names: Names
    vehicles: tuple[str, ...]


def with_fleet_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of own vehicles; the command gets them as ``own: OwnGiven``."""

    @wraps(command)
    def run(
        *args: Any,
        payload: float | None,
        rate: float | None,
        empty_return: bool,
        fleet: str | None,
        **kwargs: Any,
    ) -> Any:
        return command(*args, own=OwnGiven(payload, rate, empty_return, fleet), **kwargs)

    for option in (
        click.option("--fleet", metavar="FILE.csv",
                     help="Own trucks and wagons that may be used beside hired ones."),
        click.option("--empty-return", is_flag=True,
                     help="Own --vehicle: the way back, empty, is paid too."),
        click.option("--rate", type=float, metavar="USD/km",
                     help="Own --vehicle: own cost of one loaded vehicle-km."),
        click.option("--payload", type=float, metavar="T",
                     help="Own --vehicle: tonnes on one of yours."),
    ):  # fmt: skip
        run = option(run)
    return run


def facts_with_own(
    facts: Facts,
    names: Names,
    vehicles: tuple[str, ...],
    own: OwnGiven,
    day: "date | None" = None,
) -> OwnFacts:
    """Facts in which the own vehicles of a question stand.

    Parameters
    ----------
    facts, names
        As opened.
    vehicles
        What ``--vehicle`` says: names or ids.
    own
        What the options of own vehicles say.
    day
        The day whose rate of exchange holds; ``None`` takes the latest.

    Raises
    ------
    RequestError
        If the options do not go together or a figure cannot be.
    FactsError
        If the fleet file cannot be used; every problem is listed.
    """
    if own.one:
        if own.fleet is not None:
            raise RequestError(
                "--payload, --rate and --empty-return are of one own --vehicle, --fleet is a file"
                " of many; give one or the other"
            )
        if len(vehicles) != 1:
            raise RequestError(
                "--payload, --rate and --empty-return are of one own vehicle; name its type with"
                " one --vehicle, as --vehicle trk-grain"
            )
        one = _one(facts, noticed(names.vehicle(vehicles[0])), own)
        facts = with_fleet(facts, Fleet((one,)), day=day)
        vehicles = (list(facts.vehicles)[-1],)
        names = Names(facts)
    elif own.fleet is not None:
        from corridors.io.fleet_csv import read_fleet

        facts = with_fleet(facts, read_fleet(own.fleet, facts), day=day)
        names = Names(facts)
    return OwnFacts(facts, names, vehicles)


def _one(facts: Facts, name: str, own: OwnGiven) -> OwnVehicle:
    """The own variant of a vehicle type, named with or without its registration."""
    kind = name
    registrations: tuple[str, ...] = ()
    if name not in facts.vehicles:
        kind, _, land = name.rpartition("-")
        registrations = (land.upper(),)
    return OwnVehicle(
        f"own-{kind}", kind, registrations, own.payload_t, own.rate_usd_per_km,
        empty_return=own.empty_return,
    )  # fmt: skip


def notice_left_out(facts: Facts, shipment: Shipment) -> None:
    """Tell the user which own vehicles cannot serve the shipment."""
    for vehicle, why in left_out(facts, shipment):
        notice(f"{vehicle} is left out: {why}")
