"""The file of a commit that says which of its scenes are near-duplicates of each other."""

from __future__ import annotations

from pathlib import Path

from fabula.index.array_types import U32
from fabula.index.errors import LibraryDamaged
from .container import Container, write_container
from .held_file import HeldFile
from .layout import COPIES_KIND, COPIES_VERSION
from .toc import CopiesEntry


def write_copies(folder: Path, name: str, groups: U32) -> CopiesEntry:
    """Write and sync the group of each scene of the commit (uint32[scenes]), 0 for none."""
    meta = {"groups": int(groups.max(initial=0))}
    return CopiesEntry(name, write_container(folder / name, COPIES_KIND, COPIES_VERSION, {"groups": groups}, meta))


def verify_copies(folder: Path, entry: CopiesEntry) -> list[str]:
    """The sections that fail their checksums (Container.verify). Raises LibraryDamaged, LibraryTooNew."""
    return open_copies(folder, entry).verify()


def open_copies(folder: Path, entry: CopiesEntry, held: HeldFile | None = None) -> Container:
    """The file, which is `held` if somebody has it open already. Raises LibraryDamaged, LibraryTooNew."""
    return Container(folder / entry.file, COPIES_KIND, COPIES_VERSION, entry.size, held=held)


def read_copies(file: Container, scenes: int) -> U32:
    """uint32[scenes]: the group of each scene. Raises LibraryDamaged."""
    path = file.path
    groups: U32 = file.array("groups", "u4")
    if len(groups) != scenes:
        raise _damage(path, f"it knows {len(groups):,} scenes instead of {scenes:,}")
    if groups.max(initial=0) > scenes:
        # There is a place in memory for each number.
        raise _damage(path, "it numbers more groups than there are scenes")
    return groups


def _damage(path: Path, reason: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The index file {path} is damaged: {reason}.",
        hint="`fabula check --repair` makes it anew from the index files.",
    )
