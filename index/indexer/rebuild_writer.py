"""The writer of a rebuild: checkpoints on the way, a check, then one commit in place of the index before."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from fabula.index.account.edit import Edit
from fabula.index.checking.findings import Findings
from fabula.index.checking.segment import check_segment
from fabula.index.codec.segment import Segment
from fabula.index.codec.staging import discard_staged, read_staged, write_staged
from fabula.index.codec.toc import RULES_VERSION, SegmentEntry, Toc, new_content_id, write_toc
from fabula.index.errors import LibraryDamaged, LibraryError
from fabula.index.model import WorkRecord
from fabula.index.receipt import Progress
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.index_store import IndexStore
from fabula.index.store.index_writer import IndexWriter
from fabula.index.store.library_marker import update_marker
from fabula.index.store.snapshot import Snapshot
from fabula.index.writer.merge_entries import write_near_duplicates

# An interrupt costs at most the work of so many seconds, and of one file. Not less: each checkpoint makes segments, of
# which there should be few.
_CHECKPOINT_SECONDS = 60.0


class RebuildWriter(IndexWriter):
    """See `StoreWriter`. Begins with the works that an interrupted rebuild has staged, unless `fresh`.

    keep           the number of generations that stay beside the new one.
    expected_ids   of all works that the commit has to have.
    before_checkpoint  called before each checkpoint, for what waits to be written.
    on_checkpoint  called at each checkpoint with its content id, to write down which files were read.
    """

    def __init__(self, store: IndexStore, *, fresh: bool, keep: int) -> None:
        self._fresh = fresh
        self._keep = keep
        self._staged: list[SegmentEntry] = []
        self._checkpoint_due = time.monotonic() + _CHECKPOINT_SECONDS
        self._is_writing = False
        # True after a flush whose segments no checkpoint has staged yet.
        self._has_unstaged = False
        self.expected_ids: frozenset[str] = frozenset()
        self.before_checkpoint: Callable[[], Edit] = Edit
        self.on_checkpoint: Callable[[str], None] | None = None
        super().__init__(store)

    def _begin(self) -> Snapshot:
        """The staged works, as a commit of their own."""
        files = self._store.files
        toc = None if self._fresh else read_staged(files)
        if toc is not None and toc.rules == RULES_VERSION:
            with suppress(LibraryError, OSError):
                snapshot = self._store.opened(toc)
                # Verifying takes little time beside reading the sources again.
                if not any(opened.segment.verify() for opened in snapshot.segments):
                    return snapshot
        return self._begin_empty()

    def discard_staged(self) -> None:
        """Begin without the staged works. Raises LibraryFull."""
        self._base, self._deleted = self._begin_empty(), []

    def _begin_empty(self) -> Snapshot:
        with disk_errors(self._store.folder):
            discard_staged(self._store.files)
        return Snapshot(Toc(0, ()))

    @property
    def works(self) -> dict[str, WorkRecord]:
        """The works that were staged when this began."""
        return dict(self._base.by_id)

    @property
    def staged_bytes(self) -> int:
        return sum(opened.entry.size for opened in self._base.segments)

    @property
    def content_id(self) -> str:
        """Names the works that were staged when this began; "" if none were."""
        return self._base.toc.content

    def _entries(self) -> list[SegmentEntry]:
        return [*self._remaining_entries(), *self._staged]

    @property
    def wants_checkpoint(self) -> bool:
        """True when so much was read that it should be staged."""
        return self._has_unstaged or (self._new_segments.are_waiting and time.monotonic() >= self._checkpoint_due)

    def _flush(self) -> None:
        self._has_unstaged = self._has_unstaged or self._new_segments.are_waiting
        was_writing, self._is_writing = self._is_writing, True
        super()._flush()
        self._is_writing = was_writing

    def checkpoint(self) -> None:
        """Stage the works so far, so that they need not be read again. Raises LibraryFull."""
        if self.on_checkpoint is None or self._is_writing or self._is_committed:
            # An interrupt before the first file, in the middle of this, or after the commit: the last checkpoint stays.
            return
        self.before_checkpoint().write(self)
        self._is_writing = True
        with disk_errors(self._store.folder):
            self._flush()
            self._staged += self._new_segments.finish()
            self._has_unstaged = False
            content_id = new_content_id()
            write_staged(self._store.files, Toc(0, tuple(self._entries()), content=content_id))
            self.on_checkpoint(content_id)
        self._is_writing = False
        self._checkpoint_due = time.monotonic() + _CHECKPOINT_SECONDS

    def commit(self, progress: Callable[[Progress], object] | None = None) -> None:
        """Check the new index, then make it the library's, at once. Raises LibraryDamaged if the check fails."""
        report = progress or (lambda _: None)
        report(Progress("committing", 0, self._new_segments.count, unit="works"))
        files = self._store.files
        with disk_errors(self._store.folder):
            self._flush()
            self._staged += self._new_segments.finish()
            entries = self._entries()
            report(Progress("committing", self._new_segments.count, self._new_segments.count, unit="works"))
            self._verify(entries, report)
            copies, content_id = write_near_duplicates(files, entries), new_content_id()
            write_toc(files, Toc(self._store.generation + 1, tuple(entries), copies, self._kept(), content_id))
            update_marker(self._store.folder)
            discard_staged(files)
        self._store.refresh()
        self._is_committed = True
        self._delete_garbage()

    def _kept(self) -> tuple[int, ...]:
        """The generations that stay beside the new one."""
        if not self._keep:
            return ()
        before = self._store.snapshot().toc
        return (*before.kept, before.generation)[-self._keep :]

    def _verify(self, entries: list[SegmentEntry], report: Callable[[Progress], object]) -> None:
        """Check every byte of every new segment, its text against its words, phrases against a scan, and its works."""
        total, done = sum(entry.scenes for entry in entries), 0
        work_ids: list[str] = []
        for entry in entries:
            findings = Findings(entry.file)
            segment = Segment(self._store.files / entry.file, entry.size)
            check_segment(
                segment,
                findings,
                self._store.generation,
                lambda scenes, before=done: report(Progress("verifying", before + scenes, total, unit="scenes")),  # type: ignore[misc]
            )
            findings.require(len(segment) == entry.scenes, "", f"it has not {entry.scenes:,} scenes")
            if findings.damage:
                damage = findings.damage[0]
                raise _failed_check(self._store.folder, f"{entry.file}: {damage.section} {damage.problem}")
            work_ids += [work.id for number, work in enumerate(segment.works) if number not in entry.deleted]
            done += entry.scenes
            report(Progress("verifying", done, total, unit="scenes"))
        if len(set(work_ids)) != len(work_ids) or set(work_ids) != self.expected_ids:
            problem = f"it has {len(work_ids):,} works instead of {len(self.expected_ids):,}"
            raise _failed_check(self._store.folder, problem)


def _failed_check(folder: Path, problem: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The index that was made anew for {folder} failed its check ({problem}), so the old one stays.",
        hint="Check the disk and the memory of this machine, then run it again with --fresh.",
    )
