"""Opens the commits of a library in a folder: `fabula.json` says what it is, `index/` holds segments and commits.

A commit writes new segments, syncs them, then names them in a new table of contents (codec/toc.py), which is renamed
into place: readers see the commit before or the one after, never a mix. Segments are never changed; works that are
removed are numbers in the table. The next writer, who holds the lock, deletes files that no kept commit names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from pathlib import Path
from threading import Lock
from time import monotonic, time_ns
from types import MappingProxyType
from typing import Self

from fabula.index.codec.held_file import HeldFile
from fabula.index.codec.near_duplicates import open_copies, read_copies
from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import SpeechLayer
from fabula.index.codec.toc import Toc, generations, read_toc
from fabula.index.errors import LibraryDamaged, LibraryError, NotFound
from fabula.index.folder_names import INDEX
from fabula.index.model import Scene, WorkRecord
from .commit_name import CommitName
from .library_marker import check_marker
from .protocol import Stats
from .snapshot import Describe, OpenSegment, Snapshot

# How long a reader tries to open a commit while writers, again and again, delete what it was about to open.
_OVERTAKEN_SECONDS = 10.0
_MAX_LISTINGS = 5
_NO_FILES: Mapping[str, HeldFile] = MappingProxyType({})


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

    @property
    def generation(self) -> int:
        return self._snapshot.generation

    @property
    def content_id(self) -> str:
        return self._snapshot.toc.content

    def snapshot(self) -> Snapshot:
        return self._snapshot

    def pinned(self, describe: Describe | None = None) -> Self:
        pinned = copy(self)
        if describe is not None:
            pinned._snapshot = self._snapshot.described_by(describe)
        pinned._lock = Lock()
        return pinned

    def without(self, works: Sequence[frozenset[int]]) -> Self:
        pinned = self.pinned()
        pinned._snapshot = self._snapshot.without(works)
        return pinned

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
        stats = Stats.of(snapshot.works, snapshot.generation)
        return replace(stats, without_speakers=sum(len(opened.failures) for opened in snapshot.segments))

    def changed_ns(self) -> int:
        with suppress(OSError):
            return self.files.stat().st_mtime_ns
        return time_ns()

    def opened(self, toc: Toc) -> Snapshot:
        """The commit with this table of contents. Raises LibraryDamaged, OSError."""
        return self._opened(toc, None)

    def at(self, name: CommitName) -> Self | None:
        with suppress(OSError, LibraryError):
            toc = read_toc(self.files, name.generation)
            if CommitName.of(toc) == name:
                return self.holding(toc)
        return None

    def holding(self, toc: Toc, files: Mapping[str, HeldFile] = _NO_FILES) -> Self:
        """The same library at the commit of `toc`, and pinned to it.

        files  those that somebody has open already, by name; they may be gone from the folder.

        Raises LibraryDamaged, OSError.
        """
        pinned = self.pinned()
        # Of those that are open here some may have lost their names, too.
        pinned._snapshot = self._opened(toc, None if files else self._snapshot, files)
        return pinned

    def close(self) -> None:
        """Does nothing: memory maps are freed with the last array over them."""

    def _generations(self) -> list[int]:
        try:
            # While one name comes and another goes, a listing may have neither.
            numbers = next((numbers for _ in range(_MAX_LISTINGS) if (numbers := generations(self.files))), [])
        except OSError as error:
            raise LibraryDamaged.unreadable(self.folder, error) from error
        if not numbers:
            raise LibraryDamaged.without_contents(self.folder)
        return numbers

    def _latest(self, before: Snapshot | None) -> Snapshot:
        """The latest commit. Segments that `before` has open stay open. A writer may delete files meanwhile."""
        deadline = monotonic() + _OVERTAKEN_SECONDS
        while True:
            generation = self._generations()[-1]
            try:
                return self._opened(read_toc(self.files, generation), before)
            except (OSError, LibraryDamaged) as error:
                if monotonic() > deadline or self._generations()[-1] == generation:
                    if isinstance(error, OSError):
                        raise LibraryDamaged.unreadable(self.folder, error) from error
                    raise

    def _opened(self, toc: Toc, before: Snapshot | None, files: Mapping[str, HeldFile] = _NO_FILES) -> Snapshot:
        already_open = {opened.entry.file: opened for opened in before.segments} if before else {}
        opened = []
        for entry in toc.segments:
            old = already_open.get(entry.file)
            segment = old.segment if old else Segment(self.files / entry.file, entry.size, files.get(entry.file))
            if old:
                segment.require_size()
            if len(segment) != entry.scenes:
                raise LibraryDamaged(
                    f"The index file {segment.path} has {len(segment):,} scenes instead of {entry.scenes:,}.",
                    hint="`fabula check` says what else is damaged.",
                )
            if max(entry.deleted, default=-1) >= segment.work_count:
                raise LibraryDamaged(
                    f"The table of contents of {self.folder} deletes works that {segment.path} does not have.",
                    hint="`fabula check` says what else is damaged.",
                )
            speech = old.speech if old and old.entry.speech == entry.speech else None
            if speech:
                speech.require_size()
            elif entry.speech:
                speech = SpeechLayer(self.files, entry.speech, segment, files.get(entry.speech.file))
            opened.append(OpenSegment(entry, segment, frozenset(entry.deleted), speech))
        if toc.copies is None:
            return Snapshot(toc, tuple(opened))
        file = open_copies(self.files, toc.copies, files.get(toc.copies.file))
        copies = read_copies(file, sum(len(segment) for _, segment, _, _ in opened))
        return Snapshot(toc, tuple(opened), copies, file.held)
