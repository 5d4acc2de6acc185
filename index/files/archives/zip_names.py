"""Reads the names of a zip archive's members: its format has no encoding unless the writer says that it is UTF-8."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence

from .name_encoding import decode_names

_UTF8_FLAG = 0x800
# Info-ZIP's "Unicode Path Extra Field" (APPNOTE.TXT, 4.6.9): version, checksum of the plain name, name in UTF-8.
_UNICODE_PATH = 0x7075
_UNICODE_PATH_VERSION = 1


def zip_names(members: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names of `members`, in their order."""
    names = [member.filename if _is_certain(member) else _unicode_path(member) for member in members]
    unknown = [index for index, name in enumerate(names) if not name]
    decoded = decode_names([_bytes_of(members[index].filename) for index in unknown])
    for index, name in zip(unknown, decoded, strict=True):
        names[index] = name
    return names


def _is_certain(member: zipfile.ZipInfo) -> bool:
    return bool(member.flag_bits & _UTF8_FLAG) or member.filename.isascii()


def _bytes_of(name: str) -> bytes:
    """The name as the archive has it: the standard library reads names without the flag as cp437."""
    return name.encode("cp437")


def _unicode_path(member: zipfile.ZipInfo) -> str:
    """The name in the extra field; "" if there is none, or if it belongs to another name."""
    extra = member.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(field) > 5:
            version, checksum = struct.unpack_from("<BI", field)
            if version == _UNICODE_PATH_VERSION and checksum == zlib.crc32(_bytes_of(member.filename)):
                return field[5:].decode("utf-8", "replace").partition("\0")[0]
    return ""
