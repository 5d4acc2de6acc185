"""The file of the catalogue: arrays in a container, and a header in JSON that names the commit it belongs to.

It is renamed into place after that commit. A crash between the two, or a commit by a run that keeps no catalogue, makes
it void. Files are then known by their bytes again, which costs time and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.codec.bounded_file import MaxBytes
from fabula.index.codec.container import Container, write_container
from fabula.index.codec.durable import sync_folder
from fabula.index.errors import LibraryError
from fabula.index.folder_names import CATALOGUE
from fabula.index.shapes import Each, Fields, Table, Text
from fabula.index.store.disk_errors import disk_errors
from fabula.index.stored_json import parse_json

_KIND, _VERSION = "catalogue", 1
_HEADER = "said"
_DTYPES = {"keys": "u8", "stamps": "u8", "settled": "u1", "roots": "u4", "lines": "u1", "offsets": "u4"}
# "calm" is checked by those who use it (run/unchanged_run.py).
_HEADER_SHAPE = Fields(
    {"content": Text(), "roots": Each(Text()), "readers": Text()},
    optional={"scans": Table(Text()), "drives": Each(Text())},
)
# Errors while reading a file that is damaged, or is no catalogue.
_UNREADABLE = (LibraryError, OSError, ValueError)

Arrays = Mapping[str, NDArray[Any]]


class CatalogueFile(NamedTuple):
    """A whole file.

    header  "content": the content id of its commit. "roots": the sources. "readers": which readers there were. "scans":
            when each source was last gone through. "drives": folders below sources that were drives. "calm": the
            receipt of a run that finds nothing changed.
    """

    arrays: Arrays
    header: dict[str, Any]


def read_catalogue_file(path: Path, content_id: str) -> CatalogueFile | None:
    """None unless the file is whole and belongs to a commit with this content id."""
    try:
        container = _opened(path)
        header = _header_of(container)
        if header["content"] != content_id or container.verify():
            return None
        return CatalogueFile({name: container.array(name, dtype) for name, dtype in _DTYPES.items()}, header)
    except _UNREADABLE:
        return None


def write_catalogue_file(path: Path, arrays: Arrays, header: Mapping[str, Any]) -> None:
    """Write the file, durable. Raises LibraryFull."""
    encoded = json.dumps(header, separators=(",", ":")).encode("ascii")
    with disk_errors(path.parent):
        write_container(path, _KIND, _VERSION, {**arrays, _HEADER: np.frombuffer(encoded, np.uint8)}, {})
        sync_folder(path.parent)


def scan_times(folder: Path) -> dict[str, str]:
    """When each source was last gone through, whatever was committed since; {} if that is not known."""
    try:
        times: dict[str, str] = _header_of(_opened(folder / CATALOGUE)).get("scans", {})
    except _UNREADABLE:
        return {}
    return times


def drives_of(folder: Path) -> list[str]:
    """The path keys of the folders below sources that were drives in the last run; [] if that is not known."""
    try:
        drives: list[str] = _header_of(_opened(folder / CATALOGUE)).get("drives", [])
    except _UNREADABLE:
        return []
    return drives


def catalogue_damage(folder: Path) -> str:
    """The damage of the file, without which the next run then does; "" if it is whole, or there is none."""
    if not (folder / CATALOGUE).exists():
        return ""
    try:
        bad = _opened(folder / CATALOGUE).verify()
    except (LibraryError, OSError) as error:
        return str(error)
    return f"{', '.join(bad)} fails its checksum" if bad else ""


def carry_over(folder: Path, before: str, after: str) -> None:
    """After a commit that removed works or added others but read no file: keep what is known of files.

    `before` and `after` are the content ids of the commit that it was made on, and of its own. Raises LibraryFull.
    """
    # A run that finds nothing changed would not say what it would have said before.
    _change_header(folder, before, {"content": after, "calm": None})


def record_scan_times(folder: Path, content_id: str, times: Mapping[str, str]) -> None:
    """Keep all but the times at which each source was gone through. Raises LibraryFull."""
    _change_header(folder, content_id, {"scans": dict(times)})


def _change_header(folder: Path, content_id: str, change: Mapping[str, object]) -> None:
    """Does nothing unless the file is whole and belongs to a commit with this content id."""
    file = read_catalogue_file(folder / CATALOGUE, content_id)
    if file is not None:
        write_catalogue_file(folder / CATALOGUE, file.arrays, {**file.header, **change})


def _opened(path: Path) -> Container:
    """Raises LibraryError."""
    return Container(path, _KIND, _VERSION, max_bytes=MaxBytes.CATALOGUE)


def _header_of(container: Container) -> dict[str, Any]:
    """Raises ValueError, LibraryDamaged."""
    header: dict[str, Any] = parse_json(container.array(_HEADER, "u1").tobytes())
    _HEADER_SHAPE.check(header)
    return header
