"""Reads org, the outlines of Emacs: headlines, blocks, keywords (Org manual, 9.7).

orgparse reads outlines, but leaves the text of an entry as it is; all other libraries are for Emacs itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.files.source import Source
from fabula.index.model import Work
from .sniff import sniff_name


class OrgReader:
    """Reads .org."""

    name = "org"

    def sniff(self, source: Source) -> int:
        return sniff_name(source, (".org",))

    def read(self, source: Source) -> Iterator[Work]:
        # 0.1 s, saved where no file is org.
        from fabula.index.readers.bytes.encoding import decode
        from fabula.index.readers.metadata.labels import describe_labels
        from fabula.index.readers.metadata.make_work import make_work
        from fabula.index.readers.structure.heading_chapters import chapters_by_headings
        from .org_document import OrgDocument

        document = OrgDocument(decode(source.read()).text)
        description = describe_labels(document.pairs)
        chapters = chapters_by_headings(document.blocks.blocks, description)
        yield make_work(self.name, source, description, chapters, document.left_out.all())
