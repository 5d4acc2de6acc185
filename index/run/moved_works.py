"""Is a work one that the library had at another path?"""

from __future__ import annotations

from fabula.index.files.paths import locate, path_key
from fabula.index.identity import is_named
from fabula.index.model import Work, WorkRecord

__all__ = ["is_moved_work"]


def is_moved_work(old: WorkRecord, work: Work) -> bool:
    """True if `work` is `old` at a new path: the old file is gone or the same by a link, or neither has a file."""
    if not old.path or not work.path:
        return old.path == work.path
    old_file = locate(path_key(old.source, old.path))
    if old_file is not None:
        file = locate(path_key(work.source, work.path))
        return file is not None and old_file.samefile(file)
    # A path within a folder says nothing in another folder, which may only be absent for now.
    return is_named(work) or old.digest == work.digest
