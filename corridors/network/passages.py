"""Passages: a crossing in one direction, with its wait, charge and what it admits."""

from typing import NamedTuple

from corridors.model.shipment import Mode
from network_data.records import BorderMean, Crossing


class Passage(NamedTuple):
    """A crossing in one direction.

    Attributes
    ----------
    crossing
        The row of the facts.
    mode
        Rail or road.
    start, end, start_country, end_country
        The two border posts and their countries, in the direction of travel.
    wait_h, usd
        Mean wait (h) and charge (USD per vehicle) as the row gives them, or ``None``.
    means
        One-sided country means that stand in for what the row does not give.
    unknown_sides
        Countries whose side of the wait nobody has published.
    excludes
        HS codes that are not admitted in this direction.
    """

    crossing: Crossing
    mode: Mode
    start: str
    end: str
    start_country: str
    end_country: str
    wait_h: float | None
    usd: float | None
    means: tuple[BorderMean, ...]
    unknown_sides: tuple[str, ...]
    excludes: tuple[str, ...]

    @property
    def id(self) -> str:
        """Id of the crossing."""
        return self.crossing.id

    def admits(self, hs: str, registration: str) -> bool:
        """Whether a cargo of this HS code in a truck of this registration may pass."""
        if any(hs.startswith(code) for code in self.excludes):
            return False
        allowed = self.crossing.admits_registration
        return not registration or not allowed or registration in allowed


def both_passages(crossing: Crossing, means: dict[str, BorderMean]) -> tuple[Passage, Passage]:
    """The two directions of a crossing, a to b first."""
    c = crossing
    mode = Mode(c.mode)
    return (
        Passage(
            c, mode, c.a, c.b, c.country_a, c.country_b, c.wait_h_a_to_b, c.cost_usd_a_to_b,
            tuple(means[m] for m in c.wait_proxy_a_to_b), c.unknown_sides_a_to_b,
            c.excludes_a_to_b,
        ),
        Passage(
            c, mode, c.b, c.a, c.country_b, c.country_a, c.wait_h_b_to_a, c.cost_usd_b_to_a,
            tuple(means[m] for m in c.wait_proxy_b_to_a), c.unknown_sides_b_to_a,
            c.excludes_b_to_a,
        ),
    )  # fmt: skip


def is_usable(
    crossing: Crossing, *, include_unconfirmed: bool, include_seasonal: bool = False
) -> bool:
    """Whether freight may use a crossing, in every month unless seasonal ones are included."""
    allowed = {"yes", "limited", "unconfirmed"} if include_unconfirmed else {"yes"}
    return (
        crossing.status == "open"
        and crossing.scope == "in"
        and crossing.freight_allowed in allowed
        and (include_seasonal or not crossing.closed_months)
    )
