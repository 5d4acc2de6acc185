"""Pieces of plain texts become paragraphs in one line, or verse with its own lines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.model import BlockKind
from fabula.index.readers.structure.line_end_hyphens import LineEndHyphens
from fabula.index.readers.structure.text_layout import Layout, LineStyle
from fabula.index.readers.structure.unwrapping import _collapse_blanks, unwrap_piece, unwrap_pieces


def test_a_wrapped_paragraph_is_one_line() -> None:
    """A hyphen or dash at the end of a line joins the words on both sides of it."""
    layout = Layout(LineStyle.WRAPPED, 20)
    assert unwrap_piece("the well-\nknown ferry left at", layout) == (
        BlockKind.PARAGRAPH,
        "the well-known ferry left at",
    )
    assert unwrap_piece("a\n  b", Layout(LineStyle.VERBATIM, 20)) == (BlockKind.VERSE, "a\n  b")


@given(
    st.lists(st.text(alphabet="aB -—\n\t\u3000雨.\u00ad", min_size=1).filter(str.strip), max_size=8),
    st.sampled_from(LineStyle),
    st.booleans(),
)
def test_pieces_unwrapped_together_are_those_unwrapped_alone(
    pieces: list[str], style: LineStyle, is_unspaced: bool
) -> None:
    """What stands beside a piece changes nothing of it."""
    layout = Layout(style, 20, is_unspaced)
    hyphens = LineEndHyphens("\n\n".join(pieces))
    assert unwrap_pieces(pieces, layout, hyphens) == [unwrap_piece(piece, layout, hyphens) for piece in pieces]


@pytest.mark.parametrize(
    ("text", "joined"),
    [("a --\nb", "a -- b"), ("a--\nb", "a--b"), ("a ——\nb", "a ——b"), ("—\nb", "— b"), ("a-—\nb", "a-— b"),
     ("a—-\n—\nb", "a—-— b")],
)  # fmt: skip
def test_dashes_that_touch_a_word_join_lines(text: str, joined: str) -> None:
    """A dash behind a blank or at the beginning joins nothing."""
    assert unwrap_piece(text, Layout(LineStyle.WRAPPED, 4)) == (BlockKind.PARAGRAPH, joined)


def test_no_pieces_are_no_paragraphs() -> None:
    assert unwrap_pieces([], Layout(LineStyle.WRAPPED, 72), LineEndHyphens("")) == []


@given(st.text(alphabet="ab \t雨😀.", max_size=60), st.sampled_from([1, 100]))
def test_runs_of_blanks_are_one_blank(text: str, repeats: int) -> None:
    """Oracle: a pattern; over short texts and long ones, of characters of all widths."""
    text *= repeats
    assert _collapse_blanks(text) == re.sub("  +", " ", text.replace("\t", " "))
