"""The fingerprint of a task's files: sizes and times. A file whose fingerprint is unchanged is not opened.

The time of the last change of the file's state (ctime) counts as well as that of its contents (mtime): programs that
keep mtime when they write (`rsync -t`, `cp -p`, `touch -r`) cannot keep ctime.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fabula.index.files.file_source import FileSource
from fabula.index.files.source import MAX_DEPTH
from fabula.index.hashing import hash_pair
from .clock_grain import settles_ns

if TYPE_CHECKING:
    from .discovery import Task


class Fingerprint(NamedTuple):
    """128 bits that change when a task's files do, and the moment from which on all changes show (clock_grain.py)."""

    high: int
    low: int
    settles: int

    def same(self, other: Fingerprint) -> bool:
        return self[:2] == other[:2]


def fingerprint_of(task: Task) -> Fingerprint | None:
    """The fingerprint of all files that `task` may read; None if one has no status, so that they must be read."""
    lines: list[str] = []
    settles = 0
    try:
        for source in (*task.sources, *((task.sidecar,) if task.sidecar is not None else ())):
            if not isinstance(source, FileSource):
                return None
            lines += [source.root_display_path, source.path]
            for name, status in _files_below(source.location, 0) if source.is_folder else [("", source.status)]:
                lines.append(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ctime_ns}")
                settles = max(settles, settles_ns(status))
    except OSError:
        return None
    return Fingerprint(*hash_pair("\n".join(lines).encode("utf-8", "surrogatepass")), settles)


def _files_below(folder: Path, depth: int) -> Iterator[tuple[str, os.stat_result]]:
    """All files below `folder`, sorted by name. Raises OSError if one cannot be seen, or for a link to a folder."""
    if depth > MAX_DEPTH:
        raise OSError("too deep")
    with os.scandir(folder) as iterator:
        entries = sorted(iterator, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_symlink() and entry.is_dir():
            # Below it anything may change unseen.
            raise OSError("a link to a folder")
        if entry.is_dir():
            for name, status in _files_below(Path(entry.path), depth + 1):
                yield f"{entry.name}/{name}", status
        else:
            status = entry.stat() if entry.is_symlink() else entry.stat(follow_symlinks=False)
            if stat.S_ISREG(status.st_mode):
                yield entry.name, status
