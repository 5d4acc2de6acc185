"""The segments that an unfinished rebuild has written, so that an interrupted one goes on from there.

They are in a table of contents under a name that no reader looks for. It names synced segments only, and is renamed
into place.
"""

from __future__ import annotations

from pathlib import Path

from fabula.index.errors import LibraryError
from .durable import remove, sync_folder
from .toc import Toc, read_table, write_table

STAGED = "rebuild.toc"
STAGED_CATALOGUE = "rebuild.catalogue"


def write_staged(files: Path, toc: Toc) -> None:
    """Let the next rebuild begin with `toc`, durably. Raises OSError."""
    sync_folder(files)
    write_table(files / STAGED, toc)
    sync_folder(files)


def read_staged(files: Path) -> Toc | None:
    """The table of an interrupted rebuild; None if there is none, or it is damaged."""
    try:
        return read_table(files / STAGED, 0)
    except (LibraryError, OSError):
        return None


def discard_staged(files: Path) -> None:
    """Forget an interrupted rebuild. Its segments are garbage then. Raises OSError."""
    for name in (STAGED, STAGED_CATALOGUE):
        remove(files / name)
    sync_folder(files)
