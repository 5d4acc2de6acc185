"""A source on disk: a file or folder below a root."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Hashable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import BinaryIO, Self

from fabula.index.errors import SourceMissing, UnreadableSource
from .paths import display_path, normal_form, normal_form_below
from .source import MAX_BYTES, Source


@lru_cache(maxsize=64)
def _display_root(root: Path) -> str:
    # Cached: it is asked for four times for each file.
    return display_path(str(root))


class FileSource(Source):
    """A file or folder on disk, below a root."""

    def __init__(self, location: Path, root: Path) -> None:
        self.location = location
        self.root = root
        self._entry: os.DirEntry[str] | None = None
        self._parent_path = ""

    @classmethod
    def at(cls, path: str | Path) -> Self:
        """The source that a person named. Its root is the folder itself, or the folder of the file.

        Raises SourceMissing if nothing is there.
        """
        location = Path(os.path.abspath(path))
        try:
            exists, reason = location.exists(), ""
        except OSError as error:
            exists, reason = False, f" that can be reached: {error.strerror or error}"
        if not exists:
            raise SourceMissing(
                f"There is no file or folder at {display_path(str(location))}{reason}.",
                hint="Check the spelling; a folder is indexed with everything below it.",
            )
        return cls(location, location if location.is_dir() else location.parent)

    @classmethod
    def from_entry(cls, entry: os.DirEntry[str], root: Path, parent_path: str) -> Self:
        """The source of a folder's entry; `parent_path` is the folder's path below `root`. Paths are made on demand.

        Making a path of each of 10,000 files, and taking it apart again, took half the time of a walk.
        """
        source = cls.__new__(cls)
        source.root, source._entry, source._parent_path = root, entry, parent_path
        return source

    @cached_property
    def location(self) -> Path:
        assert self._entry is not None
        return Path(self._entry.path)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.location)!r})"

    @property
    def name(self) -> str:
        if self._entry is not None and self._entry.name.isascii():
            return self._entry.name
        name = display_path(self.location.name)
        if name.isascii():
            return name
        return normal_form(name) if self.location == self.root else posixpath.basename(self.path)

    @cached_property
    def path(self) -> str:
        if self._entry is not None and self._entry.name.isascii() and self._parent_path.isascii() and os.sep == "/":
            return f"{self._parent_path}/{self._entry.name}" if self._parent_path != "." else self._entry.name
        location, start = str(self.location), str(self.root).rstrip(os.sep) + os.sep
        # Not always relpath, which makes both paths absolute first: it took a quarter of the time of a walk.
        path = location[len(start) :] if location.startswith(start) else os.path.relpath(location, self.root)
        return path if path.isascii() and os.sep == "/" else display_path(normal_form_below(self.root, path))

    @property
    def root_display_path(self) -> str:
        return _display_root(self.root)

    @cached_property
    def status(self) -> os.stat_result:
        """Taken once, links followed unless they lead nowhere. Raises OSError, ValueError if nothing is there."""
        of: Path | os.DirEntry[str] = self.location if self._entry is None else self._entry
        try:
            return of.stat()
        except FileNotFoundError:
            return of.stat(follow_symlinks=False)

    @cached_property
    def is_folder(self) -> bool:
        try:
            return stat.S_ISDIR(self.status.st_mode) if self._entry is None else self._entry.is_dir()
        except (OSError, ValueError):
            return False

    @cached_property
    def size(self) -> int:
        return 0 if self.is_folder else self.status.st_size

    def open(self, max_bytes: int = MAX_BYTES) -> BinaryIO:
        try:
            status = self.location.stat()
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableSource("it is not a regular file (a device, pipe or socket)")
            if status.st_size > max_bytes:
                raise UnreadableSource(
                    f"it is {status.st_size:,} bytes long, more than the {max_bytes:,} that are read of one"
                )
            return self.location.open("rb")
        except OSError as error:
            raise UnreadableSource(f"it cannot be opened: {error.strerror or error}") from error

    def children(self) -> Iterator[FileSource]:
        return iter(self._children)

    @cached_property
    def _children(self) -> list[FileSource]:
        # Kept: each reader of folders asks for them, then the walk. Listing once saves a quarter of the work.
        try:
            with os.scandir(self.location) as iterator:
                entries = sorted(iterator, key=lambda entry: entry.name)
        except OSError as error:
            raise UnreadableSource(f"the folder cannot be listed: {error.strerror or error}") from error
        return [FileSource.from_entry(entry, self.root, self.path) for entry in entries]

    def beside(self, path: str) -> Source | None:
        return FileSource(self.root, self.root).child(posixpath.join(posixpath.dirname(self.path), path))

    def _child(self, name: str) -> FileSource | None:
        child = FileSource(self.location / name, self.root)
        if not name.isascii() and not child.location.exists():
            child = next((other for other in self.children() if other.name == normal_form(name)), child)
        return child if child.location.exists() and not child.leaves_root else None

    @property
    def leaves_root(self) -> bool:
        if not (self.location.is_symlink() if self._entry is None else self._entry.is_symlink()):
            return False
        target = Path(os.path.realpath(self.location))
        root = Path(os.path.realpath(self.root))
        inside = target == root or root in target.parents
        parent = Path(os.path.realpath(self.location.parent))
        return not inside or target == parent or target in parent.parents

    @property
    def missing_target(self) -> str:
        if not (self.location.is_symlink() if self._entry is None else self._entry.is_symlink()):
            return ""
        try:
            self.location.stat()
        except FileNotFoundError:
            return display_path(str(self.location.readlink()))
        except (OSError, ValueError):
            # Something else is reported of a loop of links, or of a folder that may not be entered.
            pass
        return ""

    def with_name(self) -> FileSource:
        return FileSource(self.location, self.location.parent) if self.location == self.root else self

    def identity(self) -> Hashable:
        return self.status.st_dev, self.status.st_ino
