"""A header at the head of a plain text describes the work."""

from __future__ import annotations

from collections.abc import Callable

from fabula.index.model import BlockKind, Work
from fabula.index.readers.plain_text.reader import TextReader

Read = Callable[..., Work]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = TextReader()


def test_labelled_header_fills_the_metadata(read: Read, blocks: Blocks) -> None:
    """Two labels or more at the head are a header: metadata, and notes that are no story."""
    work = read(
        READER,
        "Title: The Lamp\nAuthor: Mara Vell\nFandom: Salt Road\nRating: T\nSummary: A lamp is lit.\n\n\nShe left.\n",
    )
    assert (work.title, work.authors) == ("The Lamp", ("Mara Vell",))
    assert work.metadata.fandoms == ("Salt Road",)
    assert work.metadata.summary == "A lamp is lit."
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left."]
    assert "Salt Road" in " ".join(blocks(work, BlockKind.NOTE))


def test_title_and_name_are_a_header(read: Read, blocks: Blocks) -> None:
    """ "TITLE" and "by NAME" are title and author; a single label is story."""
    work = read(READER, "The Lamp\nby Mara Vell\n\nShe left.\n")
    assert (work.title, work.authors) == ("The Lamp", ("Mara Vell",))
    alone = read(READER, "Note: this is long.\n\nShe left.\n", "b.txt")
    assert (alone.title, len(blocks(alone, BlockKind.PARAGRAPH))) == ("", 2)
