"""The sources of a library: the files and folders that `library.toml` names, as they are on disk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from fabula.index.files.file_source import FileSource
from fabula.index.files.left_out import NameRules
from fabula.index.files.paths import display_path, path_key
from fabula.index.model import WorkRecord
from fabula.index.store.library_marker import is_library
from fabula.index.store.opening import open_store
from .catalogue_file import scan_times
from .nearest_source import SourcePaths
from .settings import FilesSetting, Settings, SourceSetting, read_settings
from .source_names import source_location, source_names


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
    name     what answers call it.
    works    the number of the library's works that come from it.
    scanned  when it was last surveyed, ISO 8601, UTC; "" if that is not known.
    """

    path: str
    state: State
    works: int
    scanned: str
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class LibrarySource:
    """A source on disk.

    display_path  its absolute path; the path keys of all works below it begin with it.
    rules         what is left out of it by name.
    outer         the source that it is a part of, whose rules it has.
    """

    setting: SourceSetting
    location: Path
    display_path: str
    rules: NameRules = field(default_factory=NameRules)
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

    def within(self, outer: LibrarySource) -> LibrarySource:
        """This source as a part of `outer`, by whose rules names are left out."""
        start = self.display_path.removeprefix(outer.display_path.rstrip("/") + "/")
        return replace(self, rules=replace(outer.rules, start=start), outer=outer)

    def covers(self, key: str) -> bool:
        """True if `key` is this source or lies below it, and is not left out by name."""
        if self.display_path == key:
            return True
        root = self.display_path.rstrip("/")
        if not key.startswith((f"{root}/", f"{root}!/")):
            return False
        is_folder = os.path.isdir(key)  # noqa: PTH112 - Path.is_dir fails for a name that is too long
        return self.rules.judge(key[len(root) :].lstrip("!/"), is_folder=is_folder) is None


def name_rules(files: FilesSetting, source: SourceSetting | None = None) -> NameRules:
    """What is left out by name below a source with these settings; without one, below any."""
    rules = NameRules(exclude=files.exclude, include=files.include)
    if files.default_exclude is not None:
        rules = replace(rules, defaults=files.default_exclude)
    return rules if source is None else replace(rules, source_exclude=source.exclude, source_include=source.include)


def sources_of(folder: Path, settings: Settings) -> list[LibrarySource]:
    """The sources of the library in `folder`, in their order."""
    roots = []
    for setting in settings.sources:
        location = source_location(folder, setting)
        rules = name_rules(settings.files, setting)
        roots.append(LibrarySource(setting, location, display_path(str(location)), rules))
    return roots


def library_above(location: Path) -> Path | None:
    """The library that `location` is or lies in; None if there is none."""
    real = Path(os.path.realpath(location))
    try:
        return next((folder for folder in (real, *real.parents) if is_library(folder)), None)
    except OSError:
        return None


def count_by_source(records: Iterable[WorkRecord], roots: Iterable[LibrarySource]) -> dict[str, int]:
    """The number of works from each source, by its display path."""
    counts = {root.display_path: 0 for root in roots}
    paths = SourcePaths(counts)
    for record in records:
        path = paths.around(path_key(record.source, record.path))
        if path and record.has_file:
            counts[path] += 1
    return counts


def library_sources(library: str | Path) -> tuple[SourceState, ...]:
    """The sources of a library, in the order of its settings.

    Raises LibraryMissing and the like, SettingsError.
    """
    store = open_store(library)
    try:
        folder = Path(store.address)
        roots = sources_of(folder, read_settings(folder))
        counts, times = count_by_source(store.works().values(), roots), scan_times(folder)
        names = source_names((root.display_path, root.setting.name) for root in roots)
        return tuple(
            SourceState(
                path := root.display_path,
                root.state(),
                counts[path],
                times.get(path, ""),
                root.setting.exclude,
                root.setting.include,
                names[path],
            )
            for root in roots
        )
    finally:
        store.close()
