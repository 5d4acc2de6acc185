"""Exact quotes are found letter by letter, in scenes and by the engine alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import Work
from fabula.index.analysis import words
from fabula.search import Library
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.matching.verbatim import stands_verbatim, verbatim_runs
from fabula.search.plan import Level, PhraseClause


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ('="— You"', "He rose.  —\n\nYou stayed.", ["—\n\nYou"]),
        ('="…  You"', "…\u00a0You stayed.", ["…\u00a0You"]),
        ('="stayed. —"', "You stayed.\n— He rose.", ["stayed.\n—"]),
        ('="-You"', "You. -You", ["-You"]),
        ('="can"', "Ocean, canyon, can.", ["can"]),
        ('="本"', "日本語", ["本"]),
        ('="don\'t"', "I don't, don’t.", ["don't"]),
        ('="e"', "he e-mailed the eel", ["e"]),
        ('="You."', "You", []),
    ],
)
def test_text_as_written(
    make_work: Callable[..., Work], make_library: Callable[..., Path], query: str, text: str, expected: list[str]
) -> None:
    """Every sign of an exact quote must be there, outside its first and last word as well; white space is all one."""
    with Library.open(make_library(make_work(text), make_work("Other words.", title="Other"))) as library:
        hits = library.search(query).hits
        assert [hit.scene.text[a:b] for hit in hits for a, b in hit.matches] == expected


@given(st.lists(st.sampled_from(["ab", "b", "'t", "don", "“", "—", ".", " ", "  ", "\n\n", "日", "é"]), max_size=14))
def test_stands_verbatim_if_any_run_does(pieces: list[str]) -> None:
    """The engine's quick check and the marks agree, for any text."""
    text = "".join(pieces)
    for wanted in ("b", "don't", "“ b", "b —", "日", "ab . b"):
        phrase = PhraseClause(tuple((word,) for word in words(wanted)), Level.SURFACE, verbatim=wanted)
        scene = SceneTerms.of_text(text)
        assert stands_verbatim(phrase, text) == any(verbatim_runs(phrase, scene))


PARTED = ["ab", "b", "-", "\u00ad", "\u00ad\n", "-\u00ad \n ", "\n", " ", "\n\n", ".", "日"]


@given(st.lists(st.sampled_from(PARTED), max_size=14))
def test_a_soft_hyphen_at_a_line_end_separates_no_words(pieces: list[str]) -> None:
    """The engine's quick check and the marks agree about words that a line's end parts."""
    text = "".join(pieces)
    for wanted in ("b", "ab b", "b. ab", "ab\u00ad b", "ab-\u00ad\nb b", "日 b", ". b"):
        phrase = PhraseClause(tuple((word,) for word in words(wanted)), Level.SURFACE, verbatim=wanted)
        scene = SceneTerms.of_text(text)
        assert stands_verbatim(phrase, text) == any(verbatim_runs(phrase, scene))
