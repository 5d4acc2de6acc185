"""Finds and deletes files that no commit needs: those of older commits, and what a crash left."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from fabula.index.codec.durable import TEMPORARY, remove_if_possible
from fabula.index.codec.staging import STAGED, STAGED_CATALOGUE, read_staged
from fabula.index.codec.toc import generations, read_toc, toc_path
from fabula.index.errors import LibraryError, LibraryTooNew, LibraryTooOld
from fabula.index.folder_names import CATALOGUE, MARKER, REPORTS, SETTINGS
from .lock import LOCK_FILE

_FILES_BESIDE_INDEX = (MARKER, SETTINGS, CATALOGUE)


def needed_files(files: Path, latest: int) -> set[str]:
    """The files that this commit needs, those of the older commits that it keeps, and those of an interrupted rebuild.

    Raises as `read_toc`.
    """
    toc = read_toc(files, latest)
    needed = toc.files | {toc_path(files, latest).name, LOCK_FILE}
    for older in toc.kept:
        # Nobody can use one that is gone or damaged.
        with suppress(LibraryError, OSError):
            needed |= read_toc(files, older).files | {toc_path(files, older).name}
    staged = read_staged(files)
    return needed if staged is None else needed | staged.files | {STAGED, STAGED_CATALOGUE}


def delete_garbage(files: Path) -> None:
    """Delete what the latest commit does not need. The caller holds the lock.

    Files that cannot be deleted now stay for the next writer: that is no reason to undo the commit that was made.
    """
    tables = generations(files)
    if not tables:
        return
    try:
        kept = needed_files(files, tables[-1])
    except (LibraryTooNew, LibraryTooOld):
        # All of it may be needed: a rebuild from another format has not committed yet.
        return
    half_written = [files.parent / (name + TEMPORARY) for name in _FILES_BESIDE_INDEX]
    for path in [*half_written, *(files.parent / REPORTS).glob(f"*{TEMPORARY}")]:
        remove_if_possible(path)
    names: list[str] = []
    with suppress(OSError):
        names = os.listdir(files)
    for name in names:
        if name not in kept and (name.startswith(("MAIN_", "_MAIN_")) or name.endswith(TEMPORARY)):
            remove_if_possible(files / name)
