"""Every change of a library's folder: files that are whole once they have their name, renamed, removed, synced.

What writes a library goes through here and nowhere else, so that a test can fail, or forget, each step in turn.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

__all__ = ["TEMPORARY", "make_folder", "new_file", "remove", "rename", "sync", "sync_folder"]

TEMPORARY = ".tmp"


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which has its name `path` when the block ends, whole and synced; if it fails there is none.

    Its folder is not synced: a commit does that once for all its files. Raises OSError.
    """
    temporary = path.with_name(path.name + TEMPORARY)
    try:
        with open_new(temporary) as file:
            yield file
            file.flush()
            sync(file)
        rename(temporary, path)
    except BaseException:
        with suppress(OSError):
            remove(temporary)
        raise


def open_new(path: Path) -> BinaryIO:
    return path.open("wb")


def sync(file: BinaryIO) -> None:
    """Make what was written to `file` durable."""
    os.fsync(file.fileno())


def rename(path: Path, target: Path) -> None:
    """Give a file another name, at once, in the place of what had it."""
    path.replace(target)


def remove(path: Path) -> None:
    """Delete a file, if it is there."""
    path.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, with durable names."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable; where the system cannot open folders, there is no such thing to do."""
    if not hasattr(os, "O_DIRECTORY"):  # pragma: no cover - Windows
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
