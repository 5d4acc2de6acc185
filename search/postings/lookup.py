"""Positions of words and stems in one segment, and what follows from them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64, Mask
from fabula.index.codec.layout import KINDS
from fabula.index.codec.segment import Segment
from fabula.index.model import SceneKind, WorkRecord
from fabula.search.engine.conditions import condition_key
from fabula.search.plan import Level

from .array_cache import ArrayCache
from .places import Ranges, ranges_of
from .posting_list import PostingList
from .term_codes import TermCodes

if TYPE_CHECKING:
    from .speech_coordinates import SpeechCoordinates

__all__ = ["SegmentPostings"]

_MOST_LISTS = 50_000

# To unpack the paragraphs of one scene takes 0.1 ms, those of all 5 ms; a command shows ten.
_FEW_READ = 20


class SegmentPostings:
    """A segment as a query sees it.

    number  of the segment in its commit.
    spoken  what is said in it; None where speech was not told apart yet.
    alive   bool[scenes], False where the scene's work is deleted; `living` is how many are not.
    """

    def __init__(self, number: int, segment: Segment, deleted: frozenset[int], cache: ArrayCache) -> None:
        """Of the budget of `cache` a byte a position is taken, if there is so much."""
        self.number = number
        self.segment = segment
        self.spoken: SpeechCoordinates | None = None
        self.cache = cache
        self._lists: dict[tuple[Level, tuple[str, ...]], PostingList] = {}
        self._by_terms: dict[Ranges, PostingList] = {}
        self._universes: dict[tuple[SceneKind, ...], Mask] = {}
        self._alike: dict[str, tuple[list[WorkRecord], I64]] = {}
        self._read = 0
        self.end = int(segment.scene_starts[-1])
        self.forward = TermCodes(self.end, cache)
        self.alive = np.ones(len(segment), bool)
        if deleted:
            self.alive = ~np.isin(segment.scene_works, np.array(sorted(deleted), np.uint32))
        # Only these count in scores, so that a library that was brought up to date ranks as one built anew.
        self.living = int(np.count_nonzero(self.alive))

    def __len__(self) -> int:
        return len(self.segment)

    def universe(self, kinds: tuple[SceneKind, ...]) -> Mask:
        """bool[scenes]: the scenes of these kinds that are not deleted."""
        found = self._universes.get(kinds)
        if found is None:
            wanted = np.zeros(len(KINDS), bool)
            wanted[[KINDS.index(kind) for kind in kinds]] = True
            found = self._universes[kinds] = self.alive & wanted[self.segment.scene_kinds]
        return found

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

    def of(self, slot: tuple[str, ...], level: Level) -> PostingList:
        """Where any of the words (or stems) stands. Each list is made once: to find a term on disk takes 10 µs."""
        key = (level, slot)
        found = self._lists.get(key)
        if found is None:
            if len(self._lists) >= _MOST_LISTS:
                self._lists.clear()
                self._by_terms.clear()
            look_up = self.segment.terms_of_surface if level is Level.SURFACE else self.segment.terms_of_stem
            terms = sorted({term for text in slot for term in look_up(text)})
            whole = level is Level.STEM and len(slot) == 1
            found = self._lists[key] = PostingList(self, ranges_of(terms), level, whole=whole)
        return found

    def of_terms(self, ranges: Ranges) -> PostingList:
        """The same of terms, as half-open ranges of their numbers."""
        found = self._by_terms.get(ranges)
        if found is None:
            found = self._by_terms[ranges] = PostingList(self, ranges, Level.SURFACE)
        return found

    def paragraphs_in(self, scene: int) -> list[int]:
        """Where the paragraphs of a scene begin that have words, ascending, counted from the scene's first word."""
        segment = self.segment
        begin, end = int(segment.scene_starts[scene]), int(segment.scene_starts[scene + 1])
        self._read += 1
        if self._read <= _FEW_READ:
            found = segment.paragraphs_in(scene)
        else:
            whole = self.cache.get((self.number, "paragraphs"), lambda: segment.paragraph_starts)
            low, high = whole.searchsorted(np.array([begin, end], np.uint32))
            found = whole[low:high]
        return list((found - np.uint32(begin)).tolist())

    def scenes(self, positions: NDArray[Any]) -> Mask:
        """bool[scenes]: where any of the positions, which should be few, lies."""
        found = np.zeros(len(self), bool)
        found[self.segment.scenes_of(positions)] = True
        return found
