"""Repair a damaged library: from the text that it stores where that can be read, else from the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from fabula.index.account.phases import Phases
from fabula.index.checking.commit import check
from fabula.index.checking.report import CheckReport, RepairReport
from fabula.index.checking.unreadable import unreadable_reason
from fabula.index.codec.durable import new_file_name, remove_if_possible
from fabula.index.codec.segment import Segment
from fabula.index.codec.toc import SegmentEntry, Toc, generations, new_content_id, read_toc, write_toc
from fabula.index.errors import FabulaError, LibraryDamaged, LibraryError, SettingsError
from fabula.index.folder_names import CATALOGUE, INDEX, MARKER
from fabula.index.library.settings import read_settings
from fabula.index.library.sources import State, sources_of
from fabula.index.library.stated_names import LibraryNames
from fabula.index.model import WorkRecord
from fabula.index.receipt import Progress
from fabula.index.reports.reported_works import ReportedWorks, reported_works
from fabula.index.reports.stopped_works import StoppedWorks
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.garbage import delete_garbage
from fabula.index.store.library_marker import check_marker, has_this_marker, write_marker
from fabula.index.store.library_store import open_for_writing
from fabula.index.store.lock import WriteLock
from fabula.index.store.opening import open_store
from fabula.index.writer.known_stems import KnownStems
from fabula.index.writer.merge_entries import write_near_duplicates
from fabula.index.writer.segment_writer import SegmentWriter
from .build import build
from .lost_works import LostWorks
from .salvage import salvage_works

_Report = Callable[[Progress], object]
# In a new segment; memory is 20 bytes a token.
_MAX_SEGMENT_TOKENS = 16_000_000


def repair(library: str | Path, *, progress: _Report | None = None) -> RepairReport:
    """Check the library and repair what is damaged, in one commit; works with damaged text are read from the sources.

    Undamaged parts are left alone. Raises LibraryMissing, NotALibrary, LibraryTooNew, LibraryTooOld, LibraryBusy,
    LibraryFull, and LibraryError, with nothing changed, if an index file may be whole but cannot be read now.
    """
    folder = Path(library)
    report = progress or (lambda _: None)
    phases = Phases(progress)
    notes: list[str] = []
    with disk_errors(folder):
        _repair_marker(folder, notes)
        lock = WriteLock.acquire(folder / INDEX)
    try:
        before = check(folder, progress=report)
        if before.whole:
            return RepairReport(before, before, notes=tuple(notes))
        _require_readable(folder, (damage.file for damage in before.damage))
        with disk_errors(folder):
            commit = _RepairCommit(folder, before, notes)
            commit.write()
            store = open_store(folder)
            known = reported_works(folder) if commit.is_incomplete else ReportedWorks({}, None)
            lost = LostWorks(known, store.works(), commit.lost, commit.lost_scenes)
            lost.report(folder, store, phases)
    finally:
        lock.release()
    from_sources = _read_lost_works(folder, lost, report, notes)
    lost_works = lost.not_among(open_store(folder).works())
    after = check(folder, progress=report)
    return RepairReport(before, after, commit.from_text, from_sources, lost_works, tuple(notes))


def _repair_marker(folder: Path, notes: list[str]) -> None:
    """Write a damaged marker anew if there is a commit beside it."""
    try:
        check_marker(folder)
        if has_this_marker(folder):
            return
    except LibraryDamaged:
        files = folder / INDEX
        if not (files.is_dir() and generations(files)):
            raise
    write_marker(folder)
    notes.append(f"{MARKER} was written anew.")


def _require_readable(folder: Path, files: Iterable[str]) -> None:
    """Raises LibraryError for the first of the files, below `folder`, that may be whole but cannot be read now.

    A repair would take its works from the sources, as far as they are there, and delete it.
    """
    for file in files:
        if reason := unreadable_reason(folder / file):
            raise LibraryError(
                f"The library in {folder} was not repaired: {file} cannot be read: {reason}.",
                hint="It may be whole. Check its permissions and its drive, then repair again.",
            )


class _RepairCommit:
    """One commit: whole segments stay, of damaged ones it has all works that can still be read.

    from_text    the number of works that were indexed anew from their stored text.
    lost         the records of works whose text cannot be read.
    lost_scenes  at least so many scenes were in works of which not even a record can be read.
    is_old       True if the latest table of contents is lost, so that later works may not be in any of its segments.
    """

    def __init__(self, folder: Path, report: CheckReport, notes: list[str]) -> None:
        self._folder, self._files, self._notes = folder, folder / INDEX, notes
        self._damaged = {damage.file.removeprefix(f"{INDEX}/") for damage in report.damage}
        self.from_text = 0
        self.lost: list[WorkRecord] = []
        self.lost_scenes = 0
        self.is_old = False

    @property
    def is_incomplete(self) -> bool:
        """True if works that the library had may not be in it."""
        return bool(self.lost) or self.lost_scenes > 0 or self.is_old

    def write(self) -> None:
        toc = self._read_toc()
        entries: list[SegmentEntry] = []
        for entry in toc.segments:
            if entry.file in self._damaged:
                entries += self._salvage(entry)
            else:
                entries.append(entry._replace(speech=None) if "speech" in self._damaged else entry)
        repaired = toc._replace(
            generation=toc.generation + 1,
            segments=tuple(entries),
            copies=write_near_duplicates(self._files, entries),
            content=new_content_id(),
        )
        write_toc(self._files, repaired)
        delete_garbage(self._files)
        if CATALOGUE in self._damaged:
            remove_if_possible(self._folder / CATALOGUE)

    def _read_toc(self) -> Toc:
        """The latest table of contents that can be read; else one of all segments in the folder, the oldest first."""
        known = generations(self._files)
        for generation in reversed(known):
            try:
                return read_toc(self._files, generation)._replace(generation=known[-1])
            except (LibraryError, OSError):
                self.is_old = True
        self.is_old = True
        paths = sorted(self._files.glob("MAIN_*.seg"), key=lambda path: path.stat().st_mtime_ns)
        entries: list[SegmentEntry] = []
        newer_ids: set[str] = set()
        for path in reversed(paths):
            try:
                segment = Segment(path)
                works = segment.works
            except LibraryError:
                self._notes.append(f"{path.name} cannot be read, and no table of contents says what it held.")
                continue
            deleted = tuple(number for number, work in enumerate(works) if work.id in newer_ids)
            newer_ids |= {work.id for work in works}
            entries.insert(0, SegmentEntry(path.name, path.stat().st_size, len(segment), deleted))
        self._notes.append(
            "The table of contents was lost: works that had been removed may be there again."
            " `fabula update` removes them."
        )
        # No table of contents tells the last generation: the number of segments stands in for it.
        return Toc(max(known, default=len(paths)), tuple(entries))

    def _salvage(self, entry: SegmentEntry) -> list[SegmentEntry]:
        """New segments with the works that can be read from a damaged one."""
        try:
            segment = Segment(self._files / entry.file, entry.size)
        except (LibraryError, OSError):
            self._notes.append(
                f"{entry.file} with {entry.scenes:,} scenes cannot be read at all. Its works are lost,"
                " but for those whose files are still in the sources."
            )
            self.lost_scenes += entry.scenes
            return []
        entries: list[SegmentEntry] = []
        writer = SegmentWriter(KnownStems())
        for work in salvage_works(segment, entry.deleted):
            if work.record is None:
                # Of how many scenes, is lost with it.
                self.lost_scenes += 1
            elif not work.whole:
                self.lost.append(work.record)
            else:
                writer.add(work.record, work.scenes)
                self.from_text += 1
                if writer.tokens >= _MAX_SEGMENT_TOKENS:
                    entries.append(self._write_segment(writer))
                    writer = SegmentWriter(KnownStems())
        last = self._write_segment(writer)
        return [*entries, last] if last.scenes else entries

    def _write_segment(self, writer: SegmentWriter) -> SegmentEntry:
        name = new_file_name("seg")
        size, scenes = writer.write(self._files / name)
        return SegmentEntry(name, size, scenes)


def _read_lost_works(folder: Path, lost: LostWorks, report: _Report, notes: list[str]) -> int:
    """Read the sources if works were lost, else only attribute speech. Returns how many works came."""
    if lost.has_losses:
        try:
            roots = sources_of(folder, read_settings(folder))
            reachable = [root.location for root in roots if root.state() is State.REACHABLE]
            notes += [
                f"The source {root.display_path} is {root.state()}, so that nothing could be read from it."
                for root in roots
                if root.location not in reachable
            ]
            if reachable:
                return build(folder, reachable, progress=report).added
            notes.append("The library has no sources that could be read again.")
        except FabulaError as error:
            notes.append(f"Its sources could not be read: {error}")
    open_for_writing(folder).attribute_speech(report, stopped=StoppedWorks(folder), names=_stated_names(folder))
    return 0


def _stated_names(folder: Path) -> LibraryNames:
    """What the settings state of characters; nothing if they make no sense."""
    try:
        return LibraryNames(read_settings(folder).names)
    except SettingsError:
        return LibraryNames(())
