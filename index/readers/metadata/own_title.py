"""Makes the work's own title above its text a note: it is no heading of the first scene."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fabula.index.model import Block, BlockKind, Chapter
from fabula.index.readers.description import Description
from fabula.index.readers.structure.heading_text import title_key

_STORY = (BlockKind.PARAGRAPH, BlockKind.VERSE)


def demote_own_title(chapters: Iterable[Chapter], description: Description) -> tuple[Chapter, ...]:
    """`chapters`, with headings before any text that only repeat the work's title as notes.

    One format has such a heading, another a title page or a field: without this the first scene of a story would
    differ between formats.
    """
    chapters = tuple(chapters)
    own_key = title_key(description.title)
    if not own_key:
        return chapters
    demoted: list[Chapter] = []
    has_begun = False
    for chapter in chapters:
        blocks: list[Block] = []
        for block in chapter.blocks:
            has_begun = has_begun or block.kind in _STORY
            if not has_begun and block.kind is BlockKind.HEADING and title_key(block.text) == own_key:
                block = Block(BlockKind.NOTE, block.text, gap=block.gap)
            blocks.append(block)
        demoted.append(replace(chapter, blocks=tuple(blocks)))
        if has_begun:
            break
    return (*demoted, *chapters[len(demoted) :])
