"""Makes the work that a reader has read: with the reader's name and the source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Chapter, LeftOut, Work
from fabula.index.readers.description import Description
from fabula.index.readers.marks.typed_note_marks import without_typed_marks
from .own_title import demote_own_title, title_in_text, without_own_chapter
from .parted_words import with_parted_words


def make_work(
    reader: str, source: Source, description: Description, chapters: Iterable[Chapter], left_out: Iterable[LeftOut] = ()
) -> Work:
    """The work that `reader` read from `source`, and what it left out.

    Raises UnreadableSource if it holds no words at all: no search could find such a work.
    """
    chapters, marks = without_typed_marks([chapter for chapter in chapters if chapter.blocks])
    if not description.title and (title := title_in_text(chapters)):
        metadata = replace(description.metadata, title_source="heading")
        description = replace(description, title=title, metadata=metadata)
        chapters = without_own_chapter(chapters, title)
    chapters = demote_own_title(with_parted_words(chapters), description)
    if not any(any(map(str.isalnum, block.text)) for chapter in chapters for block in chapter.blocks):
        raise UnreadableSource("it holds no words, only markup or signs")
    return Work(
        title=description.title,
        authors=description.authors,
        chapters=chapters,
        metadata=description.metadata,
        reader=reader,
        path=source.path,
        source=source.root_display_path,
        digest=_digest(source),
        left_out=(*left_out, *([LeftOut("note marks", " ".join(marks))] if marks else [])),
    )


def _digest(source: Source) -> str:
    """The digest of the source; "" for a folder of which a part cannot be read."""
    try:
        return source.digest()
    except UnreadableSource:
        return ""
