"""A folder below a source that is not what it was: a drive that was mounted there, or suddenly empty.

Where a drive is away, its stories look deleted. Two signs tell that they are not: the folder was a file system of its
own in the last run, and is none now; or it is there, and no file is left in it. A folder that somebody deleted is gone
itself, and one with other files in it was not emptied as a whole.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from fabula.index.files.paths import all_paths_above, locate, paths_above
from fabula.index.library.nearest_source import nearest_source

# A folder with so many entries and no file among them is not searched further.
_MAX_ENTRIES = 10_000


class UnseenFolder(NamedTuple):
    """`problem` continues "The folder PATH …"; `was_drive`: it was a file system of its own."""

    path: str
    problem: str
    was_drive: bool = False


class UnseenFolders:
    """The unseen folders below some sources. Folders and files are known by their path keys."""

    def __init__(
        self, sources: Collection[str], live: Iterable[str], drives_before: Iterable[str], drives: Collection[str]
    ) -> None:
        """`sources` are those that were looked at, and `live` the files in them that are offered to readers;
        `drives_before` and `drives` the folders that were drives in the last run, and that are now. `live` is gone
        through when the first file is missing."""
        self._sources = sources
        self._live_files = live
        self._away = {
            path: _away(path)
            for path in drives_before
            if path not in drives and self._source_of(path) is not None and not _is_drive(path)
        }
        self._emptied = cache(_is_emptied)

    def is_away(self, key: str) -> bool:
        """True if `key` lies on a drive that is away."""
        return bool(self._away) and any(folder in self._away for folder in paths_above(key))

    def around(self, key: str) -> UnseenFolder | None:
        """The outermost unseen folder that the missing file `key` lies in; None if it was simply deleted."""
        source = self._source_of(key)
        if source is None:
            return None
        folders = [folder for folder in (key, *paths_above(key)) if len(folder) > len(source)]
        away = next((folder for folder in reversed(folders) if folder in self._away), None)
        if away is not None:
            return self._away[away]
        unlived = (folder for folder in reversed(folders) if folder not in self._live)
        emptied = next(filter(self._emptied, unlived), None)
        return None if emptied is None else UnseenFolder(emptied, "has nothing in it that could be read")

    @cached_property
    def _live(self) -> frozenset[str]:
        """The live files and all folders that they lie in."""
        files = frozenset(self._live_files)
        return files.union(all_paths_above(files))

    def _source_of(self, key: str) -> str | None:
        return nearest_source(key, [path for path in self._sources if path != key]) or None


def _away(path: str) -> UnseenFolder:
    is_there = locate(path) is not None
    problem = "was a drive of its own, and is none now" if is_there else "was a drive of its own, and is not there"
    return UnseenFolder(path, problem, was_drive=True)


def _is_drive(path: str) -> bool:
    try:
        location = locate(path)
        return location is not None and location.stat().st_dev != location.parent.stat().st_dev
    except (OSError, ValueError):
        return False


def _is_emptied(path: str) -> bool:
    """True for a folder without a file; hidden ones do not count, because systems leave them in empty folders."""
    try:
        location = locate(path)
        return location is not None and location.is_dir() and not any(_files_below(location))
    except (OSError, ValueError):
        return False


def _files_below(folder: Path) -> Iterator[bool]:
    entries = 0
    for _, folders, files in os.walk(folder):
        entries += len(folders) + len(files)
        yield any(not name.startswith(".") for name in files) or entries > _MAX_ENTRIES
