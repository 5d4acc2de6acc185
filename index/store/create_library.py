"""Makes an empty library."""

from __future__ import annotations

import os
from pathlib import Path

from fabula.index.codec.durable import make_folder
from fabula.index.codec.toc import Toc, new_content_id, write_toc
from fabula.index.errors import NotALibrary
from fabula.index.folder_names import INDEX, MARKER
from .library_marker import is_library, write_marker
from .lock import LOCK_FILE, WriteLock

# Files that an interrupted creation may have left: in the library's folder, and in its index.
_UNFINISHED = {INDEX, f"{MARKER}.tmp"}
_UNFINISHED_INDEX = {LOCK_FILE, "_MAIN_0.toc", "_MAIN_0.toc.tmp"}


def create_library(folder: Path) -> None:
    """Make `folder` an empty library. Raises NotALibrary, LibraryBusy, OSError."""
    files = folder / INDEX
    if folder.exists() and not folder.is_dir():
        raise NotALibrary(f"{folder} is a file, not a library.", hint="Name a folder with --library.")
    foreign = folder.exists() and set(os.listdir(folder)) - _UNFINISHED
    foreign = foreign or (files.exists() and set(os.listdir(files)) - _UNFINISHED_INDEX)
    # Checked again, as another process may have made the library meanwhile.
    if foreign and not is_library(folder):
        raise NotALibrary(
            f"{folder} holds other files and is not a library, so nothing was written there.",
            hint="Name a folder that is new or empty with --library.",
        )
    make_folder(files)
    lock = WriteLock.acquire(files)
    try:
        if not is_library(folder):
            write_toc(files, Toc(0, (), content=new_content_id()))
            # The marker comes last, so that a folder with a marker is a whole library.
            write_marker(folder)
    finally:
        lock.release()
