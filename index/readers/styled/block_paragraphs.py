"""Turns the blocks of a page, of which a document holds a copy, into paragraphs of the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fabula.index.model import Block, BlockKind
from .paragraph import Picture, StyledParagraph
from .style_names import Role

_ROLES = {BlockKind.VERSE: Role.VERSE, BlockKind.NOTE: Role.NOTE}


def block_paragraphs(blocks: Iterable[Block]) -> Iterator[StyledParagraph]:
    """A paragraph for each block, and an empty one for each blank line above it."""
    for block in blocks:
        for _ in range(block.gap or 0):
            yield StyledParagraph()
        if block.kind is BlockKind.ILLUSTRATION:
            yield StyledParagraph(pictures=[Picture(block.text)])
        elif block.kind is BlockKind.BREAK:
            yield StyledParagraph(block.text, is_rule=not block.text)
        else:
            yield StyledParagraph(block.text, level=block.level, role=_ROLES.get(block.kind, Role.BODY))
