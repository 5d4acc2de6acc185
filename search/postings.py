"""Positions of words and stems in one segment, decoded once and kept within a budget; and what follows from them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..index.codec.layout import KINDS
from ..index.codec.segment import Segment
from ..index.model import SceneKind, WorkRecord
from .conditions import condition_key
from .plan import Level

__all__ = ["ArrayCache", "SegmentPostings"]

_MOST_FREQUENCIES = 100_000

U32 = NDArray[np.uint32]
I64 = NDArray[np.int64]
Array = TypeVar("Array", bound=NDArray[Any])


class ArrayCache:
    """Arrays by key, the least lately used dropped beyond a budget of bytes. May be shared by threads."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._size = 0
        self._arrays: OrderedDict[Hashable, NDArray[Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """The array of `key`, made if it is not there. Two threads may make it at once; one of the two is kept."""
        with self._lock:
            found = self._arrays.get(key)
            if found is not None:
                self._arrays.move_to_end(key)
                return found
        made = make()
        with self._lock:
            if key not in self._arrays and made.nbytes <= self._budget // 4:
                self._arrays[key] = made
                self._size += made.nbytes
                while self._size > self._budget:
                    self._size -= self._arrays.popitem(last=False)[1].nbytes
        return made


class SegmentPostings:
    """A segment as a query sees it.

    number  of the segment in its commit.
    alive   bool[scenes], False where the scene's work is deleted; `living` is how many are not.
    """

    def __init__(self, number: int, segment: Segment, deleted: frozenset[int], cache: ArrayCache) -> None:
        self.number = number
        self.segment = segment
        self._cache = cache
        self._alike: dict[str, tuple[list[WorkRecord], I64]] = {}
        self._frequencies: dict[tuple[Level, tuple[str, ...]], int] = {}
        self.alive = np.ones(len(segment), bool)
        if deleted:
            self.alive = ~np.isin(segment.scene_works, np.array(sorted(deleted), np.uint32))
        # Only these count in scores, so that a library that was brought up to date ranks as one built anew.
        self.living = int(np.count_nonzero(self.alive))

    def __len__(self) -> int:
        return len(self.segment)

    def universe(self, kinds: tuple[SceneKind, ...]) -> NDArray[np.bool_]:
        """bool[scenes]: the scenes of these kinds that are not deleted."""
        wanted = np.zeros(len(KINDS), bool)
        wanted[[KINDS.index(kind) for kind in kinds]] = True
        return self.alive & wanted[self.segment.scene_kinds]

    def alike(self, field: str) -> tuple[list[WorkRecord], I64]:
        """A work for each of the values that `field` has in the segment's works, and int64[works]: which each has.

        Ten thousand works have some hundred authors, so that a condition is tried on a few works for all.
        """
        if field not in self._alike:
            numbers: dict[Hashable, int] = {}
            alike: list[WorkRecord] = []
            which = np.empty(len(self.segment.works), np.int64)
            for index, work in enumerate(self.segment.works):
                number = numbers.setdefault(condition_key(field, work), len(numbers))
                if number == len(alike):
                    alike.append(work)
                which[index] = number
            self._alike[field] = (alike, which)
        return self._alike[field]

    def frequency(self, slot: tuple[str, ...], level: Level) -> int:
        """How often any of the terms stands in the segment: the price of its positions."""
        return sum(int(self.segment.term_frequencies[term]) for term in self._terms(slot, level))

    def positions(self, slot: tuple[str, ...], level: Level) -> U32:
        """uint32[...], ascending and distinct: where any of the terms stands."""
        return self._cache.get((self.number, level, slot), lambda: self._positions(slot, level))

    def _positions(self, slot: tuple[str, ...], level: Level) -> U32:
        terms = self._terms(slot, level)
        if not terms:
            return np.empty(0, np.uint32)
        pieces = [self.segment.positions_between(low, high) for low, high in _ranges(terms)]
        found = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
        if len(terms) > 1:
            # Each position holds one term, so that nothing is there twice.
            found.sort()
        return found

    def _terms(self, slot: tuple[str, ...], level: Level) -> list[int]:
        """Terms, ascending and distinct."""
        look_up = self.segment.terms_of_surface if level is Level.SURFACE else self.segment.terms_of_stem
        return sorted({term for text in slot for term in look_up(text)})

    def bounds(self, slot: tuple[str, ...], level: Level) -> NDArray[np.uint32]:
        """uint32[scenes + 1]: which of the terms' positions lie in each scene: those from bounds[i] to bounds[i + 1].

        Looking up the scenes in the positions and not the other way round: 26,000 steps for a word that stands in
        600,000 places.
        """
        positions = self.positions(slot, level)
        return self._cache.get(
            (self.number, level, slot, "bounds"),
            lambda: np.searchsorted(positions, self.segment.scene_starts).astype(np.uint32),
        )

    def counts(self, slot: tuple[str, ...], level: Level) -> NDArray[np.uint32]:
        """uint32[scenes]: how often any of the terms stands in each scene."""
        return np.diff(self.bounds(slot, level))

    def counts_in(self, slot: tuple[str, ...], level: Level, scenes: I64) -> I64:
        """int64[len(scenes)]: how often any of the terms stands in each of a few scenes."""
        positions = self.positions(slot, level)
        starts = self.segment.scene_starts
        low = np.searchsorted(positions, starts[scenes])
        return np.searchsorted(positions, starts[scenes + 1]) - low

    def scene_frequency(self, slot: tuple[str, ...], level: Level) -> int:
        """How many living scenes hold any of the terms. A number is kept, where an array is not."""
        key = (level, slot)
        found = self._frequencies.get(key)
        if found is None:
            if len(self._frequencies) >= _MOST_FREQUENCIES:
                self._frequencies.clear()
            found = self._frequencies[key] = int(np.count_nonzero(self.holding(slot, level) & self.alive))
        return found

    def holding(self, slot: tuple[str, ...], level: Level) -> NDArray[np.bool_]:
        """bool[scenes]: where any of the terms stands."""
        positions = self.positions(slot, level)
        if len(positions) < len(self) // 8:
            return self.scenes(positions)
        return self.counts(slot, level) > 0

    def positions_in(self, slot: tuple[str, ...], level: Level, scenes: NDArray[np.bool_]) -> I64:
        """int64[...], ascending: where any of the terms stands in the scenes of a mask."""
        bounds = self.bounds(slot, level).astype(np.int64)
        chosen = np.flatnonzero(scenes)
        lengths = bounds[chosen + 1] - bounds[chosen]
        index = np.arange(int(lengths.sum())) + np.repeat(bounds[chosen] - (np.cumsum(lengths) - lengths), lengths)
        found: I64 = self.positions(slot, level)[index].astype(np.int64)
        return found

    def scenes(self, positions: NDArray[Any]) -> NDArray[np.bool_]:
        """bool[scenes]: where any of the positions, which should be few, lies."""
        found = np.zeros(len(self), bool)
        found[self.segment.scenes_of(positions)] = True
        return found


def _ranges(terms: list[int]) -> list[tuple[int, int]]:
    """Neighbouring terms as half-open ranges: the surfaces of a stem are decoded in one go."""
    ranges: list[tuple[int, int]] = []
    for term in terms:
        if ranges and ranges[-1][1] == term:
            ranges[-1] = (ranges[-1][0], term + 1)
        else:
            ranges.append((term, term + 1))
    return ranges
