"""The layout of plain texts, learned from themselves, and their pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.structure.text_layout import Layout, LineStyle, learn_layout, split_pieces

WRAPPED = "\n".join(["The ferry left at noon, and the lamp was lit on the far side of the", "river."] * 3)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("\n\n".join([WRAPPED.replace("river.\n", "river and all that lies beyond the old salt road to the\n")] * 5),
         LineStyle.WRAPPED),
        ("She left at noon.\nIt rained.\nNobody came at all, and the lamp was out.\n" * 5, LineStyle.UNWRAPPED),
        ("one paragraph\n\nanother\n", LineStyle.UNWRAPPED),
        ("the lamp is lit\nthe ferry gone\nthe salt road white\nand none upon\n\n" * 5, LineStyle.VERBATIM),
    ],
)  # fmt: skip
def test_the_style_of_lines_is_learned(text: str, style: LineStyle) -> None:
    """Lines cut at a margin, lines that are paragraphs, and verse."""
    assert learn_layout(text).line_style is style


@given(st.text(alphabet="ab \n", max_size=80), st.sampled_from(LineStyle))
def test_every_line_is_in_one_piece(text: str, style: LineStyle) -> None:
    """The pieces hold all lines that are not blank, once and in order."""
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    lines = [line for piece in split_pieces(text, Layout(style, 72)) for line in piece.text.split("\n")]
    assert lines == [line for line in text.split("\n") if line]


@given(st.lists(st.sampled_from(["", "", "a line", "雨。", "Chapter 7"]), max_size=14))
def test_gaps_are_the_blank_lines_before_pieces(lines: list[str]) -> None:
    """Written out again with their gaps, pieces stand where they stood."""
    pieces = split_pieces("\n".join(lines), Layout(LineStyle.VERBATIM, 72))
    written = [line for gap, text in pieces for line in [*[""] * gap, *text.split("\n")]]
    assert written == lines[: len(written)]
    assert not any(lines[len(written) :])
