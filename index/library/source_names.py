"""Names of sources, which answers say instead of the paths of this machine.

A library keeps for each work the folder that it was read from, whole, as that is how files are found again. Whoever
asks gets the name of the source and the path below it.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePosixPath, PureWindowsPath

from fabula.index.errors import SettingsError
from fabula.index.files.paths import display_path, locate, path_key
from fabula.index.model import WorkRecord
from .nearest_source import SourcePaths
from .settings import Settings, SourceSetting, read_settings

# The root of a disk has no name of its own.
_NAMELESS = "files"
# An absolute path of Windows: of a disk, or of another machine.
_WINDOWS = re.compile(r"[A-Za-z]:[/\\]|\\\\")


class SourceNames:
    """The names that a library's settings give to its sources, as they are when they are first needed.

    Settings that make no sense give none.
    """

    def __init__(self, library: Path) -> None:
        self._library = library

    @cached_property
    def _names(self) -> Mapping[str, str]:
        settings = Settings()
        with suppress(SettingsError):
            settings = read_settings(self._library)
        sources = settings.sources
        return source_names((display_path(str(source_location(self._library, each))), each.name) for each in sources)

    @cached_property
    def _paths(self) -> SourcePaths:
        return SourcePaths(self._names)

    def described(self, work: WorkRecord) -> WorkRecord:
        """`work` with the innermost source that it lies in, named, and its path below that.

        A source may be a part of another since the work was read. A source that is one file has the name of the file,
        and so has the path. What an import or Python named as the source is none of the library's, so that its last
        part may be the name of another.
        """
        key = path_key(work.source, work.path)
        root = self._paths.around(key)
        path = work.path
        if root and root != work.source:
            path = key[len(root) :].lstrip("/")
            if not path or path.startswith("!/"):
                path = last_part(root) + path
        if path.startswith("/") or _WINDOWS.match(path):
            path = last_part(path)
        name = self._names[root] if root else work.source and (last_part(work.source) or _NAMELESS)
        return replace(work, source=name, path=path, file=key if work.has_file else "")


def source_location(library: Path, source: SourceSetting) -> Path:
    """Where a source of the library in this folder is, or would be."""
    path = Path(os.path.abspath(library / source.path))
    try:
        return locate(str(path)) or path
    except (OSError, ValueError):
        return path


def source_names(sources: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The name of each source by its path: the one that was chosen, or else the last part of the path.

    Where that name is taken, a number makes it another: "stories", "stories 2".

    >>> source_names([("/a/stories", ""), ("/b/stories", ""), ("/c", "old")])
    {'/a/stories': 'stories', '/b/stories': 'stories 2', '/c': 'old'}
    """
    pairs = list(sources)
    taken = {name for _, name in pairs if name}
    tried: Counter[str] = Counter()
    names = {}
    for path, name in pairs:
        names[path] = name or _unused(last_part(path) or _NAMELESS, taken, tried)
        taken.add(names[path])
    return names


def _unused(name: str, taken: set[str], tried: Counter[str]) -> str:
    """`name`, or with the next number that makes another name of it. `tried` are the numbers up to there."""
    while True:
        tried[name] += 1
        numbered = f"{name} {tried[name]}" if tried[name] > 1 else name
        if numbered not in taken:
            return numbered


def last_part(path: str) -> str:
    """The name of the file or folder at a path of any system; "" for the root of a disk."""
    # The path is one of another system if the work was imported.
    return PureWindowsPath(path).name if _WINDOWS.match(path) else PurePosixPath(path).name
