"""Is a zip archive one document (EPUB, OpenDocument, Word), or an archive of files with documents among them?

A document that is stored in an archive shows the names of its own members there, so a name in the bytes is no proof.
"""

from __future__ import annotations

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from .bounded_zip import BoundedZip

ZIP = b"PK\x03\x04"
# The local header of a member (APPNOTE.TXT 6.3, 4.3.7): the lengths of its name and of its extra field, then both.
_HEADER_BYTES, _NAME_LENGTH, _EXTRA_LENGTH = 30, slice(26, 28), slice(28, 30)
# "application/vnd.oasis.opendocument.text-template" is the longest that matters.
_MAX_TYPE_BYTES = 64


def declared_type(head: bytes) -> bytes:
    """The type that an archive with these first bytes declares in its first member, `mimetype`, and what follows it.

    EPUB (OCF 3.3, 4.3) and OpenDocument (1.3 part 2, 3.3) demand that it is stored and comes first. b"" without one.
    """
    name_end = _HEADER_BYTES + int.from_bytes(head[_NAME_LENGTH], "little")
    if not head.startswith(ZIP) or head[_HEADER_BYTES:name_end] != b"mimetype":
        return b""
    start = name_end + int.from_bytes(head[_EXTRA_LENGTH], "little")
    return head[start : start + _MAX_TYPE_BYTES]


def has_member(source: Source, name: str) -> bool:
    """True if the archive itself has a member `name`; nobody knows what one was that cannot be opened."""
    # Most archives need not be opened.
    if name.encode() not in source.head():
        return False
    try:
        with source.open() as stream, BoundedZip(stream) as archive:
            return name in archive
    except UnreadableSource:
        return False
