"""What the prices and hours of a cargo depend on, whatever it is called."""

from typing import NamedTuple

from corridors.network.barriers import met_by_group
from corridors.network.carriage import payload_t
from corridors.network.tariffs import LIVESTOCK
from network_data import Facts
from network_data.records import Commodity


class Terms(NamedTuple):
    """Cargoes of the same terms are moved at the same prices and in the same hours.

    What an hour of them costs, and which closures hold for them, depends on more.

    Attributes
    ----------
    payloads_t
        Vehicles that may carry it, and how many tonnes of it each does.
    tariff_class, cargo_kind
        Words by which tariff rows and terminals choose.
    perishable, livestock
        Whether it needs the rates of cooled goods, and whether it is alive.
    barriers
        Barriers that it meets by default.
    kept_out
        Beginnings of HS codes, among those that crossings exclude, which are its own.
    """

    payloads_t: tuple[tuple[str, float], ...]
    tariff_class: str
    cargo_kind: str
    perishable: bool
    livestock: bool
    barriers: tuple[str, ...]
    kept_out: tuple[str, ...]


def terms_of(facts: Facts, cargo: Commodity) -> Terms:
    """The terms of a cargo."""
    codes = {
        code
        for row in facts.crossings.values()
        for code in (*row.excludes_a_to_b, *row.excludes_b_to_a)
    }
    return Terms(
        tuple((name, payload_t(facts.vehicles[name], cargo)) for name in sorted(cargo.vehicle_ids)),
        cargo.tariff_class,
        cargo.cargo_kind,
        cargo.perishable,
        cargo.group == LIVESTOCK,
        tuple(row.id for row in facts.barriers.values() if met_by_group(row, cargo.group)),
        tuple(sorted(code for code in codes if cargo.hs.startswith(code))),
    )
