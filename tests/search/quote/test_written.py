"""Every term is part of one written word, and punctuation goes with the word that it touches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import terms
from fabula.search.quote.written import written_words


def written(text: str) -> list[str]:
    return [word.text for word in written_words(text, [(term.start, term.end) for term in terms(text)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Here’s looking,” he said.", ["“Here’s", "looking,”", "he", "said."]),
        ("madness—yet there", ["madness—", "yet", "there"]),
        ("so -- he went", ["so --", "he", "went"]),
        ("can't, won't; I'm", ["can't,", "won't;", "I'm"]),
        ("rock 'n' roll", ["rock", "'n'", "roll"]),
        ("end\n\n* * * * *\n\nNew", ["end", "New"]),
        ("«Приди!» — сказал он", ["«Приди!» —".split()[0], "сказал", "он"]),
    ],
)
def test_punctuation_stays_with_its_word(text: str, expected: list[str]) -> None:
    """Opening marks with the next word, all others with the one before; an ornament with neither."""
    assert written(text) == expected


@given(st.text(alphabet="ab'’-– .,“”\n春é", max_size=40))
def test_no_term_is_lost(text: str) -> None:
    """Each stands in one word, in order."""
    found = terms(text)
    groups = written_words(text, [(term.start, term.end) for term in found])
    assert [index for word in groups for index in range(word.first, word.last + 1)] == list(range(len(found)))
    assert all("\n" not in word.text for word in groups)
