"""Opens a library for reading. Those who write open it through library_store.py, which takes longer to import."""

from __future__ import annotations

from pathlib import Path

from fabula.index.errors import OptionError
from .index_store import IndexStore


def open_store(address: str | Path) -> IndexStore:
    """The library at `address`. Raises LibraryMissing, NotALibrary, LibraryDamaged, LibraryTooNew or OptionError."""
    return IndexStore.open(folder_at(address))


def folder_at(address: str | Path) -> Path:
    """The folder of the library at `address`. Raises OptionError for a URL."""
    scheme, separator, _ = str(address).partition("://")
    if separator:
        raise OptionError(
            f'This Fabula cannot open "{address}": it knows no library of the kind "{scheme}".',
            hint="Give the path of a folder.",
        )
    return Path(address)
