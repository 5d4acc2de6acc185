"""Lines are collected into blocks."""

from __future__ import annotations

import pytest

from fabula.index.model import Block, BlockKind
from fabula.index.readers.light_markup.blocks import Inline, MarkupBlocks, without_marks


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("*so*", "so"),
        ("_*so*_", "so"),
        ("2*3*4", "2*3*4"),
        ("* a *", "* a *"),
        (r"\*so*", r"\*so*"),
        ("*a b*!", "a b!"),
    ],
)
def test_marks_around_words_go(marked: str, plain: str) -> None:
    """Signs around a word or more are marks, all others are text."""
    assert without_marks(marked, "*_") == plain


def test_lines_become_paragraphs_verse_and_breaks() -> None:
    """Blank lines are counted, lines with hard ends are verse, an ornament is a break, a note follows its text."""
    blocks = MarkupBlocks(lambda text: Inline(text.replace("!", ""), ("Note.",) if "!" in text else ()))
    for line in ("She went", "and came.!", "", "", "* * *", "", "O lamp", "who lit thee", ""):
        if line:
            blocks.add_line(line, is_hard=line.startswith("O"))
        else:
            blocks.add_blank_line()
    assert blocks.blocks == [
        Block(BlockKind.PARAGRAPH, "She went and came.", gap=0),
        Block(BlockKind.NOTE, "Note.", gap=0),
        Block(BlockKind.BREAK, "* * *", gap=2),
        Block(BlockKind.VERSE, "O lamp\nwho lit thee", gap=1),
    ]


def test_blocks_of_a_note_are_notes() -> None:
    """Headings and text are notes while `is_note` is set; breaks go."""
    blocks = MarkupBlocks(Inline)
    blocks.is_note = True
    blocks.add_heading("Copyright", 1)
    blocks.add_break("***")
    blocks.add_line("Nobody owns this.")
    blocks.end_paragraph()
    assert [(block.kind, block.text) for block in blocks.blocks] == [
        (BlockKind.NOTE, "Copyright"),
        (BlockKind.NOTE, "Nobody owns this."),
    ]
