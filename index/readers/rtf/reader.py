"""Reads rich text (.rtf) of Word, LibreOffice, TextEdit, WordPad and others.

striprtf and similar packages give bare text. Without outline levels, alignment and separate notes, headings and scene
breaks are lost, and footnotes stand in the middle of sentences.
"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.metadata.document_properties import DocumentProperties
from fabula.index.readers.styled.left_out_runs import LeftOutRuns

_MAGIC = b"{\\rtf"


class RtfReader:
    """Reads rich text files of any name."""

    name = "rtf"

    def sniff(self, source: Source) -> int:
        return 95 if not source.is_folder and source.head().lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_MAGIC) else 0

    def read(self, source: Source) -> Iterator[Work]:
        # 0.1 s, saved where no file is rich text.
        from fabula.index.readers.metadata.make_work import make_work
        from fabula.index.readers.styled.styled_story import styled_story
        from .rich_text import read_rich_text

        properties = DocumentProperties()
        _, magic, rest = source.read().partition(_MAGIC)
        if not magic:
            raise UnreadableSource("its contents are no rich text, whatever its name says")
        left_out = LeftOutRuns()
        paragraphs = read_rich_text((magic + rest).decode("latin-1"), properties, left_out)
        description, chapters = styled_story(paragraphs, properties)
        yield make_work(self.name, source, description, chapters, left_out.take())
