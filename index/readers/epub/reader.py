"""Reads EPUB 2 and 3, under any file name: a package of pages, one work."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.bytes.bounded_zip import BoundedZip
from fabula.index.readers.bytes.zip_package import ZIP, declared_type, has_member

_CONTAINER = "META-INF/container.xml"


class EpubReader:
    """Reads EPUB 2 and 3 (kepub included); of protected ones, what is not protected."""

    name = "epub"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()
        if head.startswith(ZIP):
            if declared_type(head).startswith(b"application/epub+zip"):
                return 95
            return 90 if source.suffix == ".epub" or has_member(source, _CONTAINER) else 0
        return 60 if source.suffix == ".epub" else 0

    def read(self, source: Source) -> Iterator[Work]:
        # 0.2 s, saved where no file is an EPUB.
        from .archived_files import ArchivedFiles, package_name
        from .book import read_book

        with source.open() as stream, BoundedZip(stream) as archive:
            files = ArchivedFiles(archive)
            yield from read_book(EpubReader.name, source, package_name(files), files)
