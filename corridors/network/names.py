"""Names to ids: places, cargoes, vehicles, crossings, in four languages and their spellings.

An id or an exact name always wins. Then spellings are folded together (scripts,
diacritics, kh/x/h, dzh/j, ...), and last they are compared by similarity: a clear winner
is taken with a notice, anything less is offered as "did you mean".
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from corridors.errors import AmbiguousNameError, RequestError, UnknownNameError, shorten
from corridors.model.shipment import Point, Stop
from corridors.network.carriage import vehicle_id
from network_data import Facts
from network_data.records import Commodity, Place

ACCEPT_RATIO = 85.0
"""Similarity (0-100) from which a spelling is taken, if it also leads by `LEAD`."""
LEAD = 8.0
SUGGEST_RATIO = 70.0
"""Similarity from which a name is worth offering."""
SHORTEST_FUZZY = 4
"""Shorter keys only match exactly."""
SHORTEST_PART = 3
"""Shorter texts are not looked for inside names."""
LONGEST_NAME = 200
SUGGESTIONS = 3

COUNTRIES = {
    "KZ": ("Kazakhstan", "Казахстан", "Қазақстан", "Қазоқистон"),
    "UZ": ("Uzbekistan", "Узбекистан", "Oʻzbekiston", "Өзбекстан", "Ӯзбекистон"),
    "KG": ("Kyrgyzstan", "Киргизия", "Кыргызстан", "Қырғызстан", "Қирғизистон"),
    "TJ": ("Tajikistan", "Таджикистан", "Тоҷикистон", "Тәжікстан"),
    "TM": ("Turkmenistan", "Туркменистан", "Türkmenistan", "Түрікменстан", "Туркманистон"),
}

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "j", "з": "z",
    "и": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "j", "ш": "sh",
    "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "ә": "a", "ғ": "g",
    "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "ҷ": "j", "ӣ": "i",
    "ӯ": "u", "ҳ": "h", "ў": "o",
}  # fmt: skip
_LATIN = (
    ("dzh", "j"), ("zh", "j"), ("ch", "j"), ("kh", "h"), ("gh", "g"), ("x", "h"), ("q", "k"),
    ("w", "v"), ("y", "i"), ("ph", "f"),
)  # fmt: skip


class Match(NamedTuple):
    """An id, and what the user should be told of how it was found (empty if exact)."""

    id: str
    notice: str = ""


def exact_key(text: str) -> str:
    """A name without case, compatibility forms, spaces and punctuation."""
    folded = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()
    return folded if folded.isalnum() else "".join(c for c in folded if c.isalnum())


@lru_cache(maxsize=1 << 14)  # a list with thousands of misspelt names compares each with all
def folded_key(text: str) -> str:
    """A name with the common spellings of one sound made one, in plain Latin letters."""
    letters = []
    for c in unicodedata.normalize("NFC", text).casefold():
        if c in _CYRILLIC:
            letters.append(_CYRILLIC[c])
        else:
            plain = unicodedata.normalize("NFKD", c)
            letters.append("".join(p for p in plain if p.isalnum()))
    folded = "".join(letters)
    for spelling, sound in _LATIN:
        folded = folded.replace(spelling, sound)
    squeezed = [c for i, c in enumerate(folded) if i == 0 or c != folded[i - 1]]
    return "".join(squeezed)


class Names:
    """Looks up ids by name in the facts."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    # -- places -------------------------------------------------------------------------

    def stop(self, text: str) -> tuple[Stop, str]:
        """A place by name, or a point by coordinates (``53.21,63.63``), with any notice.

        Raises
        ------
        RequestError
            If nothing, or more than one thing, goes by that name.
        """
        point = parse_point(text)
        if point is not None:
            return point, ""
        match = self.place(text)
        return match.id, match.notice

    def place(self, text: str) -> Match:
        """A place by id or name in any language."""
        places = self.facts.places
        text = _checked(text, "place")
        slug = text.strip().lower()
        if slug in places:
            return Match(slug)
        return self._places.resolve("place", text, self._prefer_city)

    def search_places(self, text: str, *, limit: int = 20) -> list[str]:
        """Ids of places whose names contain a text or come close to it, best first."""
        key, fold = exact_key(text), folded_key(text)
        if not fold:
            return []
        long = len(fold) >= SHORTEST_PART
        hits: dict[str, tuple[int, str]] = {}
        for place in self.facts.places.values():
            for name in place_names(place):
                exact, folded = exact_key(name), folded_key(name)
                rank = (
                    0 if exact == key
                    else 1 if folded == fold
                    else 2 if long and folded.startswith(fold)
                    else 3 if long and fold in folded
                    else 9
                )  # fmt: skip
                if rank < 9:
                    hits[place.id] = min(hits.get(place.id, (9, "")), (rank, place.id))
        found = [name for _, name in sorted(hits.values())]
        if not found:
            found = [name for _, name in _closest(text, self._places.names)]
        return found[:limit]

    @cached_property
    def _places(self) -> "Spellings":
        return Spellings({place.id: place_names(place) for place in self.facts.places.values()})

    def _prefer_city(self, found: list[str]) -> list[str]:
        """Among places of one name, the city: its stations are reached from it."""
        cities = [name for name in found if self.facts.places[name].kind == "city"]
        return cities if len(cities) == 1 else found

    # -- cargoes ------------------------------------------------------------------------

    def cargo(self, text: str, direction: str) -> Match:
        """A commodity by id, HS code or name; that of a direction (``kz-tj``) if there is one."""
        commodities = self.facts.commodities
        text = _checked(text, "cargo")
        if text.strip().lower() in commodities:
            return Match(text.strip().lower())

        def prefer(found: list[str]) -> list[str]:
            same = [name for name in found if commodities[name].direction == direction]
            found = same or found
            # The same good is listed once for each direction: one of them will do.
            goods = {commodities[name].hs + commodities[name].name for name in found}
            return found[:1] if len(goods) == 1 else found

        match = self._cargoes.resolve("cargo", text, prefer)
        there = commodities[match.id]
        if there.direction == "-".join(reversed(direction.split("-"))) != direction:
            known = there.direction.upper().replace("-", " to ")
            said = f"{there.name} is known from {known} only; its value and vehicles there are used"
            return Match(match.id, f"{match.notice}; {said}" if match.notice else said)
        return match

    @cached_property
    def _cargoes(self) -> "Spellings":
        return Spellings({c.id: cargo_names(c) for c in self.facts.commodities.values()})

    # -- vehicles -----------------------------------------------------------------------

    def vehicle(self, text: str) -> Match:
        """A vehicle type, or a truck type with its registration, by id or name."""
        return self._vehicles.resolve("vehicle", _checked(text, "vehicle"), list)

    @cached_property
    def _vehicles(self) -> "Spellings":
        names: dict[str, list[str]] = {}
        for vehicle in self.facts.vehicles.values():
            names[vehicle.id] = [vehicle.id, vehicle.name]
            for registration in vehicle.registrations:
                full = vehicle_id(vehicle, registration)
                names[full] = [full]
        return Spellings(names)

    # -- anything that can be avoided or passed -----------------------------------------

    def feature(self, text: str, *, links: bool) -> Match:
        """A country, crossing, terminal or place (and link) by id or name."""
        text = _checked(text, "place, crossing, terminal or country")
        slug = text.strip().lower()
        facts = self.facts
        tables: list[Mapping[str, object]] = [facts.crossings, facts.terminals]
        if links:
            tables.append(facts.links)
        if any(slug in table for table in tables):
            return Match(slug)
        key = exact_key(text)
        for country, names in COUNTRIES.items():
            if key in {exact_key(name) for name in (country, *names)}:
                return Match(country)
        try:
            return self.place(text)
        except UnknownNameError as error:
            ids = [name for table in tables for name in table]
            near = [name for _, name in _closest(text, {name: [name] for name in ids})]
            kind = (
                "place, crossing, terminal, link or country"
                if links
                else ("place, crossing, terminal or country")
            )
            raise UnknownNameError(
                kind, text, tuple([*error.suggestions, *near][:SUGGESTIONS])
            ) from None


def parse_point(text: str) -> Point | None:
    """Coordinates ``lat,lon`` in degrees, or ``None`` if the text is a name.

    Raises
    ------
    RequestError
        If the text is two numbers that are no position.
    """
    parts = text.replace(";", ",").split(",")
    if len(parts) != 2:
        return None
    try:
        lat, lon = float(parts[0]), float(parts[1])
    except ValueError:
        return None
    return Point(lat, lon)


def place_names(place: Place) -> tuple[str, ...]:
    """Every name of a place, its id without the country first."""
    names = (place.id.split("-", 1)[-1], place.name_en, place.name_ru, place.name_local)
    return tuple(dict.fromkeys(name for name in (*names, *place.aliases) if name))


def cargo_names(commodity: Commodity) -> list[str]:
    """Every name of a commodity, its HS code and its group among them."""
    names = (commodity.hs, commodity.name, commodity.name_ru, *commodity.aliases, commodity.group)
    return [name for name in names if name]


def _checked(text: str, kind: str) -> str:
    if not text.strip():
        raise RequestError(f"the {kind} is empty; give a name or an id")
    return text[:LONGEST_NAME]


class Spellings:
    """The names of some ids, ready to be looked up."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self.names = names

    @cached_property
    def exact(self) -> dict[str, list[str]]:
        """Ids by the exact key of each of their names."""
        return self._by_key(exact_key)

    @cached_property
    def folded(self) -> dict[str, list[str]]:
        """Ids by the folded key of each of their names."""
        return self._by_key(folded_key)

    def _by_key(self, make_key: Callable[[str], str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, spellings in self.names.items():
            for key in set(map(make_key, spellings)):
                found.setdefault(key, []).append(name)
        return found

    def resolve(self, kind: str, text: str, choose: Callable[[list[str]], list[str]]) -> Match:
        """The one id that goes by a name; ``choose`` narrows several down."""
        found = self.exact.get(exact_key(text)) or self.folded.get(folded_key(text), [])
        if found and folded_key(text):
            found = choose(sorted(found))
            if len(found) > 1:
                raise AmbiguousNameError(kind, text, tuple(found[: 2 * SUGGESTIONS]))
            return Match(found[0])
        near = _closest(text, self.names)
        if near and len(folded_key(text)) >= SHORTEST_FUZZY and near[0][0] >= ACCEPT_RATIO:
            best = choose(sorted(name for ratio, name in near if ratio > near[0][0] - LEAD))
            if len(best) == 1:
                return Match(best[0], f"'{shorten(text.strip())}' taken as {best[0]}")
        raise UnknownNameError(kind, text, tuple(name for _, name in near[:SUGGESTIONS]))


def _closest(text: str, names: Mapping[str, Iterable[str]]) -> list[tuple[float, str]]:
    """Ids by the similarity of their closest name, best first."""
    from rapidfuzz import fuzz

    fold = folded_key(text)
    if not fold:
        return []
    scored = []
    for name, spellings in names.items():
        ratio = max((fuzz.ratio(fold, folded_key(s)) for s in spellings), default=0.0)
        if ratio >= SUGGEST_RATIO:
            scored.append((ratio, name))
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))
