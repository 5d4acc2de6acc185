"""Chapters of a page by its headings, and headings that name the work itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from fabula.index.model import Block, BlockKind, Chapter
from fabula.index.readers.description import Description

from .advertisements import MAX_ADVERTISEMENT_WORDS, is_advertisement
from .chapters import ChapterBuilder, as_note
from .headings import title_key

__all__ = ["chapter_level", "chapters_by_headings", "own_title_keys"]


def chapters_by_headings(blocks: Sequence[Block], described: Description) -> tuple[Chapter, ...]:
    """The blocks by chapters: the highest level of headings that the page has several of."""
    blocks = _without_lists(blocks)
    chapters = ChapterBuilder()
    own = own_title_keys(described)
    by_lines = own - {title_key(described.title)}
    level = chapter_level(blocks, own)
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            chapters.add(block)
            continue
        key = title_key(block.text)
        if block.level <= level and key not in own:
            chapters.open(block.text)
        if key in by_lines:
            chapters.add(as_note(block))
        else:
            chapters.add(Block(block.kind, block.text, max(1, block.level - max(level, 1) + 1), block.gap))
    return chapters.finish()


def _without_lists(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with a publisher's lists of other books as notes, unless there is nothing else."""
    done: list[Block] = []
    start = 0
    heads = [index for index, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    for head, end in pairwise([*heads, len(blocks)]):
        section = blocks[head:end]
        if is_advertisement(blocks[head].text) and sum(len(b.text.split()) for b in section) <= MAX_ADVERTISEMENT_WORDS:
            done += [*blocks[start:head], *map(as_note, section)]
            start = end
    return [*done, *blocks[start:]] if start and len(heads) > 1 else list(blocks)


def own_title_keys(described: Description) -> frozenset[str]:
    """The keys of headings that name the work itself, and so open no chapter."""
    titles = [described.title, *(f"{described.title} by {author}" for author in described.authors)]
    titles += [f"by {author}" for author in described.authors]
    return frozenset(title_key(title) for title in titles if title)


def chapter_level(blocks: Sequence[Block], own: frozenset[str]) -> int:
    """The level of the headings that open chapters: the highest of which two have a text under them; 0 if none has.

    A title page has headings, too, but nothing under them; and the work's own title is no chapter's.
    """
    counts: Counter[int] = Counter()
    above: Block | None = None
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            above = block if title_key(block.text) not in own else None
        elif above is not None and block.kind in (BlockKind.PARAGRAPH, BlockKind.VERSE):
            counts[above.level] += 1
            above = None
    return min((level for level, count in counts.items() if count >= 2), default=0)
