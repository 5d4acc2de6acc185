"""A store over segments of positions: `fabula.json` says what the folder is, `index/` holds segments and commits.

A commit writes new segments, syncs them, then names them in a new table of contents (codec/toc.py), which is renamed
into place: readers see the commit before or the one after, never a mix. Segments are never changed; works that are
removed are numbers in the table. Files that no kept commit names are deleted by the next writer, who holds the lock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Self

from fabula.index.codec.near_duplicates import read_copies
from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import SpeechLayer
from fabula.index.codec.toc import Toc, generations, read_toc
from fabula.index.errors import LibraryDamaged, NotFound
from fabula.index.model import Scene, WorkRecord

from .library_marker import INDEX, check_marker, is_library
from .protocol import Stats
from .snapshot import OpenSegment, Snapshot

if TYPE_CHECKING:
    from fabula.index.receipt import Progress

    from .index_writer import IndexWriter

__all__ = ["IndexStore"]

# Seconds that a reader tries to open a commit while writers delete, again and again, what it was about to open.
_OVERTAKEN = 10.0
_LISTINGS = 5


class IndexStore:
    """See `Store`."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder)
        self.folder = folder
        self.files = folder / INDEX
        self._lock = Lock()
        self._snapshot = self._latest(None)

    @classmethod
    def open(cls, folder: Path) -> Self:
        check_marker(folder)
        return cls(folder)

    @classmethod
    def create(cls, folder: Path) -> Self:
        from .create_library import create_library, disk_errors

        with disk_errors(folder):
            if not is_library(folder):
                create_library(folder)
        return cls.open(folder)

    @property
    def generation(self) -> int:
        return self._snapshot.generation

    def snapshot(self) -> Snapshot:
        return self._snapshot

    def pinned(self) -> Self:
        """The same library at the commit that is open now; whoever has it is not overtaken."""
        own = copy(self)
        own._lock = Lock()
        return own

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
        place, number = snapshot.scene_place(scene_id)
        return snapshot.segments[place].segment.scene(number)

    def scenes(self, work_id: str) -> tuple[Scene, ...]:
        snapshot = self._snapshot
        if work_id not in snapshot.places:
            raise NotFound.work(work_id)
        place, number = snapshot.places[work_id]
        return snapshot.segments[place].segment.scenes_of_work(number)

    def stats(self) -> Stats:
        snapshot = self._snapshot
        return Stats.of(snapshot.works, snapshot.generation)

    def write(self) -> IndexWriter:
        # What writes takes as long to load as a search takes in all.
        from .index_writer import IndexWriter

        return IndexWriter(self)

    def compact(self, report: Callable[[Progress], object]) -> None:
        from .compaction import compact

        compact(self, report)

    def attribute_speech(self, report: Callable[[Progress], object]) -> tuple[str, ...]:
        from .speech_pass import attribute_speech

        return attribute_speech(self, report)

    def opened(self, toc: Toc) -> Snapshot:
        """A commit of this library by its table. Raises LibraryDamaged, OSError."""
        return self._opened(toc, None)

    def close(self) -> None:
        """Maps are freed with the last array over them; nothing else is held."""

    def _generations(self) -> list[int]:
        try:
            # While a name comes and another goes, a folder may be listed without either.
            found = next((found for _ in range(_LISTINGS) if (found := generations(self.files))), [])
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
        until = monotonic() + _OVERTAKEN
        while True:
            generation = self._generations()[-1]
            try:
                return self._opened(read_toc(self.files, generation), before)
            except (OSError, LibraryDamaged) as error:
                if monotonic() > until or self._generations()[-1] == generation:
                    if isinstance(error, OSError):
                        raise LibraryDamaged(
                            f"The library in {self.folder} cannot be read: {error.strerror or error}.",
                            hint="Check its permissions, and that it is whole.",
                        ) from error
                    raise

    def _opened(self, toc: Toc, before: Snapshot | None) -> Snapshot:
        known = {opened.entry.file: opened for opened in before.segments} if before else {}
        opened = []
        for entry in toc.segments:
            old = known.get(entry.file)
            segment = old.segment if old else Segment(self.files / entry.file, entry.size)
            if len(segment) != entry.scenes:
                raise LibraryDamaged(
                    f"The index file {segment.path} has {len(segment):,} scenes instead of {entry.scenes:,}.",
                    hint="`fabula check` says what else is damaged.",
                )
            speech = old.speech if old and old.entry.speech == entry.speech else None
            if entry.speech and speech is None:
                speech = SpeechLayer(self.files, entry.speech, segment)
            opened.append(OpenSegment(entry, segment, frozenset(entry.deleted), speech))
        copies = None
        if toc.copies is not None:
            copies = read_copies(self.files, toc.copies, sum(len(each.segment) for each in opened))
        return Snapshot(toc.generation, tuple(opened), copies)
