"""Reads AsciiDoc (AsciiDoc language documentation, 2.0).

It has a parser of its own, as the libraries for Python are unmaintained (asciidoc3) or under the GPL (asciidoc-py).
"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.files.source import Source
from fabula.index.model import Work
from .sniff import sniff_name

_SUFFIXES = (".adoc", ".asciidoc", ".asc")


class AsciidocReader:
    """Reads .adoc and its other spellings."""

    name = "asciidoc"

    def sniff(self, source: Source) -> int:
        return sniff_name(source, _SUFFIXES)

    def read(self, source: Source) -> Iterator[Work]:
        # 0.1 s, saved where no file is AsciiDoc.
        from fabula.index.readers.bytes.encoding import decode
        from fabula.index.readers.metadata.labels import describe_labels
        from fabula.index.readers.metadata.make_work import make_work
        from fabula.index.readers.structure.heading_chapters import chapters_by_headings
        from .asciidoc_document import AsciidocDocument

        document = AsciidocDocument(decode(source.read()).text)
        description = describe_labels(document.header.pairs)
        chapters = chapters_by_headings(document.blocks, description)
        yield make_work(self.name, source, description, chapters, document.left_out.all())
