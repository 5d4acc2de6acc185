"""Blocks of a page become paragraphs of the document that holds it."""

from __future__ import annotations

from fabula.index.model import Block, BlockKind
from fabula.index.readers.styled.block_paragraphs import block_paragraphs
from fabula.index.readers.styled.paragraph import Picture
from fabula.index.readers.styled.style_names import Role


def test_each_kind_of_block() -> None:
    """With its level, role, picture or rule, and an empty paragraph for each blank line above it."""
    blocks = [
        Block(BlockKind.HEADING, "One", level=2), Block(BlockKind.PARAGRAPH, "She left.", gap=1),
        Block(BlockKind.VERSE, "O lamp\nof the ferry"), Block(BlockKind.BREAK, ""), Block(BlockKind.BREAK, "* * *"),
        Block(BlockKind.NOTE, "Begun in the rain."), Block(BlockKind.ILLUSTRATION, "A lamp"),
    ]  # fmt: skip
    found = [(one.text, one.level, one.role, one.is_rule, one.pictures) for one in block_paragraphs(blocks)]
    assert found == [
        ("One", 2, Role.BODY, False, []), ("", 0, Role.BODY, False, []), ("She left.", 0, Role.BODY, False, []),
        ("O lamp\nof the ferry", 0, Role.VERSE, False, []), ("", 0, Role.BODY, True, []),
        ("* * *", 0, Role.BODY, False, []), ("Begun in the rain.", 0, Role.NOTE, False, []),
        ("", 0, Role.BODY, False, [Picture("A lamp")]),
    ]  # fmt: skip
