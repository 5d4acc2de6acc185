"""The texts in which a word of a file may have been kept: blocks, chapter titles, and the fields of the metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import NamedTuple

from fabula.index.model import Block, BlockKind, LeftOut, Metadata, Scene, Work, WorkRecord
from .words import count_letters

SCENE_BREAKS = "scene breaks"
_COUNTED_OTHERWISE = (BlockKind.BREAK, BlockKind.ILLUSTRATION)
# A chapter's title is one of its first blocks, if it is one.
_MAX_HEADINGS = 4
# Each search takes a third of a millisecond for 1 MB.
_MAX_SEARCHED_TEXTS = 60


def held_texts(work: Work) -> Iterator[str]:
    """All that a library would keep of `work`, without the spelling of its scene breaks."""
    yield from _description(work)
    for chapter in work.chapters:
        yield chapter.title
        yield from (block.text for block in chapter.blocks if block.kind is not BlockKind.BREAK)


def left_out_texts(works: Iterable[Work]) -> Iterator[LeftOut]:
    """What the readers left out of `works`, and the breaks between scenes: "oOo" is kept as a break, not as words."""
    for work in works:
        yield from work.left_out
        for chapter in work.chapters:
            yield from (LeftOut(SCENE_BREAKS, block.text) for block in chapter.blocks if _is_spelt_break(block))


def record_texts(record: WorkRecord, scenes: Iterable[Scene]) -> Iterator[str]:
    """All that a library keeps of a work."""
    yield from _description(record)
    titled = None
    for scene in scenes:
        if scene.chapter is not None and scene.chapter != titled:
            titled = scene.chapter
            yield titled.title
        yield scene.text


class HeldLetters(NamedTuple):
    """The letters of blocks and of chapter titles that are no block of their chapter, and those of captions."""

    text: int
    captions: int


def held_letters(works: Iterable[Work]) -> HeldLetters:
    texts: list[str] = []
    captions: list[str] = []
    for work in works:
        for chapter in work.chapters:
            first = len(texts)
            for block in chapter.blocks:
                if block.kind is BlockKind.ILLUSTRATION:
                    captions.append(block.text)
                elif block.kind is not BlockKind.BREAK:
                    texts.append(block.text)
            if chapter.title not in texts[first : first + _MAX_HEADINGS]:
                texts.append(chapter.title)
    return HeldLetters(count_letters("\n".join(texts)), count_letters("\n".join(captions)))


def moved_letter_count(work: Work, text: str) -> int:
    """The letters of metadata and captions, as often as they stand in the file's `text` and not in the blocks.

    Metadata may stand in another part of the file than its words, and captions in attributes: then nothing is missing
    that they could make up for.
    """
    blocks = [block for chapter in work.chapters for block in chapter.blocks]
    captions = [block.text for block in blocks if block.kind is BlockKind.ILLUSTRATION]
    moved = list(filter(None, (*_description(work), *captions)))
    if len(moved) > _MAX_SEARCHED_TEXTS:
        return count_letters("\n".join(moved))
    # Lines of a caption end elsewhere than in the file.
    text = " ".join(text.split())
    held = "\n".join(block.text for block in blocks if block.kind not in _COUNTED_OTHERWISE)
    return sum(count_letters(one) * max(0, text.count(one) - held.count(one)) for one in dict.fromkeys(moved))


def _description(work: Work | WorkRecord) -> Iterator[str]:
    yield work.title
    yield from work.authors
    for field in fields(Metadata):
        value = getattr(work.metadata, field.name)
        if isinstance(value, tuple):
            yield from value
        elif value:
            yield str(value)


def _is_spelt_break(block: Block) -> bool:
    return block.kind is BlockKind.BREAK and block.text != ""
