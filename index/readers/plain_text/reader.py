"""Reads plain text files."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.bytes.binary import binary_kind, looks_like_html


class TextReader:
    """Reads .txt files, and files without a suffix that look like text."""

    name = "text"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        # The name "Mrs. Dalloway" has no suffix.
        suffix = "" if " " in source.suffix else source.suffix
        if suffix in (".txt", ".text"):
            # Claim even an unreadable one, so that `read` reports what is wrong with it.
            return 30 if binary_kind(source.head()) else 60
        head = source.head()
        if suffix or source.name.startswith(".") or not head.strip() or binary_kind(head) or looks_like_html(head):
            return 0
        return 20

    def read(self, source: Source) -> Iterator[Work]:
        from .text_file import read_text_file  # 0.1 s, saved where no file is plain text

        yield read_text_file(self.name, source)
