"""A library as an earlier Fabula wrote it, made from one of this format; and made this format's again, to be read."""

from __future__ import annotations

import json
import shutil
import struct
import zlib
from pathlib import Path

from fabula.index.codec.layout import SEGMENT_VERSION
from fabula.index.codec.toc import generations, read_toc, write_toc
from fabula.index.store.library_marker import INDEX, MARKER, write_marker

__all__ = ["as_this_format", "make_older"]

_TRAILER = struct.Struct("<QII8s")


def make_older(library: Path) -> None:
    """Make it one of schema 2, whose segments have version 1: every reader of this format refuses both."""
    _set_versions(library / INDEX, SEGMENT_VERSION, 1)
    (library / MARKER).write_text('{"fabula": "library", "schema": 2}')


def as_this_format(library: Path, target: Path) -> None:
    """Copy it, made readable: the same commit, which the older format says is there."""
    shutil.copytree(library, target)
    _set_versions(target / INDEX, 1, SEGMENT_VERSION)
    write_marker(target)


def _set_versions(files: Path, before: int, after: int) -> None:
    """Give the segments that have the version `before` another; what else they hold stays, byte by byte."""
    sizes: dict[str, int] = {}
    for path in files.glob("*.seg"):
        content = path.read_bytes()
        start, length, _, magic = _TRAILER.unpack(content[-_TRAILER.size :])
        directory = json.loads(content[start : start + length])
        if directory["version"] == before:
            directory["version"] = after
            encoded = json.dumps(directory).encode()
            trailer = _TRAILER.pack(start, len(encoded), zlib.crc32(encoded), magic)
            path.write_bytes(content[:start] + encoded + trailer)
        sizes[path.name] = path.stat().st_size
    # The tables of contents say how long the files are.
    for generation in generations(files):
        toc = read_toc(files, generation)
        entries = tuple(entry._replace(size=sizes.get(entry.file, entry.size)) for entry in toc.segments)
        write_toc(files, toc._replace(segments=entries))
