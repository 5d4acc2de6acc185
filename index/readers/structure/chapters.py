"""Collects blocks into chapters, and numbers the chapters."""

from __future__ import annotations

from dataclasses import dataclass, field

from fabula.index.model import Block, BlockKind, Chapter
from fabula.index.readers.headings.heading_text import drop_doubled_label
from fabula.index.readers.headings.headings import is_unnumbered_title

_STORY = (BlockKind.PARAGRAPH, BlockKind.VERSE)


@dataclass(slots=True)
class _OpenChapter:
    """`headings`: how many of them its blocks end with."""

    title: str
    path: str
    blocks: list[Block] = field(default_factory=list)
    headings: int = 0

    @property
    def has_story(self) -> bool:
        return any(block.kind in _STORY for block in self.blocks)


class ChapterBuilder:
    """Call `open` and `add` in reading order, then `finish`."""

    def __init__(self, path: str = "") -> None:
        self._chapters: list[_OpenChapter] = [_OpenChapter("", path)]

    def open(self, title: str, path: str = "") -> None:
        """Begin a chapter. Headings right before it ("PART TWO") go into it."""
        last = self._chapters[-1]
        if last.headings < len(last.blocks):
            place = len(last.blocks) - last.headings
            headings = last.blocks[place:]
            del last.blocks[place:]
        else:
            # Taken as they are: thousands of headings in a row would else be copied for each of them.
            headings, last.blocks = last.blocks, []
            if len(self._chapters) > 1:
                self._chapters.pop()
        self._chapters.append(_OpenChapter(drop_doubled_label(title), path or last.path, headings, len(headings)))

    def add(self, block: Block) -> None:
        """Append to the open chapter."""
        chapter = self._chapters[-1]
        chapter.blocks.append(block)
        chapter.headings = chapter.headings + 1 if block.kind is BlockKind.HEADING else 0

    def finish(self) -> tuple[Chapter, ...]:
        """All chapters with blocks. Those with a title and story text are numbered, from 1."""
        chapters = [chapter for chapter in self._chapters if chapter.blocks]
        numbers: dict[int, int] = {}  # index -> number
        for index, chapter in enumerate(chapters):
            if chapter.title and chapter.has_story and not is_unnumbered_title(chapter.title):
                numbers[index] = len(numbers) + 1
        return tuple(
            Chapter(tuple(chapter.blocks), chapter.title, numbers.get(index), chapter.path)
            for index, chapter in enumerate(chapters)
        )


def as_note(block: Block) -> Block:
    """`block` as a note in one line; a block without text as it is."""
    return Block(BlockKind.NOTE, " ".join(block.text.split("\n")), gap=block.gap) if block.text else block
