"""Names are found in runs of words with capitals as in the text itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue.speakers.written_names import NAMES, plain, written_names

PIECES = (
    *("Anna", "Mr", "Mr.", "St.", "Commander", "d'Orvell", "d’Orvell", "D'Orvell", "O'Neil", "Jean-Paul", "Élise", "Ш"),
    *(
        "He",
        "The",
        "I",
        "Lord's",
        "M",
        "M.",
        "de",
        "von",
        "the",
        "of",
        "saw",
        "dog",
        "d",
        "'s",
        "’s",
        "'",
        "-",
        "--",
        "—",
    ),
    *("'s", "’s", "'", "-", "--", "—", " ", " ", " ", " ", ". ", ", ", "\n", "\0", "_", "7", "."),
)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_names_are_those_of_the_pattern(text: str) -> None:
    """The same places, whatever stands around them."""
    assert list(written_names(text)) == [(*match.span(), plain(match[0])) for match in NAMES.finditer(text)]


@pytest.mark.parametrize("count", [20, 21, 50])
def test_a_long_row_of_capitals(count: int) -> None:
    """Names of four words, as the pattern finds them."""
    text = " ".join(["Anna"] * count)
    assert list(written_names(text)) == [(*match.span(), plain(match[0])) for match in NAMES.finditer(text)]
