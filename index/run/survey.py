"""The files below the sources, in the order in which they are read; and which sources cannot be seen."""

from __future__ import annotations

import posixpath
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from fabula.index.account.phases import Report
from fabula.index.files.colliding_names import colliding_names
from fabula.index.files.drives import DriveFinder
from fabula.index.files.paths import path_key
from fabula.index.files.placeholders import placeholder_for
from fabula.index.ingest.discovery import Task, find_tasks
from fabula.index.ingest.fingerprint import Fingerprint, fingerprint_of
from fabula.index.ingest.outcome import Outcome, Read
from fabula.index.library.sources import LibrarySource, State, library_above
from fabula.index.losses.removals import count_text
from fabula.index.readers import readers
from fabula.index.receipt import Progress, RunWarning, SkipKind, Skipped, WarningKind
from fabula.index.records.works_by_key import WorksByKey

_MAX_COLLISION_WARNINGS = 20
# A folder that is one work has its text in files with these suffixes.
_PAGE_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".txt", ".md", ".opf"))


class SurveyedFile(NamedTuple):
    """A task to read, or a file that is passed over, with its path key."""

    task: Task | Skipped
    root: LibrarySource
    key: str
    fingerprint: Fingerprint | None


class TaskOutcome(NamedTuple):
    """One outcome of a surveyed file."""

    file: SurveyedFile
    outcome: Outcome

    @property
    def task(self) -> Task | None:
        """None for a file that the survey passed over."""
        return None if isinstance(self.file.task, Skipped) else self.file.task

    @property
    def key(self) -> str:
        """The path key of the outcome: of the task's file, or of one in it."""
        return self.file.key if self.task is None else path_key(self.task.root, self.outcome.path)

    def replaced_keys(self, read: Read) -> dict[str, None]:
        """The path keys of the files whose works `read`, its outcome, takes the place of.

        The formats of one book replace each other, a folder replaces the files in it.
        """
        assert self.task is not None
        formats = [source.path for source in self.task.sources] if len(self.task.sources) > 1 else []
        inner = (path_key(self.task.root, path) for path in (*read.covers, *formats))
        return dict.fromkeys([self.key, *inner])


class Survey(NamedTuple):
    """The files of all sources.

    unseen  the path of each source that is missing, or not as it was -> what is wrong with it.
    collisions  pairs of keys that differ only in what not every file system tells apart.
    drives  the path keys of folders below the sources that are file systems of their own.
    """

    files: list[SurveyedFile]
    unseen: dict[str, str]
    collisions: list[tuple[str, str]]
    drives: set[str]

    def live_keys(self) -> Iterator[str]:
        """The path keys of the files that are there, or of which a placeholder is."""
        for file in self.files:
            if not _is_left_out(file.task):
                yield file.key

    def warnings(self, counts: Mapping[str, int]) -> list[RunWarning]:
        """One for each unseen source, with its number of works in `counts`, and for each collision."""
        warnings = [
            RunWarning(
                WarningKind.SOURCE_UNSEEN,
                f"The source {path} {problem}: {count_text(counts[path])} from it stayed."
                f" Bring it back and run fabula update, or give it up with fabula remove {path}.",
                path,
            )
            for path, problem in self.unseen.items()
        ]
        warnings += [
            RunWarning(
                WarningKind.NAMES_COLLIDE,
                f"{first} and {other} differ only by case or by the form of accents."
                " On another system they may be one file.",
                other,
            )
            for first, other in self.collisions[:_MAX_COLLISION_WARNINGS]
        ]
        more = len(self.collisions) - _MAX_COLLISION_WARNINGS
        if more > 0:
            differ = "pair of names differs" if more == 1 else "pairs of names differ"
            text = f"{more:,} more {differ} only by case or by the form of accents."
            warnings.append(RunWarning(WarningKind.NAMES_COLLIDE, text))
        return warnings


def survey(roots: Iterable[LibrarySource], counts: Mapping[str, int], report: Report) -> Survey:
    """Go through all of `roots`. `counts`: the number of works that the library has from each, by its path."""
    # A reader that cannot even be loaded is no fault of the files.
    readers()
    result = Survey([], {}, [], set())
    seen: set[Hashable] = set()
    for root in roots:
        report(Progress("looking", len(result.files), None, path=root.display_path))
        problem = _problem(root)
        if problem:
            result.unseen[root.display_path] = problem
            continue
        source = root.source()
        if source.identity() in seen:
            continue
        first = len(result.files)
        tasks = 0
        finder = DriveFinder(source)
        for task in find_tasks(source, seen, named=True, rules=root.rules):
            if isinstance(task, Task):
                path, fingerprint = task.sources[0].path, fingerprint_of(task)
                finder.look_at(task.sources[0])
            else:
                path, fingerprint = task.path, None
            tasks += not _is_left_out(task)
            result.files.append(SurveyedFile(task, root, path_key(source.root_display_path, path), fingerprint))
            report(Progress("looking", len(result.files), None, path=path))
        if counts[root.display_path] and source.is_folder and not tasks:
            # An empty folder is what a drive that is not mounted leaves behind.
            del result.files[first:]
            result.unseen[root.display_path] = "has nothing in it that could be read"
        result.drives.update(finder.found)
    result.collisions.extend(colliding_names(file.key for file in result.files))
    return result


def with_placeholders(files: Iterable[SurveyedFile], known: WorksByKey) -> list[SurveyedFile]:
    """`files`, with a line for a known file in place of the one for the placeholder that is all that is left of it.

    `known`: the works that the library has. A folder that is one work is not read while a placeholder stands for a page
    of it.
    """
    files = list(files)
    keys = {file.key for file in files}
    books: dict[str, str] = {}
    wholes: dict[str, str] = {}
    for number, file in enumerate(files):
        folder, name = posixpath.split(_path_of(file.task))
        placeholder = placeholder_for(name)
        if placeholder is None:
            continue
        outer = posixpath.dirname(file.key)
        key = posixpath.join(outer, placeholder.target)
        if key in keys:
            continue
        if known.has_within(key):
            skipped = Skipped(posixpath.join(folder, placeholder.target), SkipKind.NOT_HERE, placeholder.reason)
            files[number] = SurveyedFile(skipped, file.root, key, None)
            keys.add(key)
            books[posixpath.splitext(key)[0]] = f"{placeholder.target}, of which only a placeholder is here"
        elif folder and outer in known.by_key and posixpath.splitext(key)[1].lower() in _PAGE_SUFFIXES:
            if outer not in keys and outer not in wholes:
                skipped = Skipped(folder, SkipKind.NOT_HERE, f"of {placeholder.target} {placeholder.reason}")
                files[number] = SurveyedFile(skipped, file.root, outer, None)
            wholes[outer] = f"of {placeholder.target} {placeholder.reason}"
    for number, file in enumerate(files) if books or wholes else ():
        if not isinstance(file.task, Task):
            continue
        path, book = _path_of(file.task), books.get(posixpath.splitext(file.key)[0])
        if file.key in wholes:
            files[number] = file._replace(task=Skipped(path, SkipKind.NOT_HERE, wholes[file.key]), fingerprint=None)
        elif posixpath.dirname(file.key) in wholes and not known.has_within(file.key):
            reason = "it is a part of a work of which another part is not here"
            files[number] = file._replace(task=Skipped(path, SkipKind.IGNORED, reason), fingerprint=None)
        elif book is not None and file.task.sidecar and not known.has_within(file.key):
            # The library has the best format of the book, and keeps it until that is here again.
            reason = f"it is the same book as {book}"
            files[number] = file._replace(task=Skipped(path, SkipKind.IGNORED, reason), fingerprint=None)
    return files


def _path_of(task: Task | Skipped) -> str:
    return task.path if isinstance(task, Skipped) else task.sources[0].path


def _is_left_out(task: Task | Skipped) -> bool:
    """True for what says nothing about the drive it is on. A folder of placeholders, or of damage, is not empty."""
    return (
        isinstance(task, Skipped)
        and task.kind is SkipKind.IGNORED
        and placeholder_for(posixpath.basename(task.path)) is None
    )


def _problem(root: LibrarySource) -> str:
    state = root.state()
    if state is State.MISSING:
        return "is not there"
    if state is State.UNREADABLE:
        return "cannot be read"
    if library_above(root.location) is not None:
        return "belongs to a Fabula library"
    return ""
