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
