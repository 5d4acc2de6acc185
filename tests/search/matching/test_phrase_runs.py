"""Occurrences of a phrase in one scene, with other words between its own or without."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.matching import phrase_runs
from fabula.search.matching.phrase_runs import phrase_positions, runs_side_by_side
from fabula.search.matching.runs import Run
from fabula.search.matching.scene_speech import Utterance
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.plan import Level, PhraseClause, ScopeFilter, SpeechScope

WORDS = st.sampled_from("abc")


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_runs, "_NUMBERS_AT_ONCE", 6)


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, min_size=1, max_size=3), st.integers(0, 4))
def test_the_nearest_run_from_each_first_word(text: list[str], phrase: list[str], slop: int) -> None:
    """Oracle: of all ascending choices of positions from one first word, the smallest, if it is short enough."""
    expected = []
    by_word = [[position for position, word in enumerate(text) if word == wanted] for wanted in phrase]
    for first in by_word[0]:
        runs = [run for run in product([first], *by_word[1:]) if list(run) == sorted(set(run))]
        nearest = min(runs, default=None)
        if nearest is not None and nearest[-1] - first <= len(phrase) - 1 + slop:
            expected.append(list(nearest))
    clause = PhraseClause(tuple((word,) for word in phrase), Level.SURFACE, slop=slop)
    found = phrase_positions(clause, SceneTerms.of_text(" ".join(text)))
    assert [run for piece in found for run in piece.tolist()] == expected


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, min_size=2, max_size=4))
def test_words_side_by_side(text: list[str], phrase: list[str]) -> None:
    """Oracle: the nearest runs without other words between them."""
    clause = PhraseClause(tuple((word,) for word in phrase), Level.SURFACE)
    scene = SceneTerms.of_text(" ".join(text))
    expected = [Run(run[0], run[-1]) for piece in phrase_positions(clause, scene) for run in piece.tolist()]
    assert list(runs_side_by_side(clause, scene)) == expected


@pytest.mark.parametrize(("wanted", "expected"), [("a c", []), ("c a", []), ("a b", [[0, 1]])])
def test_a_word_that_lies_outside_of_the_scope(wanted: str, expected: list[list[int]]) -> None:
    """A phrase of words that are all in the scene has no run if one of them is nowhere within the scope."""
    text = SceneTerms.of_text("a b c")
    spoken = SceneTerms(text.text, text.positions, lambda: pytest.fail(""), lambda: [Utterance(0, 1, True, None)])
    scope = ScopeFilter(SpeechScope.DIALOGUE)
    clause = PhraseClause(tuple((word,) for word in wanted.split()), Level.SURFACE, scope=scope)
    assert [run for piece in phrase_positions(clause, spoken) for run in piece.tolist()] == expected
