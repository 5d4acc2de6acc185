"""Changes the files of an index as an attacker would: with all checksums and sizes made right again.

A checksum finds what a disk has damaged. It proves nothing about a file whose author can compute it as well.
"""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from fabula.index.codec.container import Section, write_container
from fabula.index.codec.segment import Segment
from fabula.index.codec.texts import TextWriter
from fabula.index.codec.toc import generations, toc_path

__all__ = [
    "containers",
    "directory_of",
    "forge_arrays",
    "forge_directory",
    "forge_scenes",
    "forge_strings",
    "forge_toc",
    "latest_toc",
    "packed",
    "replace_file",
    "sections_of",
    "toc_of",
]

_Result = TypeVar("_Result")

_TRAILER = struct.Struct("<QII8s")
_TOC_HEAD_BYTES = 14
_TOC_LENGTH = struct.Struct("<II")
# That of a gzipped report; a reader refuses any other.
_GZIP_HEAD = bytes.fromhex("1f8b08000000000000ff")
_DTYPES = {"u1": "<u1", "u4": "<u4", "u8": "<u8"}


def containers(library: Path, suffix: str = "") -> list[Path]:
    """The segments, speech and copies of the latest commit, or those of them that end in `suffix`."""
    plain = toc_of(library)
    beside = [entry["speech"]["file"] for entry in plain["segments"] if "speech" in entry]
    copies = [plain["copies"]["file"]] if "copies" in plain else []
    names = (*(each["file"] for each in plain["segments"]), *beside, *copies)
    return [library / "index" / name for name in names if name.endswith(suffix)]


def directory_of(path: Path) -> dict[str, Any]:
    """The directory of a container: {"kind", "version", "meta", "sections", "checksums"}."""
    content = path.read_bytes()
    start, length, _, _ = _TRAILER.unpack(content[-_TRAILER.size :])
    directory: dict[str, Any] = json.loads(content[start : start + length])
    return directory


def sections_of(path: Path) -> dict[str, NDArray[Any]]:
    """A copy of each array of a container."""
    content = path.read_bytes()
    return {
        name: np.frombuffer(content, _DTYPES[code], count, offset).copy()
        for name, (code, offset, count) in directory_of(path)["sections"].items()
    }


def forge_arrays(library: Path, path: Path, sections: Mapping[str, Section], meta: Any = None) -> None:
    """Write the container at `path` anew with these arrays; `meta` as it was if it is None."""
    directory = directory_of(path)
    meta = directory["meta"] if meta is None else meta
    # Through a new file, as the old one may be mapped, or a hard link.
    size = write_container(path, directory["kind"], directory["version"], sections, meta)
    _state_size(library, path.name, size)


def forge_strings(
    library: Path, path: Path, text: str, offsets: str, change: Callable[[list[bytes]], _Result]
) -> _Result:
    """Write the container anew with the strings of two sections as `change`, which is given their list, leaves them."""
    sections = sections_of(path)
    content, places = sections[text].tobytes(), sections[offsets].tolist()
    strings = [content[low:high] for low, high in pairwise(places)]
    result = change(strings)
    sections[text] = np.frombuffer(b"".join(strings), np.uint8)
    sections[offsets] = np.cumsum([0, *map(len, strings)]).astype(np.uint32)
    forge_arrays(library, path, sections)
    return result


def forge_scenes(library: Path, path: Path, change: Callable[[list[bytes]], _Result]) -> _Result:
    """Write the segment at `path` anew with its scenes as `change` leaves them: each a line of JSON and its text."""
    segment, writer = Segment(path), TextWriter()
    scenes = [segment.scene_bytes(number) for number in range(len(segment))]
    result = change(scenes)
    for scene in scenes:
        writer.add(scene)
    forge_arrays(library, path, {**sections_of(path), **writer.sections()})
    return result


def forge_directory(library: Path, path: Path, change: Callable[[Any], Any]) -> None:
    """Give the container the directory that `change` makes of its own; its arrays stay where they are.

    change  may change what it is given and return None, or return any JSON or bytes instead.
    """
    content = path.read_bytes()
    start, length, _, magic = _TRAILER.unpack(content[-_TRAILER.size :])
    encoded = _changed(content[start : start + length], change)
    trailer = _TRAILER.pack(start, len(encoded), zlib.crc32(encoded), magic)
    replace_file(path, content[:start] + encoded + trailer)
    _state_size(library, path.name, start + len(encoded) + len(trailer))


def toc_of(library: Path) -> dict[str, Any]:
    """The JSON of the latest table of contents."""
    plain: dict[str, Any] = json.loads(latest_toc(library).read_bytes()[_TOC_HEAD_BYTES + _TOC_LENGTH.size :])
    return plain


def forge_toc(library: Path, change: Callable[[Any], Any]) -> None:
    """Give the latest table of contents the JSON that `change` makes of its own, as in `forge_directory`."""
    path = latest_toc(library)
    content = path.read_bytes()
    encoded = _changed(content[_TOC_HEAD_BYTES + _TOC_LENGTH.size :], change)
    replace_file(path, content[:_TOC_HEAD_BYTES] + _TOC_LENGTH.pack(len(encoded), zlib.crc32(encoded)) + encoded)


def latest_toc(library: Path) -> Path:
    """The table of contents of the latest commit."""
    return toc_path(library / "index", generations(library / "index")[-1])


def packed(content: bytes, level: int = 6) -> bytes:
    """`content` as a report is gzipped."""
    return _GZIP_HEAD + gzip.compress(content, level, mtime=0)[len(_GZIP_HEAD) :]


def replace_file(path: Path, content: bytes) -> None:
    """Through a new file: the old one may be mapped, or a hard link."""
    temporary = path.with_name(path.name + ".forged")
    temporary.write_bytes(content)
    temporary.replace(path)


def _changed(encoded: bytes, change: Callable[[Any], Any]) -> bytes:
    plain = json.loads(encoded)
    result = change(plain)
    if isinstance(result, bytes):
        return result
    return json.dumps(plain if result is None else result, separators=(",", ":")).encode("ascii")


def _state_size(library: Path, name: str, size: int) -> None:
    """Let the table of contents say that the file has this size."""

    def change(plain: dict[str, Any]) -> None:
        for entry in (*plain["segments"], *(each["speech"] for each in plain["segments"] if "speech" in each)):
            if entry["file"] == name:
                entry["size"] = size
        if "copies" in plain and plain["copies"]["file"] == name:
            plain["copies"]["size"] = size

    forge_toc(library, change)
