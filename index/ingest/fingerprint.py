"""How a file looks from outside: its size and times. What looks as it did is not opened.

The time of the last change of the file's state (ctime) counts with that of its contents (mtime): programs that keep the
one when they write (`rsync -t`, `cp -p`, `touch -r`) cannot keep the other.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fabula.index.files.file_source import FileSource
from fabula.index.files.source import MAX_DEPTH
from fabula.index.hashing import hash_pair

from .discovery import Task

__all__ = ["Fingerprint", "fingerprint_of"]


class Fingerprint(NamedTuple):
    """128 bits that change when a task's files do, and the latest of their times, in nanoseconds."""

    high: int
    low: int
    newest: int

    def same(self, other: Fingerprint) -> bool:
        return self[:2] == other[:2]


def fingerprint_of(task: Task) -> Fingerprint | None:
    """The stamp of all files that `task` may read; None if they cannot all be looked at, and so have to be read."""
    parts: list[str] = []
    newest = 0
    try:
        for source in (*task.sources, *((task.sidecar,) if task.sidecar is not None else ())):
            if not isinstance(source, FileSource):
                return None
            parts += [source.root_display_path, source.path]
            looks = _below(source.location, 0) if source.is_folder else [("", source.status)]
            for name, status in looks:
                parts.append(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ctime_ns}")
                newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
    except OSError:
        return None
    return Fingerprint(*hash_pair("\n".join(parts).encode("utf-8", "surrogatepass")), newest)


def _below(folder: Path, depth: int) -> Iterator[tuple[str, os.stat_result]]:
    """All files below `folder` by name. Raises OSError where something cannot be seen, or is a link to a folder."""
    if depth > MAX_DEPTH:
        raise OSError("too deep")
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_symlink() and entry.is_dir():
            # Below it anything may change unseen.
            raise OSError("a link to a folder")
        if entry.is_dir():
            for name, status in _below(Path(entry.path), depth + 1):
                yield f"{entry.name}/{name}", status
        else:
            status = entry.stat() if entry.is_symlink() else entry.stat(follow_symlinks=False)
            if stat.S_ISREG(status.st_mode):
                yield entry.name, status
