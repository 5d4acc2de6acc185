"""Makes a commit: new segments, and a table of contents that names them. They are merged later (compaction.py)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from types import TracebackType
from typing import TYPE_CHECKING, Self

from fabula.index.codec.toc import RULES_VERSION, SegmentEntry, new_content_id, write_toc
from fabula.index.model import Scene, WorkRecord
from fabula.index.receipt import Progress
from .disk_errors import disk_errors
from .garbage import delete_garbage
from .index_store import IndexStore
from .lock import WriteLock
from .snapshot import Snapshot

if TYPE_CHECKING:
    from fabula.index.codec.segment import Segment
    from fabula.index.writer.new_segments import NewSegments


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

    @cached_property
    def _new_segments(self) -> NewSegments:
        # 30 ms to import, which a run that finds nothing new does not need.
        from fabula.index.writer.new_segments import NewSegments

        # Not a method of this object: they would hold each other, and the open files, until garbage is collected.
        return NewSegments(self._store.files, partial(_segments_of, self._store), self._lock.release)

    def _begin(self) -> Snapshot:
        """The commit that this one is based on."""
        return self._store.snapshot()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if "_new_segments" in vars(self):
                self._new_segments.close()
            # Without the lock the files that no commit names may be another writer's.
            if self._lock.is_held:
                self._delete_garbage()
        finally:
            self._lock.release()

    def add(self, work: WorkRecord, scenes: Sequence[Scene]) -> None:
        self._new_segments.add(work, scenes)
        if self._new_segments.is_full:
            with disk_errors(self._store.folder):
                self._flush()

    def remove(self, work_id: str) -> None:
        if work_id in self._base.places:
            segment, number = self._base.places[work_id]
            self._deleted[segment].add(number)

    def commit(self, progress: Callable[[Progress], object] | None = None) -> None:
        """See `StoreWriter`. The lock is held until the `with` block ends, for what is written beside the index."""
        # 40 ms to import, as above.
        from fabula.index.writer.merge_entries import write_near_duplicates

        report = progress or (lambda _: None)
        report(Progress("committing", 0, self._new_segments.count, unit="works"))
        with disk_errors(self._store.folder):
            self._flush()
            new_entries = self._new_segments.finish()
            report(Progress("committing", self._new_segments.count, self._new_segments.count, unit="works"))
            remaining = self._remaining_entries()
            entries = [*remaining, *new_entries]
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
        self._new_segments.flush()

    def _delete_garbage(self) -> None:
        """Delete what neither the latest commit nor this writer needs."""
        delete_garbage(self._store.files)


def _segments_of(store: IndexStore) -> list[Segment]:
    """The segments of its latest commit."""
    return [opened.segment for opened in store.snapshot().segments]
