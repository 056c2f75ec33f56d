"""The physical sections that the paths of a batch run over, with their lines on the map.

A segment is a link, the hop over a border, or a straight line where a truck goes to or from
a place off the network. Both directions are one segment.
"""

from typing import NamedTuple

import polars as pl

from corridors.network.geodesy import great_circle_km
from corridors.network.lines import Line, crossing_line, link_line, stop_point
from corridors.views.words import Words
from network_data import Facts

LINK, CROSSING, ACCESS = "link", "crossing", "access"


class Segments(NamedTuple):
    """Which path runs over which segment, in two steps.

    Attributes
    ----------
    path_hauls
        ``path``, ``haul``: one row a leg that moves.
    haul_segments
        ``haul``, ``segment``: a haul is the same ways from place to place for many paths.
    """

    path_hauls: pl.DataFrame
    haul_segments: pl.DataFrame


class Segment(NamedTuple):
    """A segment as it is drawn.

    Attributes
    ----------
    name
        Its ends in words.
    mode
        ``rail`` or ``road``.
    countries
        Two-letter codes; two for a hop over a border, none for an access.
    km
        Length.
    line
        (lat, lon) points.
    """

    kind: str
    name: str
    mode: str
    countries: tuple[str, ...]
    km: float
    line: Line


def split_paths(paths: pl.DataFrame, facts: Facts) -> Segments:
    """Split paths into hauls and hauls into segments."""
    ways = ("kind", "mode", "from", "to", "facility", "links")
    moving = paths.filter((pl.col("kind") == "crossing") | (pl.col("from") != pl.col("to"))).select(
        "path", *ways
    )
    hauls = moving.select(ways).unique().sort(ways).with_row_index("haul")
    path_hauls = moving.join(hauls, on=ways).select("path", "haul")
    crossed = hauls.filter(pl.col("kind") == "crossing").select(
        "haul", pl.concat_str(pl.lit(f"{CROSSING} "), "facility").alias("segment")
    )
    other = hauls.filter(pl.col("kind") != "crossing")
    along = (
        other.filter(pl.col("links") != "")
        .select("haul", pl.col("links").str.split("; "))
        .explode("links")
        .select("haul", pl.concat_str(pl.lit(f"{LINK} "), "links").alias("segment"))
    )
    straight = other.filter(pl.col("links") == "").select("haul", "mode", "from", "to")
    tails = pl.DataFrame(
        [
            (haul, mode, last, end)
            for haul, mode, start, end, links in other.filter(pl.col("links") != "")
            .select("haul", "mode", "from", "to", pl.col("links").str.split("; "))
            .iter_rows()
            if (last := _end_of(facts, start, links)) != end
        ],
        schema=straight.schema,
        orient="row",
    )
    low, high = pl.min_horizontal("from", "to"), pl.max_horizontal("from", "to")
    access = pl.concat([straight, tails]).select(
        "haul", pl.concat_str(pl.lit(f"{ACCESS} "), "mode", pl.lit(" "), low, pl.lit(" "), high)
        .alias("segment")
    )  # fmt: skip
    return Segments(path_hauls, pl.concat([crossed, along, access]).sort("haul", "segment"))


def segment(facts: Facts, key: str, words: Words, *, access_name: str) -> Segment:
    """What a key stands for.

    Parameters
    ----------
    facts
        Links, crossings and places.
    key
        ``link <id>``, ``crossing <id>`` or ``access <mode> <place> <place>``.
    words
        The language of names.
    access_name
        Template of the name of an access, with ``{start}`` and ``{end}``.
    """
    kind, _, name = key.partition(" ")
    if kind == LINK:
        link = facts.links[name]
        ends = f"{words.place(facts, link.a)} – {words.place(facts, link.b)}"
        line = link_line(facts, name, link.a)
        return Segment(kind, ends, link.mode, (link.country,), link.km, line)
    if kind == CROSSING:
        row = facts.crossings[name]
        countries = (row.country_a, row.country_b)
        line = crossing_line(facts, name, row.a)
        return Segment(kind, crossing_name(facts, name, words), row.mode, countries, row.km, line)
    mode, start, end = name.split(" ")
    a, b = stop_point(facts, start), stop_point(facts, end)
    ends = access_name.format(start=words.place(facts, start), end=words.place(facts, end))
    return Segment(kind, ends, mode, (), great_circle_km(*a, *b), (a, b))


def crossing_name(facts: Facts, crossing: str, words: Words) -> str:
    """A crossing by its two posts."""
    return " – ".join(words.sides(facts, facts.crossings[crossing]))


def cargo_name(facts: Facts, cargo: str, words: Words) -> str:
    """The name of a commodity, or its id where the facts have none."""
    row = facts.commodities.get(cargo)
    return cargo if row is None else words.cargo(row)


def _end_of(facts: Facts, start: str, links: list[str]) -> str:
    """Where one stands at the end of links that begin at a place."""
    place = start
    for name in links:
        link = facts.links[name]
        place = link.b if place == link.a else link.a
    return place
