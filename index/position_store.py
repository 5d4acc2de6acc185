"""A store over segments of positions: `fabula.json` says what the folder is, `index/` holds segments and commits.

A commit writes new segments, syncs them, then names them in a new table of contents (codec/toc.py), which is renamed
into place: readers see the commit before or the one after, never a mix. Segments are never changed; works that are
removed are numbers in the table. Files that no kept commit names are deleted by the next writer, who holds the lock.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from .codec.segment import Segment
from .codec.toc import SegmentEntry, Toc, generations, read_toc, toc_path, write_toc
from .errors import LibraryDamaged, LibraryFull, NotALibrary, NotFound
from .lock import WriteLock
from .marker import MARKER, check_marker, is_library, write_marker
from .model import Scene, WorkRecord
from .store import Stats
from .writer.known_stems import KnownStems
from .writer.merge import merge, worth_merging
from .writer.workers import Workers

__all__ = ["OpenSegment", "PositionStore", "PositionWriter", "Snapshot"]

_INDEX = "index"
# Works are gathered until they weigh this much, then made segments, by as many processes as there are processors; so
# memory does not depend on their number. A scene weighs its characters and four times its words: this is about 80 MB,
# for which all processes together take less than 1 GB.
_ROUND = 140_000_000
# Work worth a process: about 2 MB, which take 0.1 s.
_SHARE = 3_500_000


class OpenSegment(NamedTuple):
    """A segment of a commit, and the numbers of its works that are deleted."""

    entry: SegmentEntry
    segment: Segment
    deleted: frozenset[int]


class Snapshot:
    """One commit, open. Nothing in it ever changes, so threads share it without locks."""

    def __init__(self, generation: int, segments: tuple[OpenSegment, ...]) -> None:
        self.generation = generation
        self.segments = segments

    @cached_property
    def _placed(self) -> list[tuple[WorkRecord, int, int]]:
        """Works in order, each with its segment and its number there."""
        found = [
            (work, place, number)
            for place, opened in enumerate(self.segments)
            for number, work in enumerate(opened.segment.works)
            if number not in opened.deleted
        ]
        found.sort(key=lambda item: (item[0].title.casefold(), item[0].authors, item[0].id))
        return found

    @cached_property
    def works(self) -> list[WorkRecord]:
        """All works, by title, authors and id."""
        return [work for work, _, _ in self._placed]

    @cached_property
    def by_id(self) -> Mapping[str, WorkRecord]:
        return {work.id: work for work in self.works}

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Work id -> its segment and its number there."""
        return {work.id: (place, number) for work, place, number in self._placed}

    @cached_property
    def work_numbers(self) -> list[NDArray[np.int64]]:
        """For each segment int64[its works]: the index of each in `works`, -1 for deleted ones."""
        numbers = [np.full(len(opened.segment.works), -1, np.int64) for opened in self.segments]
        for index, (_, place, number) in enumerate(self._placed):
            numbers[place][number] = index
        return numbers


class PositionStore:
    """See `Store`."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder)
        self.folder = folder
        self.files = folder / _INDEX
        self._lock = Lock()
        self._snapshot = self._latest(None)

    @classmethod
    def open(cls, folder: Path) -> Self:
        check_marker(folder)
        return cls(folder)

    @classmethod
    def create(cls, folder: Path) -> Self:
        try:
            if not is_library(folder):
                _make(folder)
        except OSError as error:
            raise write_error(folder, error) from error
        return cls.open(folder)

    @property
    def generation(self) -> int:
        return self._snapshot.generation

    def snapshot(self) -> Snapshot:
        return self._snapshot

    def refresh(self) -> bool:
        with self._lock:
            if self._generations()[-1] == self._snapshot.generation:
                return False
            self._snapshot = self._latest(self._snapshot)
            return True

    def works(self) -> Mapping[str, WorkRecord]:
        return self._snapshot.by_id

    def scene(self, scene_id: str) -> Scene:
        snapshot = self._snapshot
        for opened in snapshot.segments:
            number = opened.segment.scene_by_id(scene_id)
            if number is not None and int(opened.segment.scene_works[number]) not in opened.deleted:
                return opened.segment.scene(number)
        raise NotFound(
            f"There is no scene {scene_id} in this library.",
            hint="It may have been removed or rewritten; search for a line of it.",
        )

    def scenes(self, work_id: str) -> tuple[Scene, ...]:
        snapshot = self._snapshot
        if work_id not in snapshot.places:
            raise NotFound(
                f"There is no work {work_id} in this library.",
                hint="It may have been removed; the list of works has those that there are.",
            )
        place, number = snapshot.places[work_id]
        segment = snapshot.segments[place].segment
        own = np.flatnonzero(segment.scene_works == number)
        return tuple(segment.scene(int(scene)) for scene in own[np.argsort(segment.scene_orders[own], kind="stable")])

    def stats(self) -> Stats:
        snapshot = self._snapshot
        return Stats.of(snapshot.works, snapshot.generation)

    def write(self) -> PositionWriter:
        return PositionWriter(self)

    def close(self) -> None:
        """Maps are freed with the last array over them; nothing else is held."""

    def _generations(self) -> list[int]:
        try:
            found = generations(self.files)
        except OSError as error:
            raise LibraryDamaged(
                f"The library in {self.folder} cannot be read: {error.strerror}.", hint="Check that it is whole."
            ) from error
        if not found:
            raise LibraryDamaged(
                f"The library in {self.folder} has lost its table of contents.",
                hint="Restore it from a copy, or build it anew from the stories.",
            )
        return found

    def _latest(self, before: Snapshot | None) -> Snapshot:
        """The latest commit, segments that are open already taken over. A writer may delete files meanwhile."""
        for attempt in range(5):
            generation = self._generations()[-1]
            try:
                return self._opened(read_toc(self.files, generation), before)
            except (OSError, LibraryDamaged) as error:
                if attempt == 4 or self._generations()[-1] == generation:
                    if isinstance(error, OSError):
                        raise LibraryDamaged(
                            f"The library in {self.folder} cannot be read: {error.strerror or error}.",
                            hint="Check its permissions, and that it is whole.",
                        ) from error
                    raise
        raise AssertionError("the loop above returns or raises")

    def _opened(self, toc: Toc, before: Snapshot | None) -> Snapshot:
        known = {opened.entry.file: opened.segment for opened in before.segments} if before else {}
        opened = []
        for entry in toc.segments:
            segment = known.get(entry.file) or Segment(self.files / entry.file, entry.size)
            opened.append(OpenSegment(entry, segment, frozenset(entry.deleted)))
        return Snapshot(toc.generation, tuple(opened))


class PositionWriter:
    """See `StoreWriter`."""

    def __init__(self, store: PositionStore) -> None:
        try:
            self._lock = WriteLock.acquire(store.files)
        except OSError as error:
            raise write_error(store.folder, error) from error
        self._store = store
        try:
            store.refresh()
            self._base = store.snapshot()
            self._clean()
        except BaseException:
            self._lock.release()
            raise
        self._deleted = [set(opened.deleted) for opened in self._base.segments]
        self._gathered: list[tuple[WorkRecord, Sequence[Scene]]] = []
        self._weights: list[int] = []
        self._weight = 0
        self._known = KnownStems()
        self._learnt = False
        self._workers = Workers(store.files, self._known, self._lock.release)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._workers.close()
        # Without the lock the files that no commit names may be another writer's.
        if self._lock.held:
            self._clean()
            self._lock.release()

    def add(self, work: WorkRecord, scenes: Sequence[Scene]) -> None:
        weight = sum(len(scene.text) + 4 * scene.words for scene in scenes)
        self._gathered.append((work, scenes))
        self._weights.append(weight)
        self._weight += weight
        if self._weight >= _ROUND:
            try:
                self._flush()
            except OSError as error:
                raise write_error(self._store.folder, error) from error

    def remove(self, work_id: str) -> None:
        place = self._base.places.get(work_id)
        if place is not None:
            self._deleted[place[0]].add(place[1])

    def commit(self, progress: Callable[[str], None] | None = None) -> None:
        try:
            self._flush()
            entries = [
                opened.entry._replace(deleted=tuple(sorted(deleted)))
                for opened, deleted in zip(self._base.segments, self._deleted, strict=True)
                # A segment all of whose works are deleted is not worth a look.
                if len(deleted) < len(opened.segment.works)
            ]
            entries = self._merged([*entries, *self._workers.finish()])
            write_toc(self._store.files, Toc(self._base.generation + 1, tuple(entries)))
        except OSError as error:
            raise write_error(self._store.folder, error) from error
        self._store.refresh()
        self._clean()
        self._lock.release()

    def _flush(self) -> None:
        """Have segments made of what is gathered: neighbours together, as many segments as are worth it, alike."""
        self._learn()
        parts = max(1, min(self._workers.most, self._weight // _SHARE))
        ends = np.cumsum(self._weights)
        wanted = [self._weight * part // parts for part in range(1, parts)]
        cuts = (np.searchsorted(ends, wanted) + 1).tolist()
        for start, end in pairwise([0, *cuts, len(self._gathered)]):
            if start < end:
                make = self._workers.start if parts > 1 else self._workers.make
                make(self._gathered[start:end])
        self._gathered, self._weights, self._weight = [], [], 0

    def _learn(self) -> None:
        """Look up the stems there are, in the largest segments first and once, where there are words to stem."""
        if self._gathered and not self._learnt:
            for opened in sorted(self._base.segments, key=lambda opened: -opened.segment.term_count):
                self._known.learn(opened.segment)
            self._learnt = True

    def _merged(self, entries: list[SegmentEntry]) -> list[SegmentEntry]:
        """`entries` with small neighbours made one, so that many small commits do not make many segments."""
        while chosen := worth_merging(entries):
            entries = self._merged_once(entries, chosen)
        return entries

    def _merged_once(self, entries: list[SegmentEntry], chosen: range) -> list[SegmentEntry]:
        name = f"MAIN_{secrets.token_hex(8)}.seg"
        parts = [
            (Segment(self._store.files / entry.file, entry.size), frozenset(entry.deleted))
            for entry in entries[chosen.start : chosen.stop]
        ]
        size, scenes = merge(parts, self._store.files / name)
        return [*entries[: chosen.start], SegmentEntry(name, size, scenes), *entries[chosen.stop :]]

    def _clean(self) -> None:
        """Delete what neither the latest commit nor this writer needs: old commits, and what a crash left behind."""
        files = self._store.files
        latest = generations(files)[-1]
        kept = {entry.file for entry in read_toc(files, latest).segments}
        kept |= {toc_path(files, latest).name, "write.lock"}
        for name in os.listdir(files):
            if name not in kept and (name.startswith(("MAIN_", "_MAIN_"))):
                (files / name).unlink(missing_ok=True)


# What there may be of a library whose making was cut short.
_BEGUN = {_INDEX, f"{MARKER}.tmp"}
_INDEX_BEGUN = {"write.lock", "_MAIN_0.toc", "_MAIN_0.toc.tmp"}


def _make(folder: Path) -> None:
    """Make `folder` an empty library. Raises NotALibrary, LibraryBusy, OSError."""
    files = folder / _INDEX
    if folder.exists() and not folder.is_dir():
        raise NotALibrary(f"{folder} is a file, not a library.", hint="Name a folder with --library.")
    foreign = folder.exists() and set(os.listdir(folder)) - _BEGUN
    foreign = foreign or (files.exists() and set(os.listdir(files)) - _INDEX_BEGUN)
    # Asked again, as another process may have made the library meanwhile.
    if foreign and not is_library(folder):
        raise NotALibrary(
            f"{folder} holds other files and is not a library, so nothing was written there.",
            hint="Name a folder that is new or empty with --library.",
        )
    files.mkdir(parents=True, exist_ok=True)
    lock = WriteLock.acquire(files)
    try:
        if not is_library(folder):
            write_toc(files, Toc(0, ()))
            # Last, so that a library with a marker is a whole one.
            write_marker(folder)
    finally:
        lock.release()


def write_error(folder: Path, error: OSError) -> LibraryFull:
    """The error that says why writing to the library failed, and what to do."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return LibraryFull(
        f"Writing to the library in {folder} failed: {reason}.",
        hint="Free some space and run this again." if full else "Check that you may write there.",
    )
