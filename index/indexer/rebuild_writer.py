"""A library's index being made anew beside the one that is searched: checkpoints on the way, a check, one commit."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

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
from fabula.index.writer.merge_entries import copies_of

__all__ = ["RebuildWriter"]

# What an interrupt may cost at most, beside what is read of one file. Each checkpoint makes segments, of which there
# should not be many.
_SECONDS = 60.0


class RebuildWriter(IndexWriter):
    """See `StoreWriter`. Begins with what an interrupted rebuild has finished, unless that is to be forgotten.

    `works` are those finished.
    """

    def __init__(self, store: IndexStore, *, fresh: bool, keep: int) -> None:
        self._fresh = fresh
        self._keep = keep
        self._staged: list[SegmentEntry] = []
        self._checkpoint_due = time.monotonic() + _SECONDS
        self._is_writing = self._is_made = False
        # The ids of all works that there have to be in the end, and what writes down which files were read.
        self.expected: frozenset[str] = frozenset()
        self.remember: Callable[[str], None] | None = None
        super().__init__(store)

    def _begin(self) -> Snapshot:
        """What was finished, as a commit of its own."""
        files = self._store.files
        toc = None if self._fresh else read_staged(files)
        if toc is not None and toc.rules == RULES_VERSION:
            with suppress(LibraryError, OSError):
                found = self._store.opened(toc)
                # It is small beside what reading it again would take.
                if not any(opened.segment.verify() for opened in found.segments):
                    return found
        return self._without_staged()

    def forget(self) -> None:
        """Begin without what was finished. Raises LibraryFull."""
        self._base, self._deleted = self._without_staged(), []

    def _without_staged(self) -> Snapshot:
        with disk_errors(self._store.folder):
            discard_staged(self._store.files)
        return Snapshot(Toc(0, ()))

    @property
    def works(self) -> dict[str, WorkRecord]:
        return dict(self._base.by_id)

    @property
    def staged_bytes(self) -> int:
        return sum(opened.entry.size for opened in self._base.segments)

    @property
    def content_id(self) -> str:
        """Names the works that were finished when this began; "" if none were."""
        return self._base.toc.content

    def _entries(self) -> list[SegmentEntry]:
        return [*self._living(), *self._staged]

    @property
    def wants_checkpoint(self) -> bool:
        """True when enough was read that it should not be lost."""
        return self._is_made or (bool(self._gathered) and time.monotonic() >= self._checkpoint_due)

    def _flush(self) -> None:
        self._is_made = self._is_made or bool(self._gathered)
        was_writing, self._is_writing = self._is_writing, True
        super()._flush()
        self._is_writing = was_writing

    def checkpoint(self, remember: Callable[[str], None]) -> None:
        """Finish what was given so far, so that it need not be read again. `remember` is called with their content id.

        Raises LibraryFull.
        """
        if self._is_writing or self._is_committed:
            # An interrupt in the middle of this, or after the commit; what was finished before stays.
            return
        self._is_writing = True
        with disk_errors(self._store.folder):
            self._flush()
            self._staged += self._workers.finish()
            self._is_made = False
            content = new_content_id()
            write_staged(self._store.files, Toc(0, tuple(self._entries()), content=content))
            remember(content)
        self._is_writing = False
        self._checkpoint_due = time.monotonic() + _SECONDS

    def commit(self, progress: Callable[[Progress], object] | None = None) -> None:
        """Check what was made, then make it the library's index, at once. Raises LibraryDamaged if the check fails."""
        tell = progress or (lambda _: None)
        tell(Progress("committing", 0, self._count, unit="works"))
        files = self._store.files
        with disk_errors(self._store.folder):
            self._flush()
            self._staged += self._workers.finish()
            entries = self._entries()
            tell(Progress("committing", self._count, self._count, unit="works"))
            self._verify(entries, tell)
            copies, content = copies_of(files, entries), new_content_id()
            write_toc(files, Toc(self._store.generation + 1, tuple(entries), copies, self._kept(), content))
            update_marker(self._store.folder)
            discard_staged(files)
        self._store.refresh()
        self._is_committed = True
        self._clean()

    def _kept(self) -> tuple[int, ...]:
        """The generations that stay beside the new one."""
        if not self._keep:
            return ()
        before = self._store.snapshot().toc
        return (*before.kept, before.generation)[-self._keep :]

    def _verify(self, entries: list[SegmentEntry], tell: Callable[[Progress], object]) -> None:
        """Every byte of every new segment, its text against its words, phrases against a scan, and how many it has."""
        total, done = sum(entry.scenes for entry in entries), 0
        works: list[str] = []
        for entry in entries:
            path = self._store.files / entry.file
            found = Findings(entry.file)
            segment = Segment(path, entry.size)
            before = done
            check_segment(
                segment,
                found,
                self._store.generation,
                lambda scenes, before=before: tell(Progress("verifying", before + scenes, total, unit="scenes")),  # type: ignore[misc]
            )
            found.require(len(segment) == entry.scenes, "", f"it has not {entry.scenes:,} scenes")
            if found.damage:
                raise _failure(self._store.folder, f"{entry.file}: {found.damage[0].section} {found.damage[0].problem}")
            works += [work.id for number, work in enumerate(segment.works) if number not in entry.deleted]
            done += entry.scenes
            tell(Progress("verifying", done, total, unit="scenes"))
        if len(set(works)) != len(works) or set(works) != self.expected:
            raise _failure(self._store.folder, f"it has {len(works):,} works instead of {len(self.expected):,}")


def _failure(folder: Path, problem: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The index that was made anew for {folder} failed its check ({problem}), so the old one stays.",
        hint="Check the disk and the memory of this machine, then run it again with --fresh.",
    )
