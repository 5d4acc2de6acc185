"""The work's own title above its text: not a heading of the first scene, but what is said around a story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fabula.index.model import Block, BlockKind, Chapter
from fabula.index.readers.description import Description
from fabula.index.readers.structure.heading_text import title_key

__all__ = ["demote_own_title"]

_STORY = (BlockKind.PARAGRAPH, BlockKind.VERSE)


def demote_own_title(chapters: Iterable[Chapter], description: Description) -> tuple[Chapter, ...]:
    """`chapters`, with headings that only say the work's title, before any text, as notes.

    One format has such a heading, another a title page or a field: without this the first scene of a story would be
    another one in each.
    """
    chapters = tuple(chapters)
    own = title_key(description.title)
    if not own:
        return chapters
    done: list[Chapter] = []
    begun = False
    for chapter in chapters:
        blocks: list[Block] = []
        for block in chapter.blocks:
            begun = begun or block.kind in _STORY
            if not begun and block.kind is BlockKind.HEADING and title_key(block.text) == own:
                block = Block(BlockKind.NOTE, block.text, gap=block.gap)
            blocks.append(block)
        done.append(replace(chapter, blocks=tuple(blocks)))
        if begun:
            break
    return (*done, *chapters[len(done) :])
