"""Import works from JSON Lines: what `fabula export` wrote comes back as it was, other lines as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from fabula.index.account.edit import Edit, work_change
from fabula.index.account.phases import Phases
from fabula.index.errors import UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.ingest.outcome import SegmentedWork
from fabula.index.ingest.read_task import segment_work
from fabula.index.library.catalogue_file import carry_over
from fabula.index.library.settings import read_settings
from fabula.index.model import Scene, WorkRecord
from fabula.index.readers.jsonl.bad_lines import BadLines
from fabula.index.readers.jsonl.exported_work import ExportedWork, exported_work, is_exported
from fabula.index.readers.jsonl.lines import numbered_lines, parse_line
from fabula.index.readers.jsonl.written_work import written_work
from fabula.index.receipt import ChangeKind, Progress, Receipt, SkipKind, Skipped
from fabula.index.records.work_record import make_record
from fabula.index.reports.receipts import keep_report
from fabula.index.reports.retired_ids import RetiredIds, read_retired_if_whole
from fabula.index.run.post_commit import post_commit
from fabula.index.run.tally import Tally
from fabula.index.store.library_store import create_store
from .import_file import opened
from .same_work import LibraryWorks


def import_works(
    library: str | Path, file: str | Path, *, speech: bool = True, progress: Callable[[Progress], object] | None = None
) -> Receipt:
    """Add the works of a file of JSON Lines to the library, in one commit; the library is created if there is none.

    A work that the library has already is replaced, or left alone if nothing about it differs. The paths and sources
    of exported works are kept as text: no file there is opened, and no update removes a work because it is missing.

    speech  as for `build`.

    Raises SourceMissing, UnreadableSource, LibraryError; PartlyRead after all lines that can be read were added.
    """
    lines = _Lines(FileSource.at(file))
    receipt = _import_lines(library, lines, speech, progress)
    if lines.error is not None:
        raise lines.error
    return receipt


def import_readable_works(
    library: str | Path, file: str | Path, *, speech: bool = True, progress: Callable[[Progress], object] | None = None
) -> Receipt:
    """As `import_works`, but lines that cannot be read are only a `failed` line of the receipt beside others."""
    return _import_lines(library, _Lines(FileSource.at(file)), speech, progress)


def _import_lines(
    library: str | Path, lines: _Lines, speech: bool, progress: Callable[[Progress], object] | None
) -> Receipt:
    phases = Phases(progress)
    with opened(lines.source) as stream:
        works = lines.works(stream)
        # Read before the library is made: a file without a work makes none.
        first = next(works, None)
        if first is None:
            raise lines.error or AssertionError("a file with works gives one")
        store = create_store(library)
        try:
            with store.write() as writer:
                folder, before = Path(store.address), store.content_id
                retired = RetiredIds(read_retired_if_whole(folder))
                importing, tally = _Import(LibraryWorks(store.works(), store.scenes, retired), phases.started), Tally()
                tally.files = 1
                for exported in chain([first], works):
                    phases(
                        Progress("reading", stream.tell(), lines.source.size, unit="bytes", path=exported.work.title)
                    )
                    edit = importing.add(exported)
                    edit.write(writer)
                    tally.count_edit(edit)
                tally.count_edit(Edit(skipped=lines.skipped))
                if tally.has_changes:
                    writer.commit(phases)
                    phases.committed()
                    if not importing.has_replaced_files:
                        carry_over(folder, before, store.content_id)
                receipt = tally.receipt("add", store, importing.works.by_id, phases)
                receipt = keep_report(folder, receipt, read_settings(folder))
            return post_commit(store, receipt, phases, speech=speech)
        finally:
            store.close()


class _Lines:
    """Reads the works of a file, line by line, and keeps what is wrong with the other lines."""

    def __init__(self, source: FileSource) -> None:
        self.source = source
        self._count = 0
        self._bad = BadLines()

    def works(self, stream: BinaryIO) -> Iterator[ExportedWork]:
        """Raises UnreadableSource if the disk fails."""
        try:
            for number, line in numbered_lines(stream):
                try:
                    yield self._work(line)
                    self._count += 1
                except UnreadableSource as error:
                    self._bad.add(number, error)
        except OSError as error:
            raise UnreadableSource(f"reading {self.source.name} failed: {error.strerror or error}") from error

    def _work(self, line: bytes) -> ExportedWork:
        record = parse_line(line)
        if is_exported(record):
            return exported_work(record)
        # The file that the line stands in is none that the library reads works from.
        return ExportedWork(replace(written_work(record, self.source), path="", source="", digest=""), "", "")

    @property
    def error(self) -> UnreadableSource | None:
        """What to raise for the lines that could not be read, or for a file without a work; None for a whole one."""
        if not self._bad and not self._count:
            return UnreadableSource(f"{self.source.path} holds no work")
        return self._bad.error(self._count) if self._bad else None

    @property
    def skipped(self) -> list[Skipped]:
        """The line of the receipt for them."""
        return [Skipped(self.source.path, SkipKind.FAILED, str(self.error))] if self._bad else []


class _Import:
    """Takes works one by one and says what each changes in the library.

    has_replaced_files  True once a work was replaced that a file of a source holds: the next update reads that file.
    """

    def __init__(self, works: LibraryWorks, started: str) -> None:
        self.works = works
        self._started = started
        self.has_replaced_files = False

    def add(self, exported: ExportedWork) -> Edit:
        segmented = segment_work(exported.work)
        work = segmented.work
        if not segmented.scenes:
            return Edit(skipped=[Skipped(work.path or work.title, SkipKind.FAILED, "no words were found in it")])
        old = self.works.same_as(segmented, exported.id)
        identity = self.works.new_id(segmented, exported.id) if old is None else old.id
        added = exported.added or (self._started if old is None else old.added)
        scenes = _under_id(segmented, identity)
        record = replace(make_record(work, identity, scenes, added), imported=bool(work.source))
        if old is None:
            change = work_change(ChangeKind.ADDED, record)
        else:
            same_text = tuple(self.works.scenes_of(old)) == scenes
            if same_text and _is_same(old, record):
                self.works.put(old)
                return Edit(unchanged=1)
            self.has_replaced_files |= old.has_file
            change = work_change(ChangeKind.UPDATED, record, old, same_text=same_text)
        self.works.put(record)
        return Edit([] if old is None else [identity], [(record, scenes)], [change])


def _is_same(old: WorkRecord, record: WorkRecord) -> bool:
    """True if the library has the work as it is; a file of a source that holds it may have another path."""
    if old.has_file:
        record = replace(record, reader=old.reader, path=old.path, source=old.source, digest=old.digest)
    return old == record


def _under_id(segmented: SegmentedWork, identity: str) -> tuple[Scene, ...]:
    """The scenes with the id that the work gets in the library."""
    before = segmented.identity
    return tuple(
        replace(scene, id=identity + scene.id.removeprefix(before), work_id=identity) for scene in segmented.scenes
    )
