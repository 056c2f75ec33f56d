"""The facts as a map: rail and road, crossings by wait, terminals, projects, confidence."""

from collections.abc import Iterable, Iterator, Sequence

from corridors.errors import RequestError
from corridors.model.phrase import marked
from corridors.network.lines import crossing_line, link_line
from corridors.network.passages import Passage, both_passages
from corridors.views.words import ENGLISH, Words, words_in
from maps.network_map import NetworkLine, NetworkMap, NetworkPlace, NetworkPoint
from network_data import Facts
from network_data.records import Barrier, Crossing, Link, Place, Project, Terminal

COUNTRIES = ("KZ", "KG", "TJ", "UZ")
"""Countries that routes may run through; they are drawn lighter."""
LARGE = 250_000
"""Inhabitants from which a town is named on the map."""
OPEN = "open"
ADMITTED = ("yes", "limited")
"""What a crossing says of freight if some of it may pass."""
BARRIERS_SHOWN = 4
MET = ("now", "base")
"""Uses of barriers that are met as things are."""
SOURCES_SHOWN = 6

Rows = tuple[tuple[str, str], ...]


def write_network_map(facts: Facts, path: str, *, lang: str = "en") -> int:
    """Write a map of the facts as one HTML page that needs no network.

    Parameters
    ----------
    facts
        The facts to draw.
    path
        The file.
    lang
        The language of the page: ``en``, ``ru``, ``kk`` or ``tg``.

    Returns
    -------
    int
        Bytes written.

    Raises
    ------
    RequestError
        If there is no such language or the file cannot be written.
    """
    from maps import MapError, labels_in
    from maps.draw_network_map import write_network_map as write

    try:
        return write(network_map(facts, words_in(lang)), path, labels=labels_in(lang))
    except MapError as error:
        raise RequestError(f"cannot draw the map: {error}") from error
    except OSError as error:
        raise RequestError(f"cannot write {path}: {error.strerror or error}") from error


def network_map(facts: Facts, words: Words = ENGLISH) -> NetworkMap:
    """The facts as the plain tables that a map is drawn from."""
    crossings = [row for row in facts.crossings.values() if {row.a, row.b} <= facts.places.keys()]
    points = [_crossing(facts, row, words) for row in crossings]
    points += [_terminal(facts, row, words) for row in facts.terminals.values()]
    projects = list(_projects(facts, words))
    points += projects
    lines = [_link(facts, row, words) for row in facts.links.values()]
    lines += [_border_line(facts, row, words) for row in crossings]
    return NetworkMap(
        title=words("Railways, roads and borders"),
        subtitle=words(
            "{lines:,} lines, {crossings:,} border crossings, {terminals:,} terminals,"
            " {projects:,} projects",
            lines=len(facts.links), crossings=len(crossings), terminals=len(facts.terminals),
            projects=len(projects),
        ),
        lines=tuple(lines),
        points=tuple(points),
        places=tuple(_place(row, words) for row in facts.places.values()),
        countries=COUNTRIES,
        notes=(
            words(
                "The wait at a crossing is its own published mean, else the sum of the means of"
                " leaving one country and entering the other; a side that nobody has published"
                " is not counted."
            ),
            words(
                "Confidence is that of the row of the facts: measured, published, derived from"
                " published values, or an estimate."
            ),
        ),
        facts_version=facts.version,
    )  # fmt: skip


# -- lines --------------------------------------------------------------------------------


def _link(facts: Facts, row: Link, words: Words) -> NetworkLine:
    ends = f"{words.place(facts, row.a)} – {words.place(facts, row.b)}"
    return NetworkLine(
        mode=row.mode,
        points=link_line(facts, row.id, row.a),
        name=ends,
        confidence=row.confidence,
        is_open=row.status == OPEN,
        rows=_rows(
            (words("Mode"), words.say(row.mode)),
            (words("Length"), words("{km:,.0f} km", km=row.km)),
            (words("Route"), row.route_no),
            (words("Class"), words.say(row.road_class)),
            (words("Tracks"), f"{row.tracks:g}" if row.tracks else ""),
            (words("Electrified"), _yes_no(row.electrified, words)),
            (words("Most speed"), _amount(row.max_speed_kmh, words, marked("{value:,.0f} km/h"))),
            (words("Toll"), words("yes") if row.toll else ""),
            (words("Closed in months"), ", ".join(row.closed_months)),
            (words("Season"), row.seasonal),
            *_standing(row.status, row.opens, row.confidence, row.source, words),
            ("ID", row.id),
        ),
    )


def _border_line(facts: Facts, row: Crossing, words: Words) -> NetworkLine:
    """The way between the two posts."""
    return NetworkLine(
        mode=row.mode,
        points=crossing_line(facts, row.id, row.a),
        name=" – ".join(words.sides(facts, row)),
        confidence=row.confidence,
        is_open=_admits(row),
        rows=_rows(
            (words("Mode"), words.say(row.mode)),
            (words("Length"), words("{km:,.1f} km", km=row.km)),
            *_standing(row.status, "", row.confidence, row.source, words),
            ("ID", row.id),
        ),
    )


# -- points -------------------------------------------------------------------------------


def _admits(row: Crossing) -> bool:
    return row.status == OPEN and row.freight_allowed in ADMITTED


def _crossing(facts: Facts, row: Crossing, words: Words) -> NetworkPoint:
    line = crossing_line(facts, row.id, row.a)
    passages = both_passages(row, facts.border_means)
    waits = [wait for passage in passages if (wait := _wait_h(passage)) is not None]
    return NetworkPoint(
        kind="crossing",
        position=line[len(line) // 2],
        name=" – ".join(words.sides(facts, row)),
        names=tuple(_other_names(facts, (row.a, row.b), words)),
        confidence=row.confidence,
        mode=row.mode,
        is_open=_admits(row),
        wait_h=max(waits, default=None),
        rows=crossing_rows(facts, row, words),
    )


def crossing_rows(facts: Facts, row: Crossing, words: Words) -> Rows:
    """What the facts say of a crossing: waits and charges each way, barriers, sources."""
    return _rows(
        (words("Mode"), words.say(row.mode)),
        *(
            (f"{passage.start_country} → {passage.end_country}", _passing(passage, words))
            for passage in both_passages(row, facts.border_means)
        ),
        (words("Worst wait"), _amount(row.wait_h_worst, words, marked("{value:,.1f} h"))),
        (words("Capacity"), _capacity(row, words)),
        (words("Hours"), row.hours),
        (words("Freight"), words.say(row.freight_allowed)),
        (words("Registrations admitted"), ", ".join(row.admits_registration)),
        (words("Closed in months"), ", ".join(row.closed_months)),
        (words("Barriers"), _barriers(facts, row, words)),
        *_standing(row.status, "", row.confidence, row.source, words),
        ("ID", row.id),
    )


def _wait_h(passage: Passage) -> float | None:
    """Mean hours at a passage as far as they are known."""
    if passage.wait_h is not None:
        return passage.wait_h
    sides = [mean.wait_h for mean in passage.means if mean.wait_h is not None]
    return sum(sides) if sides else None


def _usd(passage: Passage) -> float | None:
    if passage.usd is not None:
        return passage.usd
    sides = [mean.cost_usd for mean in passage.means if mean.cost_usd is not None]
    return sum(sides) if sides else None


def _passing(passage: Passage, words: Words) -> str:
    """Wait and charge in one direction, and what nobody knows of it."""
    hours, usd = _wait_h(passage), _usd(passage)
    parts = [
        words("wait unknown") if hours is None else words("{hours:,.1f} h", hours=hours),
        words("charge unknown") if usd is None else words("{usd:,.0f} USD", usd=usd),
    ]
    if passage.unknown_sides and hours is not None:
        sides = " + ".join(passage.unknown_sides)
        parts.append(words("without the side of {sides}", sides=sides))
    return ", ".join(parts)


def _capacity(row: Crossing, words: Words) -> str:
    if row.capacity_per_day is None:
        return ""
    return words(
        "{capacity:,g} {unit} a day", capacity=row.capacity_per_day, unit=row.capacity_unit
    )


def _barriers(facts: Facts, row: Crossing, words: Words) -> str:
    """What the barriers here are called: those that are met now first, then by hours."""
    here = [barrier for barrier in facts.barriers.values() if _stands_at(barrier, row)]
    names = dict.fromkeys(words.say(barrier.name) for barrier in sorted(here, key=_met_first))
    return _first(list(names), BARRIERS_SHOWN, "; ")


def _stands_at(barrier: Barrier, row: Crossing) -> bool:
    """Whether a barrier is one of a crossing: named there, or part of the waits of its country."""
    if barrier.crossing_ids or barrier.use != "base" or barrier.mode != row.mode:
        return row.id in barrier.crossing_ids
    return not {row.country_a, row.country_b}.isdisjoint(barrier.place_or_country)


def _met_first(barrier: Barrier) -> tuple[bool, float, str]:
    return barrier.use not in MET, -(barrier.extra_h or 0.0), barrier.id


def _terminal(facts: Facts, row: Terminal, words: Words) -> NetworkPoint:
    place = facts.places[row.place]
    return NetworkPoint(
        kind="terminal",
        position=(place.lat, place.lon),
        name=words.name(place),
        names=tuple(_other_names(facts, (row.place,), words)),
        confidence=row.confidence,
        is_open=row.status == OPEN,
        rows=_rows(
            (words("Operator"), row.operator),
            (words("Transfers"), ", ".join(row.transfers)),
            (words("Cargo"), ", ".join(row.cargo)),
            (
                words("Handling"),
                _amount(row.handling_usd_per_t, words, marked("{value:,.2f} USD/t")),
            ),
            (words("Dwell"), _amount(row.handling_h, words, marked("{value:,.1f} h"))),
            (
                words("Capacity"),
                _amount(row.capacity_t_per_day, words, marked("{value:,.0f} t a day")),
            ),
            *_standing(row.status, "", row.confidence, row.source, words),
            ("ID", row.id),
        ),
    )


def _projects(facts: Facts, words: Words) -> Iterator[NetworkPoint]:
    """Works that lie somewhere: what is policy alone has no place on a map."""
    for row in facts.projects.values():
        if row.mode != "policy" and {row.a, row.b} <= facts.places.keys():
            yield _project(facts, row, words)


def _project(facts: Facts, row: Project, words: Words) -> NetworkPoint:
    a, b = facts.places[row.a], facts.places[row.b]
    between = words.name(a) if row.a == row.b else f"{words.name(a)} – {words.name(b)}"
    return NetworkPoint(
        kind="project",
        position=((a.lat + b.lat) / 2, (a.lon + b.lon) / 2),
        name=row.name,
        names=(between,),
        confidence=row.confidence,
        mode=row.mode if row.mode in ("rail", "road") else "",
        rows=_rows(
            (words("Effect"), row.effect),
            (words("Length"), _amount(row.km, words, marked("{value:,.0f} km"))),
            (words("Cost"), _amount(row.cost_musd, words, marked("{value:,.0f} million USD"))),
            *_standing(row.status, row.opens, row.confidence, row.source, words),
            ("ID", row.id),
        ),
    )


# -- what all of them share ---------------------------------------------------------------


def _place(row: Place, words: Words) -> NetworkPlace:
    """A place with every name that people may type."""
    name = words.name(row)
    others = dict.fromkeys((row.name_en, row.name_ru, row.name_local, *row.aliases))
    return NetworkPlace(
        name=name,
        position=(row.lat, row.lon),
        names=tuple(other for other in others if other and other != name),
        is_large=row.kind == "city" and (row.population or 0.0) >= LARGE,
    )


def _other_names(facts: Facts, places: Iterable[str], words: Words) -> Iterator[str]:
    for place in map(facts.places.__getitem__, places):
        own = words.name(place)
        others = dict.fromkeys((place.name_en, place.name_ru, place.name_local))
        yield from (other for other in others if other and other != own)


def _standing(
    status: str, opens: str, confidence: str, source: tuple[str, ...], words: Words
) -> Rows:
    """Whether it is open, and where the row comes from."""
    return (
        (words("Status"), words.say(status)),
        (words("Opens"), opens),
        (words("Confidence"), words.say(confidence)),
        (words("Sources"), _first(source, SOURCES_SHOWN, ", ")),
    )


def _first(texts: Sequence[str], most: int, separator: str) -> str:
    """The first of some texts, and a sign if there are more."""
    return separator.join(texts[:most]) + (" …" if len(texts) > most else "")


def _rows(*pairs: tuple[str, str]) -> Rows:
    """Rows that have something to say."""
    return tuple((label, value) for label, value in pairs if value)


def _amount(value: float | None, words: Words, template: str) -> str:
    return "" if value is None else words(template, value=value)


def _yes_no(value: bool | None, words: Words) -> str:
    if value is None:
        return ""
    return words("yes") if value else words("no")
