"""How much each character spoke just before a speech."""

from __future__ import annotations

import numpy as np

from fabula.index.array_types import F64, I64
from fabula.index.dialogue.speakers.chances import Chances
from .facts import Facts

# The speakers of so many speeches back count as recent, each with this share of the next one's weight.
_RECENT_SPEECHES, _RECENT_DECAY = 10, 0.8
_MAX_RECENCY = 3.0


def recency(facts: Facts, low: int, high: int, chances: Chances) -> tuple[F64, I64]:
    """float64[speeches, columns]: how much each character spoke in the speeches of its scene before those from `low`
    to `high`, the last counting most; and int64 by character: its column. Column 0 is that of all who did not speak."""
    first = max(0, low - _RECENT_SPEECHES)
    begin, end = chances.starts[first], chances.starts[high]
    characters, known = chances.characters[begin:end], chances.characters[begin:end] >= 0
    # Few of the characters of a long work speak within so many speeches.
    columns = np.zeros(facts.nobody + 1, np.int64)
    columns[characters[known]] = 1
    speaking = np.flatnonzero(columns)
    columns[speaking] = np.arange(1, len(speaking) + 1)
    table = np.zeros((high - low + _RECENT_SPEECHES, len(speaking) + 1))
    rows = chances.speeches(first, high)[known] - (low - _RECENT_SPEECHES)
    table[rows, columns[characters[known]]] = chances.values[begin:end][known]
    behind = np.arange(low, high) - facts.firsts[low:high]
    # The farthest first (Horner's rule), so that each step is done in place.
    recent = np.zeros((high - low, table.shape[1]))
    for back in range(_RECENT_SPEECHES, 0, -1):
        place = _RECENT_SPEECHES - back
        recent *= _RECENT_DECAY
        recent += table[place : place + high - low]
        recent[behind < back] = 0
    return np.minimum(recent, _MAX_RECENCY), columns
