"""How likely it is who speaks, for all speeches of a work."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fabula.index.array_types import F64, I64
from .evidence import NOBODY
from .ragged import opens_runs


class Chances(NamedTuple):
    """The speakers that a speech may have, each with a chance; those of one speech side by side.

    starts      int64[n + 1]: where those of each of n speeches begin; the last is the number of all.
    characters  int64[m], `NOBODY` among them.
    values      float64[m].
    """

    starts: I64
    characters: I64
    values: F64

    @classmethod
    def of(cls, count: int, speeches: I64, characters: I64, values: F64) -> Chances:
        """Those of `count` speeches; `speeches`: int64[m], ascending, whose chance each is."""
        return cls(np.searchsorted(speeches, np.arange(count + 1)), characters, values)

    def speeches(self, low: int, high: int) -> I64:
        """int64[k]: whose each chance is, of the speeches from `low` to `high`."""
        return np.repeat(np.arange(low, high), np.diff(self.starts[low : high + 1]))

    def likeliest(self) -> tuple[I64, F64]:
        """int64[n] and float64[n]: the likeliest speaker of each speech and the chance; (NOBODY, 0.0) without any."""
        count = len(self.starts) - 1
        speeches = self.speeches(0, count)
        order = np.lexsort((-self.values, speeches))
        firsts = order[opens_runs(speeches)]
        characters, values = np.full(count, NOBODY, np.int64), np.zeros(count)
        characters[speeches[firsts]], values[speeches[firsts]] = self.characters[firsts], self.values[firsts]
        return characters, values

    def above(self, least: float) -> tuple[I64, I64]:
        """int64[k] each: the speeches and characters of the chances above a bound, without those of nobody."""
        chosen = (self.values > least) & (self.characters >= 0)
        return self.speeches(0, len(self.starts) - 1)[chosen], self.characters[chosen]
