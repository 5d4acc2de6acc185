"""The fingerprint of everything below a library's source: while it is unchanged, there is nothing to do.

`fingerprint.py` asks whether one task changed; this asks it of a whole source, before it is known which files are
stories. It lists each folder and takes each file's status: 0.1 s for 10,000 files, where finding the stories again, and
what the library has of each, takes two seconds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fabula.index.files.source import MAX_DEPTH
from fabula.index.folder_names import MARKER
from fabula.index.hashing import hash_hex
from .clock_grain import settles_ns


class TreeFingerprint(NamedTuple):
    """128 bits, hexadecimal, that change when a file below a source comes, goes, moves or changes, and the
    moment from which on all changes show (clock_grain.py)."""

    digest: str
    settles: int


def tree_fingerprint(location: Path) -> TreeFingerprint | None:
    """None if a file has no status, or if a link leads to a folder, in which anything may change unseen."""
    try:
        status = location.stat()
        lines = [str(location), f"{status.st_dev} {status.st_ino}"]
        settles = 0
        for line, settles_line in _lines_below(location, 0) if location.is_dir() else [_file_line("", status)]:
            lines.append(line)
            settles = max(settles, settles_line)
    except (OSError, ValueError):
        return None
    return TreeFingerprint(hash_hex("\n".join(lines).encode("utf-8", "surrogatepass")), settles)


def _lines_below(folder: Path | str, depth: int) -> Iterator[tuple[str, int]]:
    """A line for each file and folder, and when it settles. Raises OSError, also for a link to a folder."""
    if depth > MAX_DEPTH:
        raise OSError("too deep")
    with os.scandir(folder) as iterator:
        entries = sorted(iterator, key=lambda entry: entry.name)
    if depth and any(entry.name == MARKER for entry in entries):
        # A library is never a source, and each run writes to it.
        yield "library", 0
        return
    for entry in entries:
        if entry.is_dir():
            if entry.is_symlink():
                raise OSError("a link to a folder")
            yield f"{entry.name!r}/", 0
            yield from _lines_below(entry.path, depth + 1)
            yield "..", 0
        else:
            yield _file_line(entry.name, entry.stat(follow_symlinks=False))
            if entry.is_symlink():
                yield _target_line(entry)


def _target_line(link: os.DirEntry[str]) -> tuple[str, int]:
    target = str(Path(link.path).readlink())
    try:
        return _file_line(target, link.stat())
    except FileNotFoundError:
        # As git-annex leaves thousands of them.
        return f"{target!r} is not there", 0


def _file_line(name: str, status: os.stat_result) -> tuple[str, int]:
    # With the inode: two names of one file are one story, and a file may take the place of another.
    line = f"{name!r} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_dev} {status.st_ino}"
    return f"{line} {status.st_mode}", settles_ns(status)
