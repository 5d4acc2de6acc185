"""The sources of a library: the files and folders that `library.toml` names, as they are on disk."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from fabula.index.files.file_source import FileSource
from fabula.index.files.paths import display_path, locate, normal_form, path_key, paths_above
from fabula.index.model import WorkRecord
from fabula.index.store.library_marker import is_library
from fabula.index.store.opening import open_store
from .catalogue_file import scan_times
from .settings import SourceSetting, read_settings


class State(StrEnum):
    """The state of a source on disk."""

    REACHABLE = "reachable"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source of a library.

    path     absolute and printable.
    works    the number of the library's works that come from it.
    scanned  when it was last surveyed, ISO 8601, UTC; "" if that is not known.
    """

    path: str
    state: State
    works: int
    scanned: str
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LibrarySource:
    """A source on disk.

    display_path  its absolute path; the path keys of all works below it begin with it.
    outer         the source that it is a part of, whose settings count as well.
    """

    setting: SourceSetting
    location: Path
    display_path: str
    outer: LibrarySource | None = None

    def state(self) -> State:
        try:
            if not self.location.exists():
                return State.MISSING
            if not self.location.is_dir():
                return State.REACHABLE if os.access(self.location, os.R_OK) else State.UNREADABLE
            with os.scandir(self.location) as entries:
                return State.REACHABLE if any(True for _ in entries) else State.EMPTY
        except (OSError, ValueError):
            return State.UNREADABLE

    def source(self) -> FileSource:
        """The source that `FileSource.at` makes of its path. Raises OSError."""
        return FileSource(self.location, self.location if self.location.is_dir() else self.location.parent)

    def excludes(self, path: str) -> str:
        """The pattern of its settings that excludes `path` (relative to it); "" if none does."""
        if self.outer is not None:
            start = self.display_path.removeprefix(self.outer.display_path.rstrip("/") + "/")
            if pattern := self.outer.excludes(posixpath.join(start, path)):
                return pattern
        if not self.setting.exclude:
            return ""
        paths = [path, *paths_above(path)]
        patterns = self.setting.exclude
        return next((pattern for pattern in patterns if any(_matches(path, pattern) for path in paths)), "")

    def covers(self, key: str) -> bool:
        """True if `key` is this source or lies below it, and its settings do not exclude it."""
        if self.display_path == key:
            return True
        root = self.display_path.rstrip("/")
        if not key.startswith((f"{root}/", f"{root}!/")):
            return False
        return not self.excludes(key[len(root) :].lstrip("!/"))


def _matches(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern) or fnmatchcase(normal_form(path), normal_form(pattern))


def sources_of(folder: Path, settings: Iterable[SourceSetting]) -> list[LibrarySource]:
    """The sources of the library in `folder`, in their order."""
    roots = []
    for setting in settings:
        path = Path(os.path.abspath(folder / setting.path))
        try:
            location = locate(str(path)) or path
        except (OSError, ValueError):
            location = path
        roots.append(LibrarySource(setting, location, display_path(str(location))))
    return roots


def library_above(location: Path) -> Path | None:
    """The library that `location` is or lies in; None if there is none."""
    real = Path(os.path.realpath(location))
    try:
        return next((folder for folder in (real, *real.parents) if is_library(folder)), None)
    except OSError:
        return None


def nearest_source(key: str, paths: Collection[str]) -> str:
    """The innermost of the sources' `paths` in which `key` lies; "" if it lies in none."""
    return next((path for path in (key, *paths_above(key)) if path in paths), "")


def count_by_source(records: Iterable[WorkRecord], roots: Iterable[LibrarySource]) -> dict[str, int]:
    """The number of works from each source, by its display path."""
    counts = {root.display_path: 0 for root in roots}
    for record in records:
        path = nearest_source(path_key(record.source, record.path), counts)
        if path and record.source and not record.imported:
            counts[path] += 1
    return counts


def library_sources(library: str | Path) -> tuple[SourceState, ...]:
    """The sources of a library, in the order of its settings.

    Raises LibraryMissing and the like, SettingsError.
    """
    store = open_store(library)
    try:
        folder = Path(store.address)
        roots = sources_of(folder, read_settings(folder).sources)
        counts, times = count_by_source(store.works().values(), roots), scan_times(folder)
        return tuple(
            SourceState(
                path := root.display_path, root.state(), counts[path], times.get(path, ""), root.setting.exclude
            )
            for root in roots
        )
    finally:
        store.close()
