"""A damaged library made whole again: from the text that it stores where that can be read, else from the sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from fabula.index.checking.commit import check
from fabula.index.checking.report import CheckReport, RepairReport
from fabula.index.codec.durable import new_file_name, remove_if_possible
from fabula.index.codec.near_duplicates import write_copies
from fabula.index.codec.segment import Segment
from fabula.index.codec.toc import CopiesEntry, SegmentEntry, Toc, generations, new_content_id, read_toc, write_toc
from fabula.index.errors import FabulaError, LibraryDamaged, LibraryError
from fabula.index.folder_names import INDEX, MARKER
from fabula.index.library.settings import read_settings
from fabula.index.library.sources import State, sources_of
from fabula.index.model import WorkRecord
from fabula.index.receipt import Progress
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.garbage import delete_garbage
from fabula.index.store.library_marker import check_marker, marker_content, write_marker
from fabula.index.store.library_store import open_for_writing
from fabula.index.store.lock import WriteLock
from fabula.index.store.opening import open_store
from fabula.index.writer.known_stems import KnownStems
from fabula.index.writer.near_duplicates import groups_of, scenes_of
from fabula.index.writer.segment_writer import SegmentWriter

from .build import build
from .salvage import salvaged

__all__ = ["repair"]

_Report = Callable[[Progress], object]
# Of a salvaged segment so many tokens make a new one; memory is 20 bytes a token.
_TOKENS = 16_000_000


def repair(library: str | Path, *, progress: _Report | None = None) -> RepairReport:
    """Check the library and mend what is damaged, in one commit; works whose text is damaged are read from the sources.

    Whatever is whole is left alone. Raises LibraryMissing, NotALibrary, LibraryTooNew,
    LibraryTooOld, LibraryBusy, LibraryFull.
    """
    folder = Path(library)
    report = progress or (lambda _: None)
    notes: list[str] = []
    with disk_errors(folder):
        _mend_marker(folder, notes)
        lock = WriteLock.acquire(folder / INDEX)
    try:
        before = check(folder, progress=report)
        if before.whole:
            return RepairReport(before, before)
        with disk_errors(folder):
            mending = _Mending(folder, before, notes)
            mending.run()
    finally:
        lock.release()
    again = _read_again(folder, mending, report, notes)
    held = open_store(folder).works()
    lost = tuple(record.title for record in mending.lost if record.id not in held)
    lost += ("",) * max(0, mending.unknown - max(0, again - (len(mending.lost) - len(lost))))
    after = check(folder, progress=report)
    return RepairReport(before, after, mending.from_text, again, lost, tuple(notes))


def _mend_marker(folder: Path, notes: list[str]) -> None:
    """A marker that cannot be read is written anew where there is a commit beside it."""
    try:
        check_marker(folder)
        if (folder / MARKER).read_bytes() == marker_content():
            return
    except LibraryDamaged:
        files = folder / INDEX
        if not (files.is_dir() and generations(files)):
            raise
    write_marker(folder)
    notes.append(f"{MARKER} was written anew.")


class _Mending:
    """One commit that has what is whole as it was, and the rest anew as far as it can be read."""

    def __init__(self, folder: Path, report: CheckReport, notes: list[str]) -> None:
        self._folder, self._files, self._notes = folder, folder / INDEX, notes
        self._damaged = {one.file.removeprefix(f"{INDEX}/") for one in report.damage}
        self.from_text = 0
        self.lost: list[WorkRecord] = []
        self.unknown = 0

    def run(self) -> None:
        toc = self._toc()
        entries: list[SegmentEntry] = []
        for entry in toc.segments:
            if entry.file in self._damaged:
                entries += self._mended(entry)
            else:
                entries.append(entry._replace(speech=None) if "speech" in self._damaged else entry)
        mended = toc._replace(
            generation=toc.generation + 1,
            segments=tuple(entries),
            copies=self._copies(entries),
            content=new_content_id(),
        )
        write_toc(self._files, mended)
        delete_garbage(self._files)
        if "catalogue" in self._damaged:
            remove_if_possible(self._folder / "catalogue")

    def _toc(self) -> Toc:
        """The latest table of contents that can be read; else all segments that are there, the oldest first."""
        found = generations(self._files)
        for generation in reversed(found):
            try:
                return read_toc(self._files, generation)._replace(generation=found[-1])
            except (LibraryError, OSError):
                continue
        paths = sorted(self._files.glob("MAIN_*.seg"), key=lambda path: path.stat().st_mtime_ns)
        entries: list[SegmentEntry] = []
        taken: set[str] = set()
        for path in reversed(paths):
            try:
                segment = Segment(path)
                works = segment.works
            except LibraryError:
                self._notes.append(f"{path.name} cannot be read, and no table of contents says what it held.")
                continue
            older = tuple(number for number, work in enumerate(works) if work.id in taken)
            taken |= {work.id for work in works}
            entries.insert(0, SegmentEntry(path.name, path.stat().st_size, len(segment), older))
        self._notes.append("The table of contents was lost: works that had been removed may be there again.")
        # A commit that this one must come after may have had any number below its segments' own.
        return Toc(max(found, default=len(paths)), tuple(entries))

    def _mended(self, entry: SegmentEntry) -> list[SegmentEntry]:
        """Segments that hold what can be read of a damaged one."""
        try:
            segment = Segment(self._files / entry.file, entry.size)
        except (LibraryError, OSError):
            self._notes.append(f"{entry.file} with {entry.scenes:,} scenes cannot be read at all.")
            self.unknown += 1
            return []
        made: list[SegmentEntry] = []
        writer = SegmentWriter(KnownStems())
        for work in salvaged(segment, entry.deleted):
            if work.record is None:
                self.unknown += 1
            elif not work.whole:
                self.lost.append(work.record)
            else:
                writer.add(work.record, work.scenes)
                self.from_text += 1
                if writer.tokens >= _TOKENS:
                    made.append(self._written(writer))
                    writer = SegmentWriter(KnownStems())
        last = self._written(writer)
        return [*made, last] if last.scenes else made

    def _written(self, writer: SegmentWriter) -> SegmentEntry:
        name = new_file_name("seg")
        size, scenes = writer.write(self._files / name)
        return SegmentEntry(name, size, scenes)

    def _copies(self, entries: Sequence[SegmentEntry]) -> CopiesEntry | None:
        opened = [(Segment(self._files / entry.file, entry.size), frozenset(entry.deleted)) for entry in entries]
        groups = groups_of(scenes_of(opened))
        return write_copies(self._files, new_file_name("copies"), groups) if groups.any() else None


def _read_again(folder: Path, mending: _Mending, report: _Report, notes: list[str]) -> int:
    """Read the sources for what was lost, and tell speech apart. Returns how many works came."""
    if mending.lost or mending.unknown:
        try:
            roots = sources_of(folder, read_settings(folder).sources)
            there = [root.location for root in roots if root.state() is State.REACHABLE]
            if there:
                return build(folder, there, progress=report).added
            notes.append("The library has no sources that could be read again.")
        except FabulaError as error:
            notes.append(f"Its sources could not be read: {error}")
    open_for_writing(folder).attribute_speech(report)
    return 0
