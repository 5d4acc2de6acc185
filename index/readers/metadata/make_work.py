"""What every reader writes into a work: its own name, and where the work was read."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Chapter, Work
from fabula.index.readers.description import Description

from .own_title import demote_own_title

__all__ = ["make_work"]


def make_work(reader: str, source: Source, description: Description, chapters: Iterable[Chapter]) -> Work:
    """The work that `reader` read from `source`.

    Raises UnreadableSource if it holds no words at all, for such a work could never be found.
    """
    kept = demote_own_title((chapter for chapter in chapters if chapter.blocks), description)
    if not any(any(map(str.isalnum, block.text)) for chapter in kept for block in chapter.blocks):
        raise UnreadableSource("it holds no words, only markup or signs")
    return Work(
        title=description.title,
        authors=description.authors,
        chapters=kept,
        metadata=description.metadata,
        reader=reader,
        path=source.path,
        source=source.root_display_path,
        digest=source.digest(),
    )
