"""Reads Markdown (CommonMark), with front matter, footnotes, tables and the additions of pandoc."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.files.source import Source
from fabula.index.model import Work
from .sniff import sniff_name

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")


class MarkdownReader:
    """Reads .md and its other spellings."""

    name = "markdown"

    def sniff(self, source: Source) -> int:
        return sniff_name(source, _SUFFIXES)

    def read(self, source: Source) -> Iterator[Work]:
        # 0.1 s, saved where no file is Markdown.
        from fabula.index.readers.bytes.encoding import decode
        from fabula.index.readers.metadata.make_work import make_work
        from fabula.index.readers.structure.heading_chapters import chapters_by_headings
        from .markdown_document import read_markdown

        blocks, description, left_out = read_markdown(decode(source.read()).text)
        yield make_work(self.name, source, description, chapters_by_headings(blocks, description), left_out)
