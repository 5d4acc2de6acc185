"""A work's own title above its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.model import Block, BlockKind, Chapter
from fabula.index.readers.description import Description
from fabula.index.readers.metadata.own_title import demote_own_title, title_in_text


def chapter(*blocks: tuple[BlockKind, str]) -> Chapter:
    return Chapter(tuple(Block(kind, text) for kind, text in blocks))


def kinds(chapters: tuple[Chapter, ...]) -> list[list[BlockKind]]:
    return [[block.kind for block in one.blocks] for one in chapters]


def test_the_title_is_said_before_the_story_and_not_in_it() -> None:
    """A heading that says the work's title above the text is a note, however often and in whatever case it is said."""
    front = chapter((BlockKind.HEADING, "The Lamp"), (BlockKind.NOTE, "by Mara Vell"))
    story = chapter((BlockKind.HEADING, "THE LAMP."), (BlockKind.HEADING, "I"), (BlockKind.PARAGRAPH, "She left."))
    assert kinds(demote_own_title([front, story], Description("The Lamp"))) == [
        [BlockKind.NOTE, BlockKind.NOTE],
        [BlockKind.NOTE, BlockKind.HEADING, BlockKind.PARAGRAPH],
    ]


def test_a_later_heading_of_the_same_words_stays() -> None:
    """Within the story the title heads a part of it."""
    story = chapter((BlockKind.PARAGRAPH, "She left."), (BlockKind.HEADING, "The Lamp"), (BlockKind.PARAGRAPH, "Lit."))
    assert demote_own_title([story], Description("The Lamp")) == (story,)


def headed(*headings: tuple[str, int], title: str = "") -> Chapter:
    blocks = [Block(BlockKind.HEADING, text, level) for text, level in headings]
    return Chapter((*blocks, Block(BlockKind.PARAGRAPH, "She left.")), title, 1 if title else None)


@pytest.mark.parametrize(
    "chapters",
    [
        [headed(("The Lamp", 1))],
        [headed(("The Lamp", 1), title="The Lamp")],
        [headed(("The Lamp", 1), ("The Ferry", 2), title="The Ferry"), headed(("The Road", 2), title="The Road")],
        [headed(("The Lamp", 2), ("CHAPTER I", 1), title="CHAPTER I"), headed(("CHAPTER II", 1), title="CHAPTER II")],
        [headed(("The Lamp", 1)), headed(("第一章", 1), title="第一章"), headed(("第二章", 1), title="第二章")],
        [chapter((BlockKind.NOTE, "A licence."), (BlockKind.HEADING, "The Lamp"), (BlockKind.VERSE, "O lamp"))],
    ],
)
def test_the_first_heading_is_a_title(chapters: list[Chapter]) -> None:
    """Where it stands above the text, and above the chapters' own."""
    assert title_in_text(chapters) == "The Lamp"


@pytest.mark.parametrize(
    "chapters",
    [
        [],
        [chapter((BlockKind.PARAGRAPH, "She left."), (BlockKind.HEADING, "The Lamp"))],
        [headed(("Prologue", 1), title="Prologue"), headed(("The Lamp", 1), title="The Lamp")],
        [headed(("CHAPTER I", 1), title="CHAPTER I")],
        [headed(("I. The Ferry", 1), title="I. The Ferry")],
        [headed(("第一章 风", 1), title="第一章 风")],
        [headed(("Capítulo primero", 1), title="Capítulo primero")],
        [headed(("The Ferry", 1), title="The Ferry"), headed(("The Road", 1), title="The Road")],
        [headed(("The Ferry", 1), ("The Road", 1), title="The Road")],
        [headed(("IV", 1))],
    ],
)
def test_a_chapters_heading_is_no_title(chapters: list[Chapter]) -> None:
    """A label, a number or brothers say that it heads a chapter."""
    assert title_in_text(chapters) == ""


@pytest.mark.slow
@given(
    st.lists(st.lists(st.tuples(st.sampled_from(BlockKind), st.sampled_from(["The Lamp", "I", "x", ""])))),
    st.sampled_from(["The Lamp", "", "x"]),
)
def test_nothing_is_lost(blocks: list[list[tuple[BlockKind, str]]], title: str) -> None:
    """Every block keeps its place and text, and only headings with the title's words change their kind."""
    before = [chapter(*one) for one in blocks]
    after = demote_own_title(before, Description(title))
    assert [[block.text for block in one.blocks] for one in after] == [
        [block.text for block in one.blocks] for one in before
    ]
    for old, new in zip(before, after, strict=True):
        for was, now in zip(old.blocks, new.blocks, strict=True):
            assert was.kind is now.kind or (was.kind is BlockKind.HEADING and was.text == title)
