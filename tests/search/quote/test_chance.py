"""Words that stand in a passage by chance are not those of the line."""

from __future__ import annotations

import numpy as np

from fabula.search.engine.alignment import Pair
from fabula.search.quote.chance import meant


def meant_words(query: str, text: str, pairs: list[tuple[int, int]], similarity: float = 1.0) -> list[str]:
    words, actual = query.split(), text.split()
    grid = np.zeros((len(words), len(actual)), np.float32)
    for remembered, at in pairs:
        grid[remembered, at] = 1.0 if words[remembered] == actual[at] else similarity
    weights = np.array([0.5 if len(word) < 4 else 4.0 for word in words])
    return [actual[pair.text] for pair in meant([Pair(*pair) for pair in pairs], words, grid, weights)]


def test_a_common_word_far_away_is_chance() -> None:
    """Beside the passage it is a word of the line."""
    text = "the heron flew over grey water beyond all of the harbour"
    assert meant_words("heron flew the", text, [(0, 1), (1, 2), (2, 9)]) == ["heron", "flew"]
    assert meant_words("the heron flew", text, [(0, 0), (1, 1), (2, 2)]) == ["the", "heron", "flew"]


def test_a_rare_word_far_away_is_none() -> None:
    """A line may be remembered with its middle left out."""
    text = "heron flew over grey water beyond all of the harbour"
    assert meant_words("heron flew harbour", text, [(0, 0), (1, 1), (2, 9)]) == ["heron", "flew", "harbour"]


def test_short_words_that_are_spelt_alike_are_chance() -> None:
    """ "was" is no "as"; "harbor" is "harbour"."""
    assert meant_words("heron was grey", "heron as grey", [(0, 0), (1, 1), (2, 2)], 0.6) == ["heron", "grey"]
    assert meant_words("grey harbor", "grey harbour", [(0, 0), (1, 1)], 0.8) == ["grey", "harbour"]


def test_something_is_always_marked() -> None:
    """Where all of it is chance, all of it is shown."""
    assert meant_words("the of", "the a a a a a of", [(0, 0), (1, 6)]) == ["the", "of"]
