"""Blocks to chapters: who opens one, and how they are counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from fabula.index.model import Block, BlockKind, Chapter

from .headings import drop_doubled_label, is_unnumbered_title

__all__ = ["ChapterBuilder", "as_note"]

_STORY = (BlockKind.PARAGRAPH, BlockKind.VERSE)


@dataclass(slots=True)
class _Open:
    title: str
    path: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def has_story(self) -> bool:
        return any(block.kind in _STORY for block in self.blocks)


class ChapterBuilder:
    """Collects blocks and opens chapters among them. `finish` counts them."""

    def __init__(self, path: str = "") -> None:
        self._done: list[_Open] = [_Open("", path)]

    def open(self, title: str, path: str = "") -> None:
        """Begin a chapter. Headings that wait for their text ("PART TWO") go into it."""
        last = self._done[-1]
        waiting: list[Block] = []
        while last.blocks and last.blocks[-1].kind is BlockKind.HEADING:
            waiting.insert(0, last.blocks.pop())
        if not last.blocks and len(self._done) > 1:
            self._done.pop()
        self._done.append(_Open(drop_doubled_label(title), path or last.path, waiting))

    def add(self, block: Block) -> None:
        """Append to the chapter that is open."""
        self._done[-1].blocks.append(block)

    def finish(self) -> tuple[Chapter, ...]:
        """All chapters that hold anything. Those with a title and a story of their own are counted, from 1."""
        kept = [chapter for chapter in self._done if chapter.blocks]
        counted = [
            chapter
            for chapter in kept
            if chapter.title and chapter.has_story and not is_unnumbered_title(chapter.title)
        ]
        numbers = {id(chapter): number for number, chapter in enumerate(counted, start=1)}
        return tuple(
            Chapter(tuple(chapter.blocks), chapter.title, numbers.get(id(chapter)), chapter.path) for chapter in kept
        )


def as_note(block: Block) -> Block:
    return Block(BlockKind.NOTE, " ".join(block.text.split("\n")), gap=block.gap) if block.text else block
