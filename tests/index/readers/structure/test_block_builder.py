"""Paragraphs and lines out of texts and line ends."""

from __future__ import annotations

import random

from fabula.index.readers.structure.block_builder import BlockBuilder
from fabula.index.readers.structure.collapsing import collapse_whitespace


def finished(builder: BlockBuilder) -> list[str]:
    return [block.text for block in builder.finish()]


def test_white_space_collapses() -> None:
    """Blanks, tabs and line ends are one blank; those that do not break stay."""
    assert collapse_whitespace("\n a\t\r\n  b\f\u00a0c  \ufeff") == "a b \u00a0c"


def test_lines_that_count_beside_those_that_do_not() -> None:
    """A line end in a text that keeps them parts lines, one in any other text of the paragraph is a blank."""
    builder = BlockBuilder()
    builder.add_text("She\nput ")
    builder.add_lines("the letter.\nHe left")
    builder.add_text("\nhome.")
    assert finished(builder) == ["She put the letter.", "He left home."]


def test_a_line_ends_once() -> None:
    """An end of a line before a line break, or at the start and the end of a paragraph, adds no blank line."""
    builder = BlockBuilder()
    builder.end_line()
    builder.add_text("O lamp,")
    builder.end_line()
    builder.end_line()
    builder.add_text(" \n ")
    builder.add_line_break()
    builder.add_text("O lamp")
    builder.end_line()
    assert finished(builder) == ["O lamp,\nO lamp"]


def test_tail_and_what_is_taken_back() -> None:
    """The end of the open line can be read, and a sign of it removed."""
    builder = BlockBuilder()
    builder.add_text("flew")
    builder.add_text("[")
    builder.add_text("")
    assert builder.tail() == "flew["
    builder.take_back("[")
    assert finished(builder) == ["flew"]


def test_text_after_the_last_block() -> None:
    """It joins the last block, if that is new enough."""
    builder = BlockBuilder()
    builder.add_text("“No.")
    builder.end_paragraph()
    assert not builder.append_to_last("”", 1)
    assert builder.append_to_last("”", 0)
    assert finished(builder) == ["“No.”"]


def test_paragraphs_are_added_at_once_as_one_after_the_other() -> None:
    """Whatever is open and among them: empty paragraphs, breaks, messages of an archive, signs that nobody sees."""
    texts = (
        "She lit the lamp.", " It  was\nlate. ", "", " ", "\u3000", "\u200b", "* * *", "oOo", "\ufeffOh", "a\0b",
        "(See the end of the chapter for notes.)", "Posted originally on the Archive of Our Own at https://a.example/w/1",
        "Please drop by the archive and comment to let the creator know", "Seen", "Chapter 1", "\xa0", "x\u3000",
    )  # fmt: skip
    chance = random.Random(3)
    for round_ in range(2_000):
        ones, many = BlockBuilder(), BlockBuilder()
        for builder in (ones, many):
            state = random.Random(round_)
            for name in ("notes", "soft_notes", "front", "verse", "preformatted", "hgroups", "links", "heading"):
                setattr(builder.open_elements, name, int(state.random() < 0.1))
            if state.random() < 0.3:
                builder.add_text(state.choice(texts))
            if state.random() < 0.2:
                builder.add_paragraph(("Before.",))
                builder.add_blank_line()
        run = chance.choices(texts, k=chance.randrange(6))
        assert list(many.add_paragraphs(run)) == [ones.add_paragraph((text,)) for text in run]
        assert many.finish() == ones.finish(), run
        assert many.holds_text == ones.holds_text
