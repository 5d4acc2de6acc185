"""The records of works in segments of older formats, as far as they can be read; nothing else of them is.

Segments of the containers FABULA01 (a checksum with each section, no table of checksums) and FABULA02 have records in
the sections `work_text` and `work_offsets`, and a directory at the end that says where these are.
"""

from __future__ import annotations

import json
import struct
import zlib
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from fabula.index.errors import LibraryError
from fabula.index.model import WorkRecord

from .records import work_from_json
from .toc import generations, read_toc

__all__ = ["older_records"]

_TRAILER = struct.Struct("<QII8s")
_LARGEST_DIRECTORY = 1 << 20
# What a file that is not what it says may make of its bytes.
_NONSENSE = (LibraryError, OSError, struct.error, ValueError, LookupError, TypeError, AttributeError, RecursionError)


def older_records(files: Path) -> dict[str, WorkRecord]:
    """By id, the works of the latest commit; {} if nothing can be read. What is damaged is left out."""
    found: dict[str, WorkRecord] = {}
    with suppress(*_NONSENSE):
        for entry in read_toc(files, generations(files)[-1]).segments:
            with suppress(*_NONSENSE):
                for number, text in enumerate(_strings((files / entry.file).read_bytes())):
                    if number not in entry.deleted:
                        with suppress(LibraryError):
                            record = work_from_json(text)
                            found[record.id] = record
    return found


def _strings(content: bytes) -> list[bytes]:
    """The records in a segment, in their order."""
    start, length, checksum, magic = _TRAILER.unpack(content[-_TRAILER.size :])
    encoded = content[start : start + length]
    if magic not in (b"FABULA01", b"FABULA02") or length > _LARGEST_DIRECTORY or zlib.crc32(encoded) != checksum:
        raise ValueError("no directory")
    sections = json.loads(encoded)["sections"]
    offsets = np.frombuffer(_part(content, sections["work_offsets"], 4), "<u4").tolist()
    text = _part(content, sections["work_text"], 1)
    return [text[low:high] for low, high in pairwise(offsets)]


def _part(content: bytes, section: list[Any], size: int) -> bytes:
    _, offset, count, *_ = section
    return content[offset : offset + count * size]
