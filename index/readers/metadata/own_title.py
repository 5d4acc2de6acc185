"""Finds the work's own title above its text, and makes it a note: it is no heading of the first scene."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from fabula.index.model import Block, BlockKind, Chapter
from fabula.index.readers.description import Description
from fabula.index.readers.headings.chapter_titles import is_bare_number, says_its_number
from fabula.index.readers.headings.heading_text import title_key
from fabula.index.readers.headings.headings import is_unnumbered_title

_MAX_TITLE_CHARS = 150
_STORY = (BlockKind.PARAGRAPH, BlockKind.VERSE)


def title_in_text(chapters: Sequence[Chapter]) -> str:
    """The title of a work whose format has none: the first heading before its text; "" if that heads a chapter."""
    headings: list[Block] = []
    for block in chain.from_iterable(chapter.blocks for chapter in chapters):
        if block.kind in _STORY:
            break
        if block.kind is BlockKind.HEADING:
            headings.append(block)
    if not headings or not 0 < len(headings[0].text) <= _MAX_TITLE_CHARS or _heads_chapter(headings[0].text):
        return ""
    key = title_key(headings[0].text)
    # "THE LAMP" above "CHAPTER I", or above smaller headings; two of one size may both be chapters'.
    below = headings[1] if len(headings) > 1 else None
    if below is not None and headings[0].level >= below.level and not _heads_chapter(below.text):
        return ""
    # The chapters of a collection have titles like the first.
    opened = [chapter for chapter in chapters if chapter.title]
    is_chapter = any(title_key(chapter.title) == key for chapter in opened)
    return "" if not key or (is_chapter and len(opened) > 1) else headings[0].text


def _heads_chapter(heading: str) -> bool:
    return is_unnumbered_title(heading) or says_its_number(heading, 1) or is_bare_number(heading, 1)


def without_own_chapter(chapters: Iterable[Chapter], title: str) -> tuple[Chapter, ...]:
    """`chapters`, without number and title for one that only has the work's own `title`."""
    key = title_key(title)
    return tuple(
        replace(chapter, title="", number=None) if chapter.title and title_key(chapter.title) == key else chapter
        for chapter in chapters
    )


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
