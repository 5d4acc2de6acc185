"""Is a work one that the library had at another place?"""

from __future__ import annotations

import posixpath

from fabula.index.files.paths import locate
from fabula.index.identity import is_named
from fabula.index.model import Work, WorkRecord

__all__ = ["moved_works"]


def moved_works(old: WorkRecord, work: Work) -> bool:
    """True if `work` is the one of `old` at a new place: its file is gone or the same by a link, or neither has one."""
    if not old.path or not work.path:
        return old.path == work.path
    there = locate(posixpath.join(old.source, old.path))
    if there is not None:
        here = locate(posixpath.join(work.source, work.path))
        return here is not None and there.samefile(here)
    # A path within a folder says nothing in another folder, which may only be absent for now.
    return is_named(work) or old.digest == work.digest
