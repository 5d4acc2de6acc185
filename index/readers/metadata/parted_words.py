"""Marks words that the lines of a verse, or of a text set in its own lines, part by a hyphen.

Lines that a reader keeps stay as they were written. A soft hyphen (U+00AD) behind the hyphen says that the word goes
on, so that it is one term (index/analysis/tokens.py); nobody sees it. Where the lines of a paragraph are joined, the
hyphen itself goes (text_layout.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fabula.index.model import Chapter
from fabula.index.readers.structure.line_end_hyphens import LineEndHyphens, may_part_words


def with_parted_words(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """The chapters of a work, with soft hyphens where the work shows that the lines of a block part a word."""
    chapters = tuple(chapters)
    texts = [block.text for chapter in chapters for block in chapter.blocks]
    if not may_part_words(" ".join(texts)):
        return chapters
    hyphens = LineEndHyphens("\n\n".join(texts))
    return tuple([_marked(chapter, hyphens) for chapter in chapters])


def _marked(chapter: Chapter, hyphens: LineEndHyphens) -> Chapter:
    blocks = [
        replace(block, text=hyphens.mark(block.text)) if may_part_words(block.text) else block
        for block in chapter.blocks
    ]
    return replace(chapter, blocks=tuple(blocks))
