"""Reads Mobipocket and Kindle books (.mobi, .azw, .azw3, .prc) and PalmDOC texts, unless they are protected."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.files.source import Source
from fabula.index.model import Work
from .palm_database import BOOK, DOC, database_kind

_SUFFIXES = (".mobi", ".azw", ".azw3", ".azw4", ".prc", ".pdb", ".kfx")


class MobiReader:
    """Reads Mobipocket 6 and 8 (KF8), and PalmDOC."""

    name = "mobi"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        kind = database_kind(source.head())
        if kind in (BOOK, DOC):
            return 95
        return 40 if source.suffix in _SUFFIXES and (source.suffix not in (".prc", ".pdb") or kind) else 0

    def read(self, source: Source) -> Iterator[Work]:
        from .mobi_work import read_mobi  # 0.2 s, saved where no file is such a book

        yield from read_mobi(source)
