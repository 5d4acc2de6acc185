"""Blocks collected into chapters, and chapters by the headings of a page."""

from __future__ import annotations

from fabula.index.model import Block, BlockKind
from fabula.index.readers.description import Description
from fabula.index.readers.structure.chapters import ChapterBuilder, as_note
from fabula.index.readers.structure.heading_chapters import chapters_by_headings, own_title_keys
from ....growth import grows_evenly


def heading(text: str, level: int = 1) -> Block:
    return Block(BlockKind.HEADING, text, level)


STORY = Block(BlockKind.PARAGRAPH, "It rained.")


def test_chapters_with_a_story_are_numbered() -> None:
    """A prologue has no number; a heading right before a chapter goes into it."""
    builder = ChapterBuilder("a.xhtml")
    for title in ("Prologue", "Noon", "Night"):
        if title == "Night":
            builder.add(heading("PART TWO"))
        builder.open(title)
        builder.add(STORY)
    chapters = builder.finish()
    assert [(chapter.title, chapter.number) for chapter in chapters] == [("Prologue", None), ("Noon", 1), ("Night", 2)]
    assert [block.text for block in chapters[2].blocks] == ["PART TWO", "It rained."]
    assert {chapter.path for chapter in chapters} == {"a.xhtml"}


def test_a_note_is_one_line() -> None:
    """A block without text stays as it is."""
    assert as_note(Block(BlockKind.VERSE, "a\nb", gap=2)) == Block(BlockKind.NOTE, "a b", gap=2)
    assert as_note(Block(BlockKind.BREAK, "")) == Block(BlockKind.BREAK, "")


def test_the_highest_repeated_heading_opens_chapters() -> None:
    """The work's own title and its byline open none."""
    description = Description("The Lamp", ("Mara Vell",))
    blocks = [heading("The Lamp"), heading("by Mara Vell", 2), heading("Noon", 2), STORY, heading("Night", 2), STORY]
    chapters = chapters_by_headings(blocks, description)
    assert [chapter.title for chapter in chapters if chapter.number] == ["Noon", "Night"]
    assert own_title_keys(description) == {"the lamp", "the lamp by mara vell", "by mara vell"}


def test_a_row_of_headings_takes_linear_time() -> None:
    """Each opens a chapter, and takes the headings before it along; none is lost, and their order stays."""

    def build(count: int) -> ChapterBuilder:
        builder = ChapterBuilder()
        for number in range(count):
            builder.open(f"Part {number}")
            builder.add(heading(f"PART {number}"))
        return builder

    (chapter,) = build(100).finish()
    assert [block.text for block in chapter.blocks] == [f"PART {number}" for number in range(100)]
    assert grows_evenly(build, 40_000)
