"""Lists of lists of numbers as two arrays, so that many of them are gone through at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, Mask


class Expanded(NamedTuple):
    """The items of some lists: int64[m] each. `owners` says which list each is from, `places` where it stands in it."""

    owners: I64
    places: I64
    items: I64


class Ragged(NamedTuple):
    """n lists, one after the other.

    starts  int64[n + 1]: where each begins; the last is the number of all items.
    items   int64[m].
    """

    starts: I64
    items: I64

    @classmethod
    def of(cls, lists: Sequence[Collection[int]]) -> Ragged:
        """The lists as arrays.

        >>> Ragged.of([[7, 8], [], [9]]).starts.tolist()
        [0, 2, 2, 3]
        """
        starts = np.zeros(len(lists) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, lists), np.int64, len(lists)), out=starts[1:])
        return cls(starts, np.fromiter(chain.from_iterable(lists), np.int64, int(starts[-1])))

    def expanded(self, numbers: I64) -> Expanded:
        """The items of the lists with these numbers, in their order; `owners` are indexes into `numbers`.

        >>> Ragged.of([[7, 8], [], [9]]).expanded(np.array([2, 0])).items.tolist()
        [9, 7, 8]
        """
        firsts = self.starts[numbers]
        lengths = self.starts[numbers + 1] - firsts
        owners = np.repeat(np.arange(len(numbers)), lengths)
        places = np.arange(len(owners)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return Expanded(owners, places, self.items[np.repeat(firsts, lengths) + places])

    def firsts(self, default: int) -> I64:
        """int64[n]: the first item of each list, `default` of an empty one."""
        return self._at(self.starts[:-1], default)

    def lasts(self, default: int) -> I64:
        """int64[n]: the last item of each list, `default` of an empty one."""
        return self._at(self.starts[1:] - 1, default)

    def _at(self, places: I64, default: int) -> I64:
        is_filled = self.starts[1:] > self.starts[:-1]
        found = np.full(len(is_filled), default, np.int64)
        found[is_filled] = self.items[places[is_filled]]
        return found


def opens_runs(values: I64) -> Mask:
    """bool[n]: whether each value differs from the one before it.

    >>> opens_runs(np.array([4, 4, 6])).tolist()
    [True, False, True]
    """
    opens = np.ones(len(values), bool)
    opens[1:] = values[1:] != values[:-1]
    return opens


def places_in_runs(values: I64) -> I64:
    """int64[n]: how many equal values stand right before each.

    >>> places_in_runs(np.array([4, 4, 6, 6, 6])).tolist()
    [0, 1, 0, 1, 2]
    """
    numbers = np.arange(len(values))
    return numbers - np.maximum.accumulate(np.where(opens_runs(values), numbers, 0))
