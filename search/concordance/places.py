"""The places around a match that matches are sorted and grouped by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U32
from fabula.index.errors import OptionError
from fabula.search.postings.sorted_positions import Positions

MAX_DISTANCE = 5
MAX_KEYS = 3
# Of a match so many words are compared, as many as of the text on either side.
MATCH_WORDS = 5
PLACES = (
    *(f"left{distance}" for distance in range(MAX_DISTANCE, 0, -1)),
    "match",
    *(f"right{distance}" for distance in range(1, MAX_DISTANCE + 1)),
)

_NAMED = re.compile(r"(-?)(match|left[1-5]|right[1-5])")


class Place(NamedTuple):
    """One word near a match, by its distance from the match's first word, or from its last.

    is_inside   True for a word of the match itself, which short matches lack.
    descending  whether a sort goes from z to a.
    """

    step: int
    from_last: bool = False
    is_inside: bool = False
    descending: bool = False

    def position(self, first: int, last: int, words: int) -> int:
        """Where the word stands in a scene of so many words; -1 if there is none."""
        position = (last if self.from_last else first) + self.step
        return position if 0 <= position < (last + 1 if self.is_inside else words) else -1

    def positions(self, firsts: Positions, lasts: Positions, begins: U32, ends: U32) -> I64:
        """int64[matches]: the same for many matches; those that exist ascend if the matches do.

        firsts, lasts  of each match, in the segment.
        begins, ends   of the words of its scene, there.
        """
        positions = (lasts if self.from_last else firsts).astype(np.int64) + self.step
        exists = (positions >= begins) & (positions < ends)
        if self.is_inside:
            exists &= positions <= lasts
        return np.where(exists, positions, -1)


def sort_places(names: Sequence[str]) -> list[Place]:
    """The places of a sort, the first counting most. Raises OptionError."""
    if len(names) > MAX_KEYS:
        raise OptionError(f"A concordance is sorted by up to {MAX_KEYS} places.", hint=f"Name {MAX_KEYS} of them.")
    return [place for name in names for place in _places(name, "sort by")]


def group_places(name: str) -> list[Place]:
    """The places of the words that matches are grouped by. Raises OptionError."""
    if name.startswith("-"):
        raise OptionError(f'"{name}" is no place to group by.', hint=f"The places are: {', '.join(PLACES)}.")
    return _places(name, "group by")


def _places(name: str, what_for: str) -> list[Place]:
    named = _NAMED.fullmatch(name)
    if named is None:
        raise OptionError(
            f'"{name[:40]}" is no place to {what_for}.',
            hint=f"The places are: {', '.join(PLACES)}; with a - before it from z to a.",
        )
    descending, place = bool(named[1]), named[2]
    if place == "match":
        return [Place(step, is_inside=True, descending=descending) for step in range(MATCH_WORDS)]
    distance = int(place[-1])
    if place.startswith("left"):
        return [Place(-distance, descending=descending)]
    return [Place(distance, from_last=True, descending=descending)]
