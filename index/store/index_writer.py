"""A commit being made: new segments, merged where that is worth it, and a table of contents that names them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from types import TracebackType
from typing import Self

import numpy as np

from fabula.index.codec.toc import RULES_VERSION, SegmentEntry, new_content_id, write_toc
from fabula.index.model import Scene, WorkRecord
from fabula.index.receipt import Progress
from fabula.index.writer.known_stems import KnownStems
from fabula.index.writer.merge import worth_merging
from fabula.index.writer.merge_entries import copies_of, merge_entries
from fabula.index.writer.workers import Workers

from .disk_errors import disk_errors
from .garbage import delete_garbage
from .index_store import IndexStore
from .lock import WriteLock
from .snapshot import Snapshot

__all__ = ["IndexWriter"]

# Works are gathered until they weigh this much, then made segments, by as many processes as there are processors; so
# memory does not depend on their number. A scene weighs its characters and four times its words: this is about 80 MB,
# for which all processes together take less than 1 GB. A scene of one word is not nothing either.
_ROUND = 140_000_000
_SCENE = 200
# Work worth a process: about 2 MB, which take 0.1 s.
_SHARE = 3_500_000


def _silent(_: Progress) -> None:
    pass


class IndexWriter:
    """See `StoreWriter`."""

    def __init__(self, store: IndexStore) -> None:
        with disk_errors(store.folder):
            self._lock = WriteLock.acquire(store.files)
        self._store = store
        self._is_committed = False
        try:
            store.refresh()
            self._base = self._begin()
            self._clean()
        except BaseException:
            self._lock.release()
            raise
        self._deleted = [set(opened.deleted) for opened in self._base.segments]
        self._gathered: list[tuple[WorkRecord, Sequence[Scene]]] = []
        self._weights: list[int] = []
        self._count = 0
        self._weight = 0
        self._known = KnownStems()
        self._learnt = False
        self._workers = Workers(store.files, self._known, self._lock.release)

    def _begin(self) -> Snapshot:
        """The commit that this one is made on."""
        return self._store.snapshot()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._workers.close()
            # Without the lock the files that no commit names may be another writer's.
            if self._lock.held:
                self._clean()
        finally:
            self._lock.release()

    def add(self, work: WorkRecord, scenes: Sequence[Scene]) -> None:
        weight = sum(len(scene.text) + 4 * scene.words + _SCENE for scene in scenes)
        self._gathered.append((work, scenes))
        self._weights.append(weight)
        self._count += 1
        self._weight += weight
        if self._weight >= _ROUND:
            with disk_errors(self._store.folder):
                self._flush()

    def remove(self, work_id: str) -> None:
        place = self._base.places.get(work_id)
        if place is not None:
            self._deleted[place[0]].add(place[1])

    def commit(self, progress: Callable[[Progress], object] | None = None) -> None:
        """See `StoreWriter`. The lock is held until the writer is left, for what is written beside the index."""
        tell = progress or _silent
        tell(Progress("committing", 0, self._count, unit="works"))
        with disk_errors(self._store.folder):
            self._flush()
            made = self._workers.finish()
            tell(Progress("committing", self._count, self._count, unit="works"))
            # So that many small commits do not make many segments.
            entries = merge_entries(self._store.files, [*self._living(), *made], worth_merging, tell)
            before = self._base.toc
            toc = before._replace(
                generation=before.generation + 1,
                segments=tuple(entries),
                copies=copies_of(self._store.files, entries),
                content=new_content_id(),
                # The works that stay were read under the rules of their time.
                rules=min(before.rules, RULES_VERSION) if self._living() else RULES_VERSION,
            )
            write_toc(self._store.files, toc)
        self._store.refresh()
        self._is_committed = True
        self._clean()

    def _living(self) -> list[SegmentEntry]:
        """The segments that there were, without the works that were removed."""
        return [
            opened.entry._replace(deleted=tuple(sorted(deleted)))
            for opened, deleted in zip(self._base.segments, self._deleted, strict=True)
            # A segment all of whose works are deleted is not worth a look.
            if len(deleted) < len(opened.segment.works)
        ]

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
            for opened in sorted(self._store.snapshot().segments, key=lambda opened: -opened.segment.term_count):
                self._known.learn(opened.segment)
            self._learnt = True

    def _clean(self) -> None:
        """Delete what neither the latest commit nor this writer needs."""
        delete_garbage(self._store.files)
