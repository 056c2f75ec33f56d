"""Names in lists to ids, each spelling once for the whole list."""

from datetime import tzinfo
from threading import Lock
from typing import NamedTuple

from corridors.batch.asked_faults import Fault, fault_of
from corridors.batch.asked_moments import Moment, moment_of
from corridors.errors import RequestError, shorten
from corridors.model.shipment import Mode, Point
from corridors.network.access import country_of
from corridors.network.moments import stop_zone
from corridors.network.names import Match, Names, exact_key, parse_point
from corridors.network.network import Network

MODES: dict[str, Mode | None] = {
    exact_key(word): mode
    for mode, words in (
        (
            Mode.RAIL,
            ("rail", "railway", "railroad", "train", "by rail", "ж/д", "жд", "железная дорога",
             "железнодорожный", "железнодорожный транспорт", "ж.д.", "поезд", "по железной дороге",
             "темір жол", "теміржол", "роҳи оҳан"),
        ),
        (
            Mode.ROAD,
            ("road", "truck", "by road", "lorry", "auto", "авто", "автомобиль", "автомобильный",
             "автотранспорт", "автомобильный транспорт", "а/м", "автодорога", "грузовик",
             "автокөлік", "автомобилӣ"),
        ),
        (
            None,
            ("any", "both", "all", "multimodal", "любой", "все", "оба", "мультимодальный",
             "кез келген"),
        ),
    )
    for word in words
}  # fmt: skip
"""Words for the modes; ``None`` stands for either."""

MOST_MOMENTS = 1_000_000
"""Remembered times; a list with a different second in every row holds too many."""
LONGEST_WORD = 40


class KnownStop(NamedTuple):
    """An end of shipments: its id, country and zone (position in `Resolver.zones`)."""

    id: str
    country: str
    zone: int
    notice: str


class Resolver:
    """What the spellings of a list stand for, remembered.

    Parameters
    ----------
    names, network
        Of the same facts.
    """

    def __init__(self, names: Names, network: Network) -> None:
        self.names, self.network = names, network
        self.zones: list[tzinfo] = []
        self._zone_numbers: dict[str, int] = {}
        self._numbering = Lock()
        self._stops: dict[str, KnownStop | Fault] = {}
        self._cargoes: dict[tuple[str, str], Match | Fault] = {}
        self._vehicles: dict[str, Match | Fault] = {}
        self._moments: dict[tuple[str, int, bool], Moment | Fault] = {}

    def stop(self, text: str) -> KnownStop | Fault:
        """A place by name, or a point by coordinates."""
        known = self._stops.get(text)
        if known is None:
            known = self._stops[text] = self._find_stop(text)
        return known

    def _find_stop(self, text: str) -> KnownStop | Fault:
        try:
            stop, notice = self.names.stop(text)
            country = country_of(self.network, stop)
            zone = stop_zone(self.network, stop)
        except RequestError as error:
            return fault_of(error, "give a name, an id, or latitude,longitude")
        with self._numbering:
            number = self._zone_numbers.setdefault(str(zone), len(self.zones))
            if number == len(self.zones):
                self.zones.append(zone)
        return KnownStop(stop if isinstance(stop, str) else point_id(stop), country, number, notice)

    def cargo(self, text: str, direction: str) -> Match | Fault:
        """A commodity by id, name or HS code, of a direction such as ``kz-tj``."""
        key = text, direction
        known = self._cargoes.get(key)
        if known is None:
            known = self._cargoes[key] = self._find_cargo(text, direction)
        return known

    def _find_cargo(self, text: str, direction: str) -> Match | Fault:
        plain = text.removesuffix(".0") if text[:-2].isdecimal() else text
        if plain.isascii() and plain.isdecimal() and len(plain) % 2:
            # HS codes have an even number of digits; a spreadsheet drops the zero before them.
            code = f"0{plain}"
            try:
                match = self.names.cargo(code, direction)
            except RequestError:
                return Fault(
                    "unknown-name", f"no cargo '{shorten(text)}', nor '{shorten(code)}'",
                    "give the HS code as text, an id or a name",
                )  # fmt: skip
            said = f"'{shorten(text)}' taken as HS code {code}: the zero before it was lost"
            return Match(match.id, f"{said}; {match.notice}" if match.notice else said)
        try:
            return self.names.cargo(plain, direction)
        except RequestError as error:
            return fault_of(error, "give a name, an id or an HS code")

    def vehicle(self, text: str) -> Match | Fault:
        """A vehicle type, or a truck type with its registration."""
        known = self._vehicles.get(text)
        if known is None:
            try:
                known = self.names.vehicle(text)
            except RequestError as error:
                known = fault_of(error, "give a vehicle of corridors vehicles, or nothing")
            self._vehicles[text] = known
        return known

    def moment(self, text: str, zone: int, *, end_of_day: bool) -> Moment | Fault:
        """A date and time in a zone of `zones`."""
        key = text, zone, end_of_day
        known = self._moments.get(key)
        if known is None:
            if len(self._moments) > MOST_MOMENTS:
                self._moments.clear()
            known = moment_of(text, self.zones[zone], end_of_day=end_of_day)
            self._moments[key] = known
        return known


def mode_of(text: str) -> str | Fault:
    """``rail``, ``road``, or nothing for either."""
    key = exact_key(text)
    if key not in MODES:
        return Fault("bad-cell", f"'{shorten(text)}' is no mode", "write rail or road, or nothing")
    mode = MODES[key]
    return "" if mode is None else mode.value


def priority_of(text: str) -> str | Fault:
    """A whole number from 0 on, or a word."""
    shown = text.removesuffix(".0") if text[:-2].isdecimal() else text
    if shown.isdecimal() or (shown[:1].isalpha() and len(shown) <= LONGEST_WORD):
        return shown
    return Fault("bad-cell", f"'{shorten(text)}' is no priority", "write 0, 1, 2, ... or a word")


def point_id(point: Point) -> str:
    """A point as text from which exactly this point can be read again."""
    return point.id if parse_point(point.id) == point else f"{point.lat!r},{point.lon!r}"
