"""Opens zip archives, but none by the directory of another archive that lies in it."""

from __future__ import annotations

import os
import struct
import zipfile
from typing import BinaryIO

_MEMBER, _END = b"PK\x03\x04", b"PK\x05\x06"
# The end record (APPNOTE.TXT 6.3, 4.3.16): after 12 bytes the size and the place of the directory; then a comment.
_END_BYTES, _SIZE_AND_PLACE = 22, struct.Struct("<12xII")
_MAX_COMMENT_BYTES = 65_535
# The place is in another record then, of 64 bits.
_ZIP64 = 0xFFFFFFFF


def open_zip(stream: BinaryIO) -> zipfile.ZipFile:
    """The archive in `stream`. Raises BadZipFile and what else zipfile raises.

    The standard library takes the last end record of a file and allows for bytes before the archive, as those of a
    program that unpacks itself. If an archive of documents is cut off after one that is stored in it, that is the end
    record of the document, and the others would be gone without a word.
    """
    if _begins_late(stream):
        raise zipfile.BadZipFile("its end is missing")
    return zipfile.ZipFile(stream)


def zip_problem(stream: BinaryIO, error: Exception) -> str:
    """A sentence part: why `open_zip` could not open the archive in `stream`, and raised `error`."""
    is_empty = not stream.seek(0, os.SEEK_END)
    return "the file is empty" if is_empty else f"the archive is incomplete or damaged ({error})"


def _begins_late(stream: BinaryIO) -> bool:
    """True if the file begins with a member of an archive, and its last end record is that of an archive further on."""
    size = stream.seek(0, os.SEEK_END)
    tail_start = max(0, size - _MAX_COMMENT_BYTES - _END_BYTES)
    stream.seek(tail_start)
    tail = stream.read()
    stream.seek(0)
    head = stream.read(len(_MEMBER))
    stream.seek(0)
    end = tail.rfind(_END)
    if head != _MEMBER or not 0 <= end <= len(tail) - _END_BYTES:
        return False
    directory_size, directory_place = _SIZE_AND_PLACE.unpack_from(tail, end)
    return bool(directory_place != _ZIP64 and tail_start + end - directory_size > directory_place)
