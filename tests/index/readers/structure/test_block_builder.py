"""Paragraphs and lines out of texts and line ends."""

from __future__ import annotations

from fabula.index.readers.structure.block_builder import BlockBuilder, collapse_whitespace


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
