"""A phrase begins where its rarest word allows it to, in scenes that have all of its words."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.array_types import I64
from fabula.search.engine.phrase_search import PhraseSearch, phrase_starts


@given(st.lists(st.integers(0, 30), unique=True).map(sorted), st.integers(0, 5), st.integers(-3, 30))
def test_phrase_starts(positions: list[int], index: int, last: int) -> None:
    """The word's positions less its index, from 0 to the last start that leaves room for the phrase."""
    expected = [position - index for position in positions if 0 <= position - index <= last]
    assert phrase_starts(np.array(positions, np.uint32), index, last).tolist() == expected


class Counted:
    """What a posting list says of the scenes: `counts` has how often the word is in each."""

    def __init__(self, counts: list[int]) -> None:
        self._counts = np.array(counts, np.int64)
        self.frequency = sum(counts)

    def scenes(self) -> I64:
        return np.flatnonzero(self._counts)

    def counts_in(self, scenes: I64) -> I64:
        return self._counts[scenes]


@given(
    st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=6),
    st.lists(st.integers(0, 2), min_size=1, max_size=5),
)
def test_scenes_with_all(scenes: list[tuple[int, int, int]], wanted: list[int]) -> None:
    """A scene has each word at least as often as it is listed, also when it is asked again."""
    words = [Counted(list(counts)) for counts in zip(*scenes, strict=True)]
    expected = [number for number, counts in enumerate(scenes) if all(counts[w] >= wanted.count(w) for w in wanted)]
    search = PhraseSearch(cast(Any, None))
    for _ in range(2):
        assert search.scenes_with_all(cast(Any, [words[word] for word in wanted])).tolist() == expected
