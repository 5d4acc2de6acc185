"""Small files of a library that no search reads: gzipped JSON, written durably and checked when it is read."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from functools import partial
from pathlib import Path
from typing import Any

from fabula.index.codec.bounded_file import MaxBytes, read_plain
from fabula.index.codec.durable import make_folder, new_file, sync_folder
from fabula.index.errors import LibraryDamaged
from fabula.index.folder_names import REPORTS
from fabula.index.shapes import Fields, OneOf, Shape
from fabula.index.store.disk_errors import disk_errors
from fabula.index.stored_json import PIECE_BYTES, join_pieces, parse_json

# Without a name and a time, from an unknown system: the checksum does not cover the head, so it has to be this one.
_GZIP_HEAD = bytes.fromhex("1f8b08000000000000ff")


def write_packed(path: Path, kind: str, plain: dict[str, Any]) -> None:
    """Write `plain` as the whole content of the file; its folder is not synced. Raises OSError."""
    content = json.dumps({"fabula": kind, **plain}, separators=(",", ":")).encode("ascii")
    with new_file(path) as file:
        file.write(_GZIP_HEAD + gzip.compress(content, 6, mtime=0)[len(_GZIP_HEAD) :])


def keep_packed(folder: Path, name: str, kind: str, plain: dict[str, Any]) -> None:
    """Write the file beside the reports of the library in `folder`, durable. The caller holds its lock.

    Raises LibraryFull.
    """
    with disk_errors(folder):
        make_folder(folder / REPORTS)
        write_packed(folder / REPORTS / name, kind, plain)
        sync_folder(folder / REPORTS)


def read_packed(path: Path, kind: str, shape: Shape) -> Any:
    """The content of a file that `write_packed` wrote, which has this shape. Raises FileNotFoundError, LibraryDamaged.

    `shape` is that of an object; its key "fabula", the kind, needs no place in it.
    """
    try:
        packed = read_plain(path, MaxBytes.PACKED_JSON)
        if packed[: len(_GZIP_HEAD)] != _GZIP_HEAD:
            raise ValueError("its head is not that of such a file")
        with gzip.open(io.BytesIO(packed)) as stream:
            content = join_pieces(iter(partial(stream.read, PIECE_BYTES), b""))
        plain = parse_json(content)
        Fields({"fabula": OneOf((kind,))}).check(plain)
        shape.check(plain)
    except FileNotFoundError:
        raise
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise damaged(path, kind, error) from error
    return plain


def damaged(path: Path, kind: str, error: Exception) -> LibraryDamaged:
    """The error for a file whose content makes no sense."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return LibraryDamaged(
        f"The {kind} {path} cannot be read: {reason}.", hint="The library itself is not touched by that."
    )
