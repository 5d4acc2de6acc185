"""Tells the kind of an archive by its first bytes, whatever its name, and opens it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import MAX_ARCHIVE_BYTES, Source
from .archive import Archive, Budget
from .member import MemberFile, MemberFolder, member_tree
from .packed import PACKINGS, is_tar, unpack
from .seven_zip import SevenZipArchive
from .tar_archive import TarArchive
from .zip_archive import ZipArchive

_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SEVEN_ZIP_MAGIC = b"7z\xbc\xaf\x27\x1c"
_RAR_MAGIC = b"Rar!\x1a\x07"
_MAX_NESTING = 3
# Archives by their bytes that are documents or programs to their users.
NOT_ARCHIVES = frozenset(
    ".apk .cbz .crx .docm .docx .dotx .epub .jar .key .kmz .msix .numbers .odg .odp .ods .odt .oxps .pages .potx .ppsx"
    " .pptx .svgz .vsix .whl .xlsb .xlsm .xlsx .xpi".split()
)


def is_archive(source: Source) -> bool:
    """True if `source` may be opened as an archive."""
    if source.is_folder or source.suffix in NOT_ARCHIVES:
        return False
    head = source.head()
    return head.startswith((*_ZIP_MAGIC, _SEVEN_ZIP_MAGIC, _RAR_MAGIC, *PACKINGS)) or is_tar(head, source.name)


@contextmanager
def open_archive(source: Source) -> Iterator[tuple[MemberFolder, list[tuple[str, str]]]]:
    """The archive as a folder while it is open, and (path, reason) of the members that may not be read.

    Raises UnreadableSource or ExtraNeeded.
    """
    if source.path.count("!/") >= _MAX_NESTING:
        raise UnreadableSource(f"it is an archive within {_MAX_NESTING} others, and no deeper one is opened")
    # Everything in an archive, inner archives too, counts against the outermost.
    budget = source.budget if isinstance(source, MemberFile) else Budget(source.size)
    with source.open(MAX_ARCHIVE_BYTES) as stream:
        archive = _open(source, stream, budget)
        try:
            yield member_tree(archive, source, budget)
        finally:
            archive.close()


def _open(source: Source, stream: BinaryIO, budget: Budget) -> Archive:
    head = source.head()
    if head.startswith(_ZIP_MAGIC):
        return ZipArchive(stream)
    if head.startswith(_SEVEN_ZIP_MAGIC):
        return SevenZipArchive(stream, budget)
    if head.startswith(_RAR_MAGIC):
        raise UnreadableSource(
            "RAR archives cannot be read", hint="Unpack it, or pack it anew as zip, tar or 7z, and index that."
        )
    if head.startswith(tuple(PACKINGS)):
        return unpack(stream, head, source.name, budget)
    return TarArchive(stream)
