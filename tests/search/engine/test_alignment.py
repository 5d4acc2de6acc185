"""Alignment finds the best score, as trying every step does."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.engine.alignment import Pair, align_windows, path_of

WORDS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=7)


def grid_of(query: list[str], text: list[str]) -> np.ndarray:
    return np.array([[[float(one == other) for other in text] for one in query]], np.float32)


def best(query: list[str], text: list[str], weights: np.ndarray) -> float:
    """The same score by trying every step."""
    average = float(weights.mean())

    @cache
    def ending(word: int, place: int) -> float:
        """The first `word` words aligned with the first `place` ones, nothing inserted after the last of them."""
        if not word:
            return 0.0
        scores = [ending(word - 1, place), *_inserted(word - 1, place)]
        if place:
            gain = weights[word - 1] * (query[word - 1] == text[place - 1]) + 0.02 * average
            scores += [score + gain for score in (ending(word - 1, place - 1), *_inserted(word - 1, place - 1))]
        return max(scores)

    def _inserted(word: int, place: int) -> list[float]:
        if not word:
            return []
        return [ending(word, start) - average * (0.2 + 0.08 * (place - start)) for start in range(place)]

    return max(ending(len(query), place) for place in range(len(text) + 1))


@given(WORDS, WORDS, st.data())
def test_the_score_is_that_of_the_best_alignment(query: list[str], text: list[str], data: st.DataObject) -> None:
    """No way of leaving out, inserting and changing words has a better one."""
    weights = np.array(data.draw(st.lists(st.floats(0.1, 10), min_size=len(query), max_size=len(query))))
    masses, _ = align_windows(grid_of(query, text), weights)
    assert abs(masses[0] - best(query, text, weights)) < 1e-6


@given(WORDS, WORDS)
def test_the_path_has_every_word_of_both_sides(query: list[str], text: list[str]) -> None:
    """The quote's words once each, and the text's from the first to the last, in order."""
    grid, weights = grid_of(query, text), np.ones(len(query))
    masses, rows = align_windows(grid, weights)
    path = path_of(rows, grid, weights, 0)
    assert [pair.query for pair in path if pair.query >= 0] == list(range(len(query)))
    places = [pair.text for pair in path if pair.text >= 0]
    assert places == list(range(places[0], places[0] + len(places))) if places else True
    gains = sum(1.02 if query[q] == text[t] else 0.02 for q, t in path if q >= 0 and t >= 0)
    inserted = "".join(str(int(pair.query < 0)) for pair in path)
    assert abs(gains - 0.08 * inserted.count("1") - 0.2 * len(inserted.replace("0", " ").split()) - masses[0]) < 1e-6


def test_inserted_words_differ_from_changed_ones() -> None:
    """A tag in the midst of a line is inserted; a word instead of another is changed."""
    query, text = "you would been mine".split(), "you would she says been ours".split()
    grid, weights = grid_of(query, text), np.ones(4)
    _, rows = align_windows(grid, weights)
    assert path_of(rows, grid, weights, 0) == [
        Pair(0, 0), Pair(1, 1), Pair(-1, 2), Pair(-1, 3), Pair(2, 4), Pair(3, 5),
    ]  # fmt: skip
