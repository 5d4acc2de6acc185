"""A whole answer in its order, in so few bytes that it can be kept while somebody pages through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import F64, I64, U16, U32
from fabula.search.engine.protocol import Answer, Candidate, Request
from fabula.search.results import FacetCount

# What a count of a facet takes, with its value.
_FACET_COUNT_BYTES = 200


class HiddenCopies(NamedTuple):
    """The scenes that are shown behind others only.

    shown         int64[groups], ascending: segment << 32 | number of each scene that has others behind it.
    begins, ends  int64[groups]: which of the hidden scenes they are.
    segments, numbers  uint32[hidden]: where each of these is kept, best first.
    """

    shown: I64
    begins: I64
    ends: I64
    segments: U32
    numbers: U32

    def behind(self, segment: int, number: int) -> tuple[tuple[int, int], ...]:
        """(segment, number) of the scenes behind one, best first."""
        key = segment << 32 | number
        at = int(self.shown.searchsorted(key))
        if at == len(self.shown) or self.shown[at] != key:
            return ()
        hidden = slice(int(self.begins[at]), int(self.ends[at]))
        return tuple(zip(self.segments[hidden].tolist(), self.numbers[hidden].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class RankedScenes:
    """All scenes that are shown, best first, 18 bytes each: its pages are those that `Engine.answer` gives.

    total, by_tier     as in an `Answer`.
    segments, numbers  uint32[n]   where the engine keeps each.
    tiers, scores      uint16[n], float64[n].
    """

    total: int
    by_tier: tuple[int, ...]
    segments: U32
    numbers: U32
    tiers: U16
    scores: F64
    hidden: HiddenCopies | None = None
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)

    @classmethod
    def none(cls, by_tier: tuple[int, ...], facets: Mapping[str, tuple[FacetCount, ...]]) -> RankedScenes:
        """An answer without scenes."""
        numbers = np.empty(0, np.uint32)
        return cls(0, by_tier, numbers, numbers, np.empty(0, np.uint16), np.empty(0, np.float64), None, facets)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def nbytes(self) -> int:
        """About what it takes of the memory."""
        arrays: list[NDArray[Any]] = [self.segments, self.numbers, self.tiers, self.scores, *(self.hidden or ())]
        counts = sum(map(len, self.facets.values()))
        return sum(array.nbytes for array in arrays) + counts * _FACET_COUNT_BYTES

    def candidates(self, first: int, last: int) -> tuple[Candidate, ...]:
        """Those from `first` to before `last`."""
        part = slice(first, last)
        columns = [column[part].tolist() for column in (self.segments, self.numbers, self.tiers, self.scores)]
        return tuple(
            Candidate(segment, number, tier, score, self.hidden.behind(segment, number) if self.hidden else ())
            for segment, number, tier, score in zip(*columns, strict=True)
        )

    def answer(self, request: Request) -> Answer:
        """The page that is asked for, with the facets that are known."""
        page = self.candidates(request.offset, request.offset + request.limit)
        facets = {name: self.facets[name] for name in request.facets}
        return Answer(self.total, self.by_tier, page, facets, self.total - len(self))


def hidden_copies(segments: I64, numbers: I64, firsts: I64, hidden: I64, bounds: I64) -> HiddenCopies:
    """From scenes found by groups, as `collapse` gives them, to those that hide others.

    segments, numbers  int64[n]  where each scene found is kept.
    firsts             int64[groups]  the scene that is shown of each group.
    hidden, bounds     int64[...], int64[groups + 1]  the hidden scenes by group, and where those of each begin.
    """
    keys = segments[firsts] << 32 | numbers[firsts]
    hides = np.flatnonzero(np.diff(bounds))
    order = hides[np.argsort(keys[hides])]
    return HiddenCopies(
        keys[order],
        bounds[order],
        bounds[order + 1],
        segments[hidden].astype(np.uint32),
        numbers[hidden].astype(np.uint32),
    )
