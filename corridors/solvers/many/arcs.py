"""Moves of some variants between the slots of gateways, priced for every tonnage."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from corridors.model.shipment import Mode
from corridors.network.network import Transfer
from corridors.solvers.compiling import Bools
from corridors.solvers.many.gateways import (
    ARRIVED,
    CROSSED,
    HANDLED,
    READY,
    Gateways,
    Ints,
)
from corridors.solvers.many.kernel import reached
from corridors.solvers.many.moves import CHANGE, Block, MoveNames, Moves, MovesBuilder, Priced
from corridors.solvers.many.profile import PricedHauls, Profile, Variant
from corridors.solvers.many.quantities import Floats

Rows = list[tuple[int, int, int, int]]


class TransferWays(NamedTuple):
    """Slots before and after each transfer of a mode, its number and its country's."""

    tail: Ints
    head: Ints
    transfer: Ints
    country: Ints


class HandledIn(NamedTuple):
    """Whether a variant may be loaded, and unloaded, in each country by name."""

    loads: Bools
    unloads: Bools


class Arcs:
    """What shipments of a profile may do between some countries.

    Parameters
    ----------
    profile
        The prices.
    gateways
        Gateways of its network.
    variants
        Numbers of the variants that may be used.
    starts, ends
        Countries where they begin and end.

    Attributes
    ----------
    first_state, states
        Where the states of each variant begin, and how many there are in all.
    variant_of
        The variant of each state.
    """

    def __init__(
        self,
        profile: Profile,
        gateways: Gateways,
        variants: tuple[int, ...],
        starts: frozenset[str],
        ends: frozenset[str],
    ) -> None:
        self.profile = profile
        self._starts, self._ends = starts, ends
        self.gateways = gateways
        self.variants = {number: profile.variants[number] for number in variants}
        layers = self.gateways.layers
        self.first_state: dict[int, int] = {}
        self.states = 0
        self.variant_of: Ints = np.repeat(
            np.array(variants, np.int64),
            [layers[each.carriage.mode].slots for each in self.variants.values()],
        )
        self._changes: dict[tuple[str, str, bool], tuple[Floats, Floats, Floats, Bools]] = {}
        for number, variant in self.variants.items():
            self.first_state[number] = self.states
            self.states += layers[variant.carriage.mode].slots

    @property
    def moves(self) -> Moves:
        """Moves between states that some shipment may use, by head and then by tail."""
        return self._built[0]

    @property
    def blocks(self) -> list[Block]:
        """What the blocks of the moves stand for."""
        return self._built[1]

    @cached_property
    def names(self) -> MoveNames:
        """What the moves stand for."""
        return self.moves.named(self.blocks)

    @property
    def onward(self) -> Bools:
        """States from which an end can be reached."""
        return self._built[2]

    @cached_property
    def _built(self) -> tuple[Moves, list[Block], Bools]:
        builder = MovesBuilder(self.profile.quantities.size)
        for number, variant in self.variants.items():
            self._add_ready(builder, number, variant)
            self._add_hauls(builder, number, variant)
            if variant.carriage.crosses:
                self._add_crossings(builder, number, variant)
        for b, before in self.variants.items():
            for a, after in self.variants.items():
                if before.carriage.mode is not after.carriage.mode:
                    self._add_transfers(builder, b, before, a, after)
        moves = builder.moves()
        starts, ends = self._outer_states()
        forward = reached(moves.tail, moves.head, starts)
        backward = reached(moves.head, moves.tail, ends)
        useful = np.flatnonzero(forward[moves.tail] & backward[moves.head])
        order = np.lexsort((moves.tail[useful], moves.head[useful]))
        return moves.take(useful[order]), builder.blocks, backward

    def _outer_states(self) -> tuple[Bools, Bools]:
        """States that cargo may be in right after a start and right before an end."""
        starts, ends = np.zeros(self.states, bool), np.zeros(self.states, bool)
        places = self.profile.facts.places
        for number, variant in self.variants.items():
            layer = self.gateways.layers[variant.carriage.mode]
            base = self.first_state[number]
            for node, place in enumerate(layer.places):
                low, high = base + layer.first[node], base + layer.first[node + 1]
                here = places[place].country
                if here in self._starts and variant.carriage.may_load(here):
                    starts[low + ARRIVED] = starts[low + HANDLED] = True
                if here in self._ends and variant.carriage.may_unload(here):
                    ends[low:high] = True
        return starts, ends

    def _add_ready(self, builder: MovesBuilder, number: int, variant: Variant) -> None:
        """Cargo that has not come by a haul may begin one."""
        layer, base = self.gateways.layers[variant.carriage.mode], self.first_state[number]
        first = layer.first[np.searchsorted(layer.first, layer.starts, side="right") - 1]
        count = len(layer.starts)
        nothing, none = np.zeros(count), np.zeros(count, np.int64)
        form = np.zeros((count, self.profile.quantities.size))
        builder.add(
            Block(number, number, ()), base + layer.starts, base + first + READY,
            form, nothing, nothing, none, none - 1,
        )  # fmt: skip

    def _add_hauls(self, builder: MovesBuilder, number: int, variant: Variant) -> None:
        table = self.gateways.layers[variant.carriage.mode].hauls
        base = self.first_state[number]
        hauls = self._hauls[variant.carriage.mode](number)
        rows = np.flatnonzero(hauls.usable)
        builder.add(
            Block(number, number, table.ways), base + table.tail[rows], base + table.head[rows],
            hauls.form[rows], hauls.hours[rows], hauls.co2[rows], hauls.needs[rows], rows,
        )  # fmt: skip

    @cached_property
    def _hauls(self) -> dict[Mode, Callable[[int], PricedHauls]]:
        layers = self.gateways.layers
        return {mode: self.profile.hauls(layers[mode].hauls) for mode in Mode}

    def _add_crossings(self, builder: MovesBuilder, number: int, variant: Variant) -> None:
        profile, carriage = self.profile, variant.carriage
        layer = self.gateways.layers[carriage.mode]
        passages = self.gateways.passages[carriage.mode]
        base = self.first_state[number]
        rows: Rows = []
        priced: list[Priced] = []
        for detail, passage in enumerate(passages):
            step = profile.priced(
                ("crossing", passage.id, passage.start, carriage.id, variant.train),
                partial(variant.book.border.crossing, passage, carriage),
            )
            if step is None:
                continue
            needs = variant.needs
            for country in (passage.start_country, passage.end_country):
                needs |= profile.too_heavy(country, variant)
            head = base + layer.crossed[passage.id, passage.end]
            # The same hop is not taken back, nor another between the same two posts.
            back = {
                layer.crossed[other.id, other.end]
                for other in passages
                if (other.start, other.end) == (passage.end, passage.start)
            }
            begin, end = layer.first[layer.number_of[passage.start] :][:2].tolist()
            for tail in (begin + ARRIVED, begin + HANDLED, *range(begin + CROSSED, end)):
                if tail not in back:
                    rows.append((base + tail, head, needs, detail))
                    priced.append(step)
        builder.add_listed(Block(number, number, passages), rows, priced)

    def _add_transfers(
        self, builder: MovesBuilder, b: int, before: Variant, a: int, after: Variant
    ) -> None:
        changes = self._handled_in[b].unloads & self._handled_in[a].loads
        if not changes.any():
            return
        ways = self._transfers[before.carriage.mode]
        form, hours, co2, handled = self._transshipped(before, after)
        rows = np.flatnonzero(handled[ways.transfer] & changes[ways.country])
        which = ways.transfer[rows]
        needs = np.full(len(rows), before.needs | after.needs, np.int64)
        builder.add(
            Block(a, b, self.gateways.transfers[before.carriage.mode]),
            self.first_state[b] + ways.tail[rows], self.first_state[a] + ways.head[rows],
            form[which], hours[which], co2[which], needs, which, CHANGE + a,
        )  # fmt: skip

    @cached_property
    def _handled_in(self) -> dict[int, "HandledIn"]:
        """In which countries each variant may be loaded and unloaded."""
        countries = sorted(self.profile.network.countries)
        carriages = {number: variant.carriage for number, variant in self.variants.items()}
        return {
            number: HandledIn(
                np.array([carriage.may_load(country) for country in countries]),
                np.array([carriage.may_unload(country) for country in countries]),
            )
            for number, carriage in carriages.items()
        }

    @cached_property
    def _transfers(self) -> dict[Mode, "TransferWays"]:
        return {mode: self._transfer_ways(mode) for mode in Mode}

    def _transfer_ways(self, mode: Mode) -> "TransferWays":
        layer = self.gateways.layers[mode]
        after_layer = self.gateways.layers[Mode.ROAD if mode is Mode.RAIL else Mode.RAIL]
        places = self.profile.facts.places
        countries = sorted(self.profile.network.countries)
        rows = []
        for number, transfer in enumerate(self.gateways.transfers[mode]):
            country = countries.index(places[transfer.start].country)
            head = after_layer.slot(transfer.end, HANDLED)
            begin, end = layer.first[layer.number_of[transfer.start] :][:2].tolist()
            rows += [
                (tail, head, number, country)
                for tail in (begin + ARRIVED, *range(begin + CROSSED, end))
            ]
        table = np.array(rows, np.int64).reshape((len(rows), 4))
        tails, heads, numbers, of_country = table.T
        return TransferWays(tails, heads, numbers, of_country)

    def _transshipped(
        self, before: Variant, after: Variant
    ) -> tuple[Floats, Floats, Floats, Bools]:
        """Form, hours and CO2e of every transfer from one variant to another, and which can be."""
        mine, theirs = before.carriage, after.carriage
        key = (mine.vehicle.id, theirs.vehicle.id, theirs.crosses)
        if key not in self._changes:
            steps = [
                self._changed(transfer, before, after)
                for transfer in self.gateways.transfers[mine.mode]
            ]
            form = np.zeros((len(steps), self.profile.quantities.size))
            hours, co2 = np.zeros((2, len(steps)))
            for number, step in enumerate(steps):
                if step is not None:
                    form[number], hours[number], co2[number] = step
            self._changes[key] = form, hours, co2, np.array([s is not None for s in steps], bool)
        return self._changes[key]

    def _changed(self, transfer: Transfer, before: Variant, after: Variant) -> Priced | None:
        terminal = transfer.terminal
        here = self.profile.facts.places[transfer.start].country
        # Terminals that take the same cargo, money and time share a price.
        return self.profile.priced(
            (
                "transfer", terminal.cargo, terminal.handling_usd_per_t, terminal.handling_h,
                transfer.km, here if transfer.km else "",
                before.carriage.vehicle.id, after.carriage.vehicle.id, after.carriage.crosses,
            ),
            partial(
                before.book.handling.transshipment, transfer, before.carriage, after.carriage
            ),
        )  # fmt: skip


def states_first(heads: Ints, states: int) -> Ints:
    """Where the moves into each state begin, of moves sorted by head."""
    return np.searchsorted(heads, np.arange(states + 1)).astype(np.int64)
