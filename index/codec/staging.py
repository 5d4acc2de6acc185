"""A rebuild that is not done yet: which segments it has finished, so that an interrupted one goes on from there.

The table is like that of a commit, under a name that no reader looks for. It names finished segments only, and is
renamed into place when they are synced.
"""

from __future__ import annotations

from pathlib import Path

from fabula.index.errors import LibraryError

from .durable import remove, sync_folder
from .toc import Toc, read_table, write_table

__all__ = ["STAGED", "STAGED_CATALOGUE", "discard_staged", "read_staged", "write_staged"]

STAGED = "rebuild.toc"
STAGED_CATALOGUE = "rebuild.catalogue"


def write_staged(files: Path, toc: Toc) -> None:
    """Make `toc` what the next rebuild begins with, durable. Raises OSError."""
    sync_folder(files)
    write_table(files / STAGED, toc)
    sync_folder(files)


def read_staged(files: Path) -> Toc | None:
    """What an interrupted rebuild has finished; None if there is none, or it is damaged."""
    try:
        return read_table(files / STAGED, 0)
    except (LibraryError, OSError):
        return None


def discard_staged(files: Path) -> None:
    """Forget it. Its segments are left over then. Raises OSError."""
    for name in (STAGED, STAGED_CATALOGUE):
        remove(files / name)
    sync_folder(files)
