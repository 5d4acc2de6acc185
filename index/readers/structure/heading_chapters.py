"""Splits a page into chapters at its headings, without those that name the work itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from fabula.index.model import Block, BlockKind, Chapter
from fabula.index.readers.description import Description
from fabula.index.readers.headings.heading_text import title_key
from .advertisements import MAX_ADVERTISEMENT_WORDS, is_advertisement
from .chapters import ChapterBuilder, as_note


def chapters_by_headings(
    blocks: Sequence[Block], description: Description, *, in_sections: bool = False
) -> tuple[Chapter, ...]:
    """`blocks` as chapters, split at the highest level of heading that the page has several of.

    `in_sections`: the format marks what a heading is the title of, so a single one opens a chapter, too.
    """
    blocks = _demote_advertisements(blocks)
    chapters = ChapterBuilder()
    own_keys = own_title_keys(description)
    byline_keys = own_keys - {title_key(description.title)}
    level = chapter_level(blocks, own_keys) or (chapter_level(blocks, own_keys, fewest=1) if in_sections else 0)
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            chapters.add(block)
            continue
        key = title_key(block.text)
        if block.level <= level and key not in own_keys:
            chapters.open(block.text)
        if key in byline_keys:
            chapters.add(as_note(block))
        else:
            chapters.add(Block(block.kind, block.text, max(1, block.level - max(level, 1) + 1), block.gap))
    return chapters.finish()


def _demote_advertisements(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with a publisher's lists of other books as notes, unless the page has no other heading."""
    demoted: list[Block] = []
    start = 0
    heads = [index for index, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    for head, end in pairwise([*heads, len(blocks)]):
        section = blocks[head:end]
        if is_advertisement(blocks[head].text) and sum(len(b.text.split()) for b in section) <= MAX_ADVERTISEMENT_WORDS:
            demoted += [*blocks[start:head], *map(as_note, section)]
            start = end
    return [*demoted, *blocks[start:]] if start and len(heads) > 1 else list(blocks)


def own_title_keys(description: Description) -> frozenset[str]:
    """Keys of the headings that name the work or its authors: they open no chapter."""
    titles = [description.title, *(f"{description.title} by {author}" for author in description.authors)]
    titles += [f"by {author}" for author in description.authors]
    return frozenset(title_key(title) for title in titles if title)


def chapter_level(blocks: Sequence[Block], own_keys: frozenset[str], fewest: int = 2) -> int:
    """The highest level that has `fewest` headings with text below them: they open chapters. 0 if there is none.

    Headings of a title page have no text below; the work's own title is no chapter's.
    """
    counts: Counter[int] = Counter()
    heading: Block | None = None
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            heading = block if title_key(block.text) not in own_keys else None
        elif heading is not None and block.kind in (BlockKind.PARAGRAPH, BlockKind.VERSE):
            counts[heading.level] += 1
            heading = None
    return min((level for level, count in counts.items() if count >= fewest), default=0)
