"""Small files of a library that no search reads: gzipped JSON, written durably and checked when it is read."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from fabula.index.codec.bounded_file import MaxBytes, read_plain
from fabula.index.codec.durable import make_folder, new_file, sync_folder
from fabula.index.errors import LibraryDamaged
from fabula.index.folder_names import REPORTS
from fabula.index.store.disk_errors import disk_errors

_Content = TypeVar("_Content")

# Without a name and a time, from an unknown system: the checksum does not cover the head, so it has to be this one.
_GZIP_HEAD = bytes.fromhex("1f8b08000000000000ff")
# Raised for content that is no JSON, or makes no sense.
_MALFORMED_JSON_ERRORS = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


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


def read_packed(path: Path, kind: str, parse: Callable[[dict[str, Any]], _Content]) -> _Content:
    """What `parse` makes of the content of a file that `write_packed` wrote. Raises FileNotFoundError, LibraryDamaged.

    `parse` may raise ValueError, KeyError, TypeError or AttributeError for content that makes no sense.
    """
    try:
        packed = read_plain(path, MaxBytes.PACKED_JSON)
        if packed[: len(_GZIP_HEAD)] != _GZIP_HEAD:
            raise ValueError("its head is not that of such a file")
        with gzip.open(io.BytesIO(packed)) as stream:
            content = stream.read(MaxBytes.UNPACKED_JSON + 1)
        if len(content) > MaxBytes.UNPACKED_JSON:
            raise ValueError("it is too long")
        plain = json.loads(content)
        if not isinstance(plain, dict) or plain.get("fabula") != kind:
            raise ValueError(f"it is no {kind}")
        return parse(plain)
    except FileNotFoundError:
        raise
    except (OSError, EOFError, zlib.error, *_MALFORMED_JSON_ERRORS) as error:
        raise damaged(path, kind, error) from error


def damaged(path: Path, kind: str, error: Exception) -> LibraryDamaged:
    """The error for a file whose content makes no sense."""
    return LibraryDamaged(
        f"The {kind} {path} cannot be read: {error}.", hint="The library itself is not touched by that."
    )
