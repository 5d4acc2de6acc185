"""Long runs are cut evenly at paragraph ends."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import words
from fabula.index.segmentation.cuts import cut_points, split_paragraph


@given(st.lists(st.integers(0, 400), max_size=80), st.integers(1, 1_500))
def test_pieces_are_within_bounds(lengths: list[int], max_words: int) -> None:
    """No piece is longer than allowed unless it is one paragraph; all paragraphs are in one piece, in order."""
    starts = cut_points(lengths, max_words)
    assert starts == sorted(set(starts))
    assert bool(starts) == bool(lengths)
    for start, end in pairwise([*starts, len(lengths)]):
        assert end > start
        assert end - start == 1 or sum(lengths[start:end]) <= max_words


@given(st.lists(st.integers(1, 60), min_size=1, max_size=200))
def test_pieces_are_even(lengths: list[int]) -> None:
    """Where paragraphs are short, no piece is less than a fifth of `max_words`."""
    total, max_words = sum(lengths), 600
    starts = cut_points(lengths, max_words)
    pieces = [sum(lengths[s:e]) for s, e in pairwise([*starts, len(lengths)])]
    if total > max_words:
        assert min(pieces) >= max_words / 5
    else:
        assert len(pieces) == 1


PIECES = st.sampled_from(["One two. ", "three ", "don't ", "“Go!” ", "日本。", "x", "\n", "  ", "…"])


@given(st.lists(PIECES, max_size=200).map("".join), st.integers(1, 20))
def test_a_split_paragraph_keeps_every_word(text: str, max_words: int) -> None:
    """Whatever the text, its words are those of its pieces, in order and whole."""
    pieces = split_paragraph(text, len(words(text)), max_words)
    assert [word for piece in pieces for word in words(piece)] == words(text)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_paragraph_is_split_where_sentences_end() -> None:
    """Pieces are about as long as asked for and end in full stops; without any, between words; without spaces, not."""
    text = "It was a long and rainy day, and nobody came. " * 1_000
    pieces = split_paragraph(text, len(words(text)), 500)
    assert all(piece.rstrip().endswith("came.") for piece in pieces)
    assert max(len(words(piece)) for piece in pieces) <= 750
    pieces = split_paragraph("word " * 10_000, 10_000, 500)
    assert {word for piece in pieces for word in piece.split()} == {"word"} and len(pieces) >= 14
    assert split_paragraph("x" * 10_000, 10_000, 500) == ["x" * 10_000]
