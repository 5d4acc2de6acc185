"""What is left out of a source by name: the patterns of the defaults, of the library and of the source together."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Container
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from fabula.index.files.paths import paths_above
from .conflict_copies import CONFLICT_PATTERNS, conflict_copy
from .default_patterns import DEFAULT_PATTERNS, FILE_PATTERNS, REASONS
from .globs import NamePatterns, PathPatterns

# Folders that are remembered: those above the files of a walk, and around them.
_MAX_REMEMBERED = 4_096


class Origin(StrEnum):
    """Where a pattern is written: nowhere, in `[files]` or below `[[sources]]` of library.toml."""

    DEFAULT = "default"
    LIBRARY = "library"
    SOURCE = "source"


class ByName(NamedTuple):
    """Why a file or folder is left out. `reason` follows its path in a receipt."""

    pattern: str
    origin: Origin
    reason: str


@dataclass(frozen=True)
class NameRules:
    """The patterns that hold below one source. Paths are relative to it.

    defaults          names that are no stories.
    exclude, include  of the library: names and paths as in a .gitignore (`NamePatterns`).
    source_exclude, source_include  of the source: paths (`PathPatterns`).
    start             where the source lies in another one whose rules these are; "" if it does not.

    An included file or folder is read although it, or a folder that it lies in, is left out; what is below it is judged
    by its own name again. A pattern without a slash includes nothing in a folder that is left out.
    """

    defaults: tuple[str, ...] = (*DEFAULT_PATTERNS, *CONFLICT_PATTERNS)
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    source_exclude: tuple[str, ...] = ()
    source_include: tuple[str, ...] = ()
    start: str = ""

    def judge(self, path: str, *, is_folder: bool = False) -> ByName | None:
        """Why the file or folder is left out, by its own name or by one that it lies in; None if it is not."""
        if self.start:
            path = posixpath.join(self.start, path)
        above = next(paths_above(path), "")
        verdict = self._judge_folder(above) if above.strip("/") else None
        return self._judge_below(verdict, path, is_folder=is_folder)

    def _judge_below(self, verdict: ByName | None, path: str, *, is_folder: bool) -> ByName | None:
        """The judgement of `path`, which is relative to the outer source, by that of the folder that it lies in."""
        if self._includes(path, is_left_out=verdict is not None):
            return None
        return self._excludes(path, is_folder=is_folder) if verdict is None else verdict

    def judge_name(self, name: str) -> ByName | None:
        """The same by the name of a file alone, whatever it lies in."""
        return self._judge_below(None, name, is_folder=False)

    def may_include_below(self, folder: str) -> bool:
        """True if something below a folder that is left out may be included."""
        folder = posixpath.join(self.start, folder)
        return self._include_names.may_match_below(folder) or self._include_paths.may_match_below(folder)

    def conflict_copy(self, path: str, siblings: Callable[[], Container[str]]) -> ByName | None:
        """Whether the file is a copy of one beside it, which a sync program made. `siblings` gives folded names."""
        copy = conflict_copy(posixpath.basename(path), siblings)
        if copy is None or copy.pattern not in self.defaults:
            return None
        if self._includes(posixpath.join(self.start, path), is_left_out=False):
            return None
        return ByName(copy.pattern, Origin.DEFAULT, f"it is a conflict copy of {copy.original}")

    def _judge_folder(self, folder: str) -> ByName | None:
        """As `judge`, of a path from the outer source. Remembered, as a walk asks again for each file."""
        if folder in self._judged_folders:
            return self._judged_folders[folder]
        verdict: ByName | None = None
        for path in reversed([*paths_above(f"{folder}/")]):
            verdict = self._judge_below(verdict, path, is_folder=True)
        if len(self._judged_folders) >= _MAX_REMEMBERED:
            self._judged_folders.clear()
        self._judged_folders[folder] = verdict
        return verdict

    def _includes(self, path: str, *, is_left_out: bool) -> bool:
        if self.include and self._include_names.of_path(path):
            return True
        pattern = self._include_paths.of_path(path) if self.source_include else ""
        if is_left_out:
            return "/" in pattern
        return bool(pattern or (self.include and self._include_names.of_name(posixpath.basename(path))))

    def _excludes(self, path: str, *, is_folder: bool) -> ByName | None:
        if self.source_exclude and (pattern := self._exclude_paths.of_path(path)):
            return ByName(pattern, Origin.SOURCE, f'library.toml excludes "{pattern}"')
        name = path.rpartition("/")[2]
        if self.exclude and (pattern := self._exclude_names.of_path(path) or self._exclude_names.of_name(name)):
            return ByName(pattern, Origin.LIBRARY, f'library.toml excludes "{pattern}"')
        names = self._default_folder_names if is_folder else self._default_names
        if pattern := names.of_path(path) or names.of_name(name):
            return ByName(pattern, Origin.DEFAULT, REASONS.get(pattern, f'library.toml excludes "{pattern}"'))
        return None

    # Kept with the rules, because to look them up by their patterns takes as long as comparing a name with them.

    @cached_property
    def _judged_folders(self) -> dict[str, ByName | None]:
        return {}

    @cached_property
    def _include_names(self) -> NamePatterns:
        return _names(self.include)

    @cached_property
    def _exclude_names(self) -> NamePatterns:
        return _names(self.exclude)

    @cached_property
    def _default_names(self) -> NamePatterns:
        # Conflict copies are no matter of the name alone.
        return _names(tuple(pattern for pattern in self.defaults if pattern not in CONFLICT_PATTERNS))

    @cached_property
    def _default_folder_names(self) -> NamePatterns:
        others = (*CONFLICT_PATTERNS, *FILE_PATTERNS)
        return _names(tuple(pattern for pattern in self.defaults if pattern not in others))

    @cached_property
    def _include_paths(self) -> PathPatterns:
        return PathPatterns(self.source_include)

    @cached_property
    def _exclude_paths(self) -> PathPatterns:
        return PathPatterns(self.source_exclude)


# Compiled once: rules are made anew for each source and each run, of the same few lists.
@lru_cache(64)
def _names(patterns: tuple[str, ...]) -> NamePatterns:
    return NamePatterns(patterns)
