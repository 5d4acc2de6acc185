"""Where a library's works come from: its sources, as they stand in `library.toml` and as they are on disk."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from fabula.index.files.file_source import FileSource
from fabula.index.files.paths import display_path, locate, normal_form
from fabula.index.store.library_marker import is_library
from fabula.index.store.opening import open_store

from .catalogue_file import scan_times
from .settings import SourceSetting, read_settings

__all__ = ["LibrarySource", "SourceState", "State", "above", "library_above", "library_sources", "sources_of"]


class State(StrEnum):
    """What there is of a source just now."""

    REACHABLE = "reachable"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source of a library.

    path     absolute and printable.
    works    of the library's works those that were read from it.
    scanned  when it was last gone through, ISO 8601, UTC; "" if that is not known.
    """

    path: str
    state: State
    works: int
    scanned: str
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LibrarySource:
    """A source where it is: `shown` is its absolute path, printable, and begins the places of all works below it.

    outer  the source that it is a part of, whose settings count as well.
    """

    setting: SourceSetting
    location: Path
    shown: str
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
        """What `FileSource.at` gives for its path. Raises OSError."""
        return FileSource(self.location, self.location if self.location.is_dir() else self.location.parent)

    def excludes(self, path: str) -> str:
        """The pattern of its settings that leaves out `path` (relative to it); "" if none does."""
        if self.outer is not None:
            start = self.shown.removeprefix(self.outer.shown.rstrip("/") + "/")
            if pattern := self.outer.excludes(posixpath.join(start, path)):
                return pattern
        if not self.setting.exclude:
            return ""
        parts = [path, *above(path)]
        return next((name for name in self.setting.exclude if any(_fits(part, name) for part in parts)), "")

    def covers(self, place: str) -> bool:
        """True if `place` is this source or lies below it, and its settings do not leave it out."""
        if self.shown == place:
            return True
        root = self.shown.rstrip("/")
        if not place.startswith((f"{root}/", f"{root}!/")):
            return False
        return not self.excludes(place[len(root) :].lstrip("!/"))


def _fits(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern) or fnmatchcase(normal_form(path), normal_form(pattern))


def above(place: str) -> Iterator[str]:
    """What `place` lies in, the nearest first: folders, and archives."""
    while "/" in place.lstrip("/"):
        place = place.rpartition("/")[0].removesuffix("!")
        yield place
    if place.startswith("/") and place != "/":
        yield "/"


def sources_of(folder: Path, settings: Iterable[SourceSetting]) -> list[LibrarySource]:
    """The sources of the library in `folder`, in their order."""
    roots = []
    for setting in settings:
        written = Path(os.path.abspath(folder / setting.path))
        try:
            location = locate(str(written)) or written
        except (OSError, ValueError):
            location = written
        roots.append(LibrarySource(setting, location, display_path(str(location))))
    return roots


def library_above(location: Path) -> Path | None:
    """The library that `location` is, or lies in; None if there is none."""
    real = Path(os.path.realpath(location))
    try:
        return next((folder for folder in (real, *real.parents) if is_library(folder)), None)
    except OSError:
        return None


def library_sources(library: str | Path) -> tuple[SourceState, ...]:
    """The sources of a library, in the order of its settings.

    Raises LibraryMissing and the like, SettingsError.
    """
    store = open_store(library)
    try:
        folder = Path(store.address)
        roots = sources_of(folder, read_settings(folder).sources)
        by_shown = {root.shown: root for root in roots}
        counts = dict.fromkeys(by_shown, 0)
        for record in store.works().values():
            place = posixpath.join(record.source, record.path)
            nearest = next((one for one in (place, *above(place)) if one in counts), None)
            if nearest is not None and record.source:
                counts[nearest] += 1
        times = scan_times(folder)
        return tuple(
            SourceState(root.shown, root.state(), counts[root.shown], times.get(root.shown, ""), root.setting.exclude)
            for root in roots
        )
    finally:
        store.close()
