"""What a crash or an older commit left behind in a library."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from .codec.durable import remove
from .codec.staging import STAGED, STAGED_CATALOGUE, read_staged
from .codec.toc import generations, read_toc, toc_path
from .errors import LibraryError

__all__ = ["delete_leftovers", "needed_files"]


def needed_files(files: Path, latest: int) -> set[str]:
    """The names of what that commit needs, the older ones that it keeps, and a rebuild that was interrupted.

    Raises as `read_toc`.
    """
    toc = read_toc(files, latest)
    needed = toc.files | {toc_path(files, latest).name, "write.lock"}
    for older in toc.kept:
        # One that is gone, or damaged, is of no use to anybody.
        with suppress(LibraryError, OSError):
            needed |= read_toc(files, older).files | {toc_path(files, older).name}
    staged = read_staged(files)
    return needed if staged is None else needed | staged.files | {STAGED, STAGED_CATALOGUE}


def delete_leftovers(files: Path) -> None:
    """Delete what the latest commit does not need: old commits, and what was never named by one. Needs the lock."""
    latest = generations(files)[-1]
    kept = needed_files(files, latest)
    for name in os.listdir(files):
        if name not in kept and (name.startswith(("MAIN_", "_MAIN_"))):
            remove(files / name)
