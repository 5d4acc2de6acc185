"""Whose program may run after a run? What the user has allowed, in a file outside of all libraries.

A library can be somebody else's: imported, copied, or on a drive that others write to. Its library.toml names a
program, and data must not run programs. So it runs only in a library that this user made on this machine with `fabula
index`, as long as nobody else may write to its library.toml, or where the user has allowed this very command.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from fabula.index.codec.bounded_file import read_plain
from fabula.index.codec.durable import new_file
from fabula.index.folder_names import MARKER, SETTINGS
from fabula.index.store.library_marker import is_library

_NAME = "notify.json"
_MAX_BYTES = 4 * 1024 * 1024
# The oldest records are dropped: of libraries that are long gone.
_MAX_RECORDS = 1_000
_OTHERS_WRITE = 0o022


def why_distrusted(library: Path, command: Sequence[str]) -> str:
    """Why the command may not run for the library, as a sentence; "" if it may."""
    record = _read().get(_key(library), {})
    if record.get("command") == list(command):
        return ""
    if "command" in record:
        return "It is another command than the one that you have allowed."
    if not _is_made_here(library, record):
        return "You did not make this library on this machine."
    if not _is_private(library / SETTINGS):
        return f"Others can write to {library / SETTINGS}."
    return ""


def trust(library: Path, command: Sequence[str]) -> None:
    """From now on the command may run for the library, and no other. Raises OSError."""
    _record(library, {"command": list(command)})


def distrust(library: Path) -> None:
    """From now on no command may run for the library. Raises OSError."""
    _record(library, {})


@contextmanager
def remembers_if_made(library: Path) -> Iterator[None]:
    """If there is no library before the block, and one after it, the user has made it.

    Where that cannot be remembered, its command has to be allowed later.
    """
    was_there = is_library(library)
    try:
        yield
    finally:
        if not was_there:
            with suppress(OSError):
                _record(library, {"made": _identity(library)})


def _is_made_here(library: Path, record: dict[str, Any]) -> bool:
    """True for the very folder that was made, and not for another that has taken its place."""
    try:
        return bool(record.get("made") == _identity(library))
    except OSError:
        return False


def _identity(library: Path) -> list[int]:
    status = (library / MARKER).stat()
    return [status.st_ino, status.st_mtime_ns]


def _is_private(path: Path) -> bool:
    if not hasattr(os, "geteuid"):  # pragma: no cover - Windows
        return True
    try:
        status = path.stat()
    except OSError:
        return False
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_WRITE


def _key(library: Path) -> str:
    return os.path.realpath(library)


def _file() -> Path:
    from platformdirs import user_data_path  # 10 ms

    return user_data_path("fabula", appauthor=False) / _NAME


def _read() -> dict[str, dict[str, Any]]:
    """The records by library; none if the file is missing, damaged, or somebody else's."""
    path = _file()
    try:
        if not _is_private(path):
            return {}
        records = json.loads(read_plain(path, _MAX_BYTES, may_be_link=True))["libraries"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    if not isinstance(records, dict):
        return {}
    return {library: record for library, record in records.items() if isinstance(record, dict)}


def _record(library: Path, record: dict[str, Any]) -> None:
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    records = _read()
    records.pop(_key(library), None)
    # At the end, as the newest.
    records[_key(library)] = record
    kept = dict(list(records.items())[-_MAX_RECORDS:])
    with new_file(path) as file:
        file.write(json.dumps({"fabula": "notify", "libraries": kept}, indent=1).encode("ascii"))
    path.chmod(0o600)
