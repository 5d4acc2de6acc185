"""Changes a library's folder durably: new files that are whole once they have their name, renames, removals.

Everything that writes to a library goes through `system` in this module, so that a test can replace it and make each
step fail, or be forgotten, in turn.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

TEMPORARY = ".tmp"


class FileSystem:
    """The steps of every change. Each raises OSError."""

    def create(self, path: Path) -> BinaryIO:
        """Open a new file. One of that name is another writer's leftover and goes; no link is followed."""
        with suppress(FileNotFoundError):
            # A link would lead to a file of somebody else's, and a named pipe would wait for its reader.
            path.unlink()
        return path.open("xb")

    def sync(self, file: BinaryIO) -> None:
        """Make what was written to `file` durable."""
        os.fsync(file.fileno())

    def rename(self, path: Path, target: Path) -> None:
        """Rename a file in one step, over any file of that name."""
        path.replace(target)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        path.mkdir(exist_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Make the names in `folder` durable; does nothing where the system cannot open folders."""
        if not hasattr(os, "O_DIRECTORY"):  # pragma: no cover - Windows
            return
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


system = FileSystem()


def new_file_name(kind: str) -> str:
    """A name that no file in an index has yet; `kind` is "seg", "speech" or "copies"."""
    return f"MAIN_{os.urandom(8).hex()}.{kind}"


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write. When the block ends it is synced and gets the name `path`; if the block fails there is no file.

    The folder is not synced: a commit does that once for all its files. Raises OSError.
    """
    temporary = path.with_name(path.name + TEMPORARY)
    try:
        with system.create(temporary) as file:
            yield file
            file.flush()
            system.sync(file)
        system.rename(temporary, path)
    except BaseException:
        remove_if_possible(temporary)
        raise


def remove(path: Path) -> None:
    """Delete a file, if it is there."""
    system.remove(path)


def remove_if_possible(path: Path) -> None:
    """Delete a file that nobody needs; if that fails the next writer deletes it."""
    with suppress(OSError):
        system.remove(path)


def rename(path: Path, target: Path) -> None:
    """Rename a file or folder in one step."""
    system.rename(path, target)


def make_folder(path: Path) -> None:
    """Make a folder, and missing folders above it, with durable names."""
    if path.is_dir():
        return
    make_folder(path.parent)
    system.make_folder(path)
    system.sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    system.sync_folder(folder)
