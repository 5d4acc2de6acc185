"""Makes a commit: new segments, merged where that is worth it, and a table of contents that names them."""

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
from fabula.index.writer.merge import merge_candidates
from fabula.index.writer.merge_entries import merge_entries, write_near_duplicates
from fabula.index.writer.workers import Workers
from .disk_errors import disk_errors
from .garbage import delete_garbage
from .index_store import IndexStore
from .lock import WriteLock
from .snapshot import Snapshot

# Works are gathered until they weigh this much, then written as segments by as many processes as there are processors;
# so memory does not depend on how many works there are. A scene weighs its characters, four times its words, and
# _SCENE_WEIGHT: a round is about 80 MB of text, for which all processes together take less than 1 GB.
_ROUND_WEIGHT = 140_000_000
_SCENE_WEIGHT = 200
# Work worth a process of its own: about 2 MB of text, which take 0.1 s.
_SHARE_WEIGHT = 3_500_000


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
            self._delete_garbage()
        except BaseException:
            self._lock.release()
            raise
        self._deleted = [set(opened.deleted) for opened in self._base.segments]
        self._gathered: list[tuple[WorkRecord, Sequence[Scene]]] = []
        self._weights: list[int] = []
        self._count = 0
        self._weight = 0
        self._known_stems = KnownStems()
        self._has_learned_stems = False
        self._workers = Workers(store.files, self._known_stems, self._lock.release)

    def _begin(self) -> Snapshot:
        """The commit that this one is based on."""
        return self._store.snapshot()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._workers.close()
            # Without the lock the files that no commit names may be another writer's.
            if self._lock.is_held:
                self._delete_garbage()
        finally:
            self._lock.release()

    def add(self, work: WorkRecord, scenes: Sequence[Scene]) -> None:
        weight = sum(len(scene.text) + 4 * scene.words + _SCENE_WEIGHT for scene in scenes)
        self._gathered.append((work, scenes))
        self._weights.append(weight)
        self._count += 1
        self._weight += weight
        if self._weight >= _ROUND_WEIGHT:
            with disk_errors(self._store.folder):
                self._flush()

    def remove(self, work_id: str) -> None:
        if work_id in self._base.places:
            segment, number = self._base.places[work_id]
            self._deleted[segment].add(number)

    def commit(self, progress: Callable[[Progress], object] | None = None) -> None:
        """See `StoreWriter`. The lock is held until the `with` block ends, for what is written beside the index."""
        report = progress or (lambda _: None)
        report(Progress("committing", 0, self._count, unit="works"))
        with disk_errors(self._store.folder):
            self._flush()
            new_entries = self._workers.finish()
            report(Progress("committing", self._count, self._count, unit="works"))
            # Merged so that many small commits do not leave many segments.
            remaining = self._remaining_entries()
            entries = merge_entries(self._store.files, [*remaining, *new_entries], merge_candidates, report)
            before = self._base.toc
            toc = before._replace(
                generation=before.generation + 1,
                segments=tuple(entries),
                copies=write_near_duplicates(self._store.files, entries),
                content=new_content_id(),
                # The works that stay were read under the rules of their time.
                rules=min(before.rules, RULES_VERSION) if remaining else RULES_VERSION,
            )
            write_toc(self._store.files, toc)
        self._store.refresh()
        self._is_committed = True
        self._delete_garbage()

    def _remaining_entries(self) -> list[SegmentEntry]:
        """The segments of the commit before, without the works that were removed."""
        return [
            opened.entry._replace(deleted=tuple(sorted(deleted)))
            for opened, deleted in zip(self._base.segments, self._deleted, strict=True)
            # A segment whose works are all deleted is not needed.
            if len(deleted) < len(opened.segment.works)
        ]

    def _flush(self) -> None:
        """Write the gathered works as segments of equal weight, neighbours together, as many as are worth a process."""
        self._learn_stems()
        parts = max(1, min(self._workers.max_running, self._weight // _SHARE_WEIGHT))
        ends = np.cumsum(self._weights)
        limits = [self._weight * part // parts for part in range(1, parts)]
        cuts = (np.searchsorted(ends, limits) + 1).tolist()
        for start, end in pairwise([0, *cuts, len(self._gathered)]):
            if start < end:
                write = self._workers.start if parts > 1 else self._workers.write_here
                write(self._gathered[start:end])
        self._gathered, self._weights, self._weight = [], [], 0

    def _learn_stems(self) -> None:
        """Take over the stems of existing segments, the largest first; once, and only if there are words to stem."""
        if self._gathered and not self._has_learned_stems:
            for opened in sorted(self._store.snapshot().segments, key=lambda opened: -opened.segment.term_count):
                self._known_stems.learn(opened.segment)
            self._has_learned_stems = True

    def _delete_garbage(self) -> None:
        """Delete what neither the latest commit nor this writer needs."""
        delete_garbage(self._store.files)
