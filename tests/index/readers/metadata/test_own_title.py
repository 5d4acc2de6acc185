"""A work's own title above its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.model import Block, BlockKind, Chapter
from fabula.index.readers.description import Description
from fabula.index.readers.metadata.own_title import demote_own_title


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
