"""An empty library where there was none, and what is said when it cannot be written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fabula.index.codec.durable import make_folder
from fabula.index.codec.toc import Toc, write_toc
from fabula.index.errors import LibraryFull, NotALibrary

from .library_marker import INDEX, MARKER, is_library, write_marker
from .lock import LOCK_FILE, WriteLock

__all__ = ["create_library", "disk_errors"]

# What there may be of a library whose making was cut short.
_BEGUN = {INDEX, f"{MARKER}.tmp"}
_INDEX_BEGUN = {LOCK_FILE, "_MAIN_0.toc", "_MAIN_0.toc.tmp"}


def create_library(folder: Path) -> None:
    """Make `folder` an empty library. Raises NotALibrary, LibraryBusy, OSError."""
    files = folder / INDEX
    if folder.exists() and not folder.is_dir():
        raise NotALibrary(f"{folder} is a file, not a library.", hint="Name a folder with --library.")
    foreign = folder.exists() and set(os.listdir(folder)) - _BEGUN
    foreign = foreign or (files.exists() and set(os.listdir(files)) - _INDEX_BEGUN)
    # Asked again, as another process may have made the library meanwhile.
    if foreign and not is_library(folder):
        raise NotALibrary(
            f"{folder} holds other files and is not a library, so nothing was written there.",
            hint="Name a folder that is new or empty with --library.",
        )
    make_folder(files)
    lock = WriteLock.acquire(files)
    try:
        if not is_library(folder):
            write_toc(files, Toc(0, ()))
            # Last, so that a library with a marker is a whole one.
            write_marker(folder)
    finally:
        lock.release()


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """What the system says against writing to the library in `folder` is a LibraryFull."""
    try:
        yield
    except OSError as error:
        raise _write_error(folder, error) from error


def _write_error(folder: Path, error: OSError) -> LibraryFull:
    """The error that says why writing to the library failed, and what to do."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return LibraryFull(
        f"Writing to the library in {folder} failed: {reason}.",
        hint="Free some space and run this again." if full else "Check that you may write there.",
    )
