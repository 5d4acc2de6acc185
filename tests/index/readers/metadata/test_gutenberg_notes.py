"""Pieces of a book are searched all at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.metadata.gutenberg_notes import fold_ascii, fold_pieces, pieces_with

WORDS = [b"pg", b"g #"]


@given(st.lists(st.text("Ppg #é—\n", max_size=8), max_size=8))
def test_pieces_with_words_are_those_that_hold_them(pieces: list[str]) -> None:
    """Oracle: each piece by itself."""
    expected = [number for number, piece in enumerate(pieces) if any(word in fold_ascii(piece) for word in WORDS)]
    assert list(pieces_with(WORDS, fold_pieces(pieces), len(pieces))) == expected


def test_a_piece_with_a_byte_of_0_leaves_all_of_them_to_be_searched() -> None:
    pieces = ["a\0pg", "b"]
    assert list(pieces_with(WORDS, fold_pieces(pieces), len(pieces))) == [0, 1]
