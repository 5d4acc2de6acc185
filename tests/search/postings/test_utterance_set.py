"""The words of some utterances are counted as a walk over all words counts them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.postings.utterance_set import UtteranceSet

UTTERANCES = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.booleans()), max_size=8)


@given(UTTERANCES, st.booleans(), st.integers(1, 6))
def test_counts(utterances: list[tuple[int, int, bool]], all_of_them: bool, length: int) -> None:
    """Each utterance by the words of narration before it, its own words, and whether it is in the set."""
    is_word: list[bool] = []
    firsts: list[int] = []
    for gap, words, chosen in utterances:
        is_word += [False] * gap
        firsts.append(len(is_word))
        is_word += [chosen or all_of_them] * words
    is_word += [False] * 12
    chosen_mask = None if all_of_them else np.array([chosen for _, _, chosen in utterances], bool)
    lengths = np.array([words for _, words, _ in utterances], np.int64)
    utterance_set = UtteranceSet(np.array(firsts, np.int64), lengths, chosen_mask)
    starts = np.arange(len(is_word) - length)
    assert utterance_set.words_before(starts).tolist() == [sum(is_word[:start]) for start in starts]
    counts = [sum(is_word[start : start + length]) for start in starts]
    assert utterance_set.words_from(starts, length).tolist() == counts
    for positions in (starts, starts[::3], starts.astype(np.uint32)):
        assert utterance_set.contains(positions).tolist() == [is_word[position] for position in positions.tolist()]


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.data())
def test_has_all(chosen: list[bool], data: st.DataObject) -> None:
    """True where every utterance of a range is in the set."""
    size = len(chosen)
    first = data.draw(st.integers(0, size - 1))
    last = data.draw(st.integers(first, size - 1))
    utterance_set = UtteranceSet(np.arange(size) * 2, np.ones(size, np.int64), np.array(chosen))
    assert utterance_set.has_all(np.array([first]), np.array([last])).tolist() == [all(chosen[first : last + 1])]
