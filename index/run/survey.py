"""What is there below the sources, in the order in which it is read; and which sources cannot be seen."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from fabula.index.ingest.discovery import Task, find_tasks
from fabula.index.ingest.fingerprint import Fingerprint, fingerprint_of
from fabula.index.library.sources import LibrarySource, State, library_above
from fabula.index.readers import readers
from fabula.index.receipt import Progress, Skipped

from .colliding_names import colliding_names
from .phases import Report

__all__ = ["Survey", "SurveyedFile", "survey"]


class SurveyedFile(NamedTuple):
    """One thing to read, or one that is not even looked at, and its whole path."""

    what: Task | Skipped
    root: LibrarySource
    place: str
    stamp: Fingerprint | None


class Survey(NamedTuple):
    """What there is.

    unseen  the place of each source that is not there, or not as it was, and what is wrong with it.
    colliding_names  pairs of places that differ only in what not every file system tells apart.
    """

    found: list[SurveyedFile]
    unseen: dict[str, str]
    colliding_names: list[tuple[str, str]]


def survey(roots: Iterable[LibrarySource], held: Callable[[LibrarySource], int], report: Report) -> Survey:
    """Go through all of `roots`. `held`: how many works the library has from a source."""
    # A reader that cannot even be loaded is no fault of the files.
    readers()
    view = Survey([], {}, [])
    seen: set[Hashable] = set()
    for root in roots:
        report(Progress("looking", len(view.found), None, path=root.shown))
        problem = _problem(root)
        if problem:
            view.unseen[root.shown] = problem
            continue
        source = root.source()
        if source.identity() in seen:
            continue
        begun = len(view.found)
        readable = 0
        for one in find_tasks(source, seen, named=True, excludes=root.excludes):
            path = one.path if isinstance(one, Skipped) else one.sources[0].path
            stamp = fingerprint_of(one) if isinstance(one, Task) else None
            readable += isinstance(one, Task)
            view.found.append(SurveyedFile(one, root, posixpath.join(source.root_display_path, path), stamp))
            report(Progress("looking", len(view.found), None, path=path))
        works = held(root)
        if works and source.is_folder and not readable:
            # What a drive that is not mounted leaves behind.
            del view.found[begun:]
            view.unseen[root.shown] = "has nothing in it that could be read"
    view.colliding_names.extend(colliding_names(one.place for one in view.found))
    return view


def _problem(root: LibrarySource) -> str:
    state = root.state()
    if state is State.MISSING:
        return "is not there"
    if state is State.UNREADABLE:
        return "cannot be read"
    if library_above(root.location) is not None:
        return "belongs to a Fabula library"
    return ""
