"""Words of a scene that matched together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self, overload

import numpy as np

from fabula.index.array_types import I64


class Run(NamedTuple):
    """The positions in the scene of the first and the last word, both included."""

    first: int
    last: int


class Runs(Sequence[Run]):
    """Sorted, disjoint runs as arrays, each made when it is asked for: of 200 words that matched a snippet shows ten.

    firsts, lasts  int64[runs], ascending.
    """

    def __init__(self, firsts: I64, lasts: I64) -> None:
        self.firsts, self.lasts = firsts, lasts

    @classmethod
    def of(cls, runs: Iterable[Run]) -> Self:
        both = np.array([*runs], np.int64).reshape(-1, 2)
        return cls(both[:, 0], both[:, 1])

    @classmethod
    def of_words(cls, positions: I64) -> Self:
        """A run for each of the positions (ascending, distinct)."""
        return cls(positions, positions)

    def __len__(self) -> int:
        return len(self.firsts)

    @overload
    def __getitem__(self, index: int) -> Run: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Run]: ...
    def __getitem__(self, index: int | slice) -> Run | Sequence[Run]:
        if isinstance(index, slice):
            return list(map(Run, self.firsts[index].tolist(), self.lasts[index].tolist()))
        return Run(int(self.firsts[index]), int(self.lasts[index]))

    def densest(self, width: int) -> tuple[int, int]:
        """The runs, half-open, within `width` words that have most words; the earliest of equals."""
        words_before = np.concatenate([[0], np.cumsum(self.lasts - self.firsts + 1)])
        ends = np.maximum(self.lasts.searchsorted(self.firsts + width), np.arange(1, len(self) + 1))
        best = int((words_before[ends] - words_before[:-1]).argmax())
        return best, int(ends[best])

    def within(self, first: int, last: int) -> tuple[int, int]:
        """The runs, half-open, that have any of the words from `first` to `last`, both included; at least one."""
        low = int(self.lasts.searchsorted(first))
        return min(low, len(self) - 1), max(low + 1, int(self.firsts.searchsorted(last, side="right")))


def join_overlapping(runs: Iterable[Run]) -> list[Run]:
    """Sorted, disjoint: runs that overlap become one.

    >>> join_overlapping([Run(4, 6), Run(0, 1), Run(6, 7)])
    [Run(first=0, last=1), Run(first=4, last=7)]
    """
    merged: list[Run] = []
    reached = -1
    for run in sorted(runs):
        first, last = run
        if first > reached:
            merged.append(run)
            reached = last
        elif last > reached:
            merged[-1] = Run(merged[-1].first, last)
            reached = last
    return merged
