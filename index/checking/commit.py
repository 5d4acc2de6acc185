"""Check a commit: the marker, the table of contents, each file that it names, and that they agree with each other."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import SpeechLayer
from fabula.index.codec.toc import SegmentEntry, Toc, generations, read_toc, toc_path
from fabula.index.errors import LibraryDamaged, LibraryError
from fabula.index.folder_names import INDEX, MARKER
from fabula.index.library.speech_due import speech_due
from fabula.index.receipt import Progress
from fabula.index.store.garbage import needed_files
from fabula.index.store.library_marker import check_marker, has_this_marker
from fabula.index.store.opening import open_store
from fabula.index.store.protocol import Stats
from fabula.index.store.snapshot import OpenSegment, Snapshot
from .countable_works import countable_works
from .findings import Findings
from .layers import LAYER_CHECKS, works_without_speakers
from .library_files import damaged_library_files, library_files
from .report import CheckReport, Damage
from .segment import check_segment
from .unreadable import problem_of, unreadable_reason

_MAX_ATTEMPTS = 5


def check(library: str | Path, *, progress: Callable[[Progress], object] | None = None) -> CheckReport:
    """Read every byte of the library's latest commit, and compare everything that is stored twice.

    Nothing is written. Damage is in the report; raised are only LibraryMissing, NotALibrary, LibraryTooNew,
    LibraryTooOld and LibraryDamaged for a folder that is no library, or one of another format.
    """
    folder = Path(library)
    check_marker(folder)
    # Another format is no damage.
    with suppress(LibraryDamaged):
        open_store(folder)
    for attempt in range(_MAX_ATTEMPTS):
        before = _latest_generation(folder)
        report = _Check(folder, progress or (lambda _: None)).run()
        # A writer may have committed meanwhile and deleted files that were to be read.
        if report.whole or attempt == _MAX_ATTEMPTS - 1 or _latest_generation(folder) == before:
            break
    return report


def check_generation(
    folder: Path, generation: int, *, progress: Callable[[Progress], object] | None = None
) -> CheckReport:
    """Check a kept older commit as `check` does, and nothing beside the index."""
    return _Check(folder, progress or (lambda _: None), generation).run()


def _latest_generation(folder: Path) -> int:
    try:
        return max(generations(folder / INDEX), default=-1)
    except OSError:
        return -1


def _sizes(paths: Iterable[Path]) -> Iterator[int]:
    """The sizes of the files among the paths, in bytes, as far as the system tells them."""
    for path in paths:
        with suppress(OSError):
            if path.is_file():
                yield path.stat().st_size


class _Check:
    """One pass over one commit: the latest, with the files beside the index, or an older one alone."""

    def __init__(self, folder: Path, progress: Callable[[Progress], object], generation: int | None = None) -> None:
        """`generation`: of the older commit; None for the latest."""
        self._folder, self._files, self._progress = folder, folder / INDEX, progress
        self._older = generation
        self._findings: list[Findings] = []
        self._scenes_done = 0
        self._scenes = 0
        self._without_speakers: tuple[str, ...] = ()
        self._remarks: tuple[str, ...] = ()

    def run(self) -> CheckReport:
        started = time.perf_counter()
        if self._older is None:
            self._check_library_files()
        toc = self._read_toc()
        opened: list[OpenSegment] = []
        leftovers: tuple[str, ...] = ()
        if toc is not None:
            self._scenes = sum(entry.scenes for entry in toc.segments)
            opened = [
                part for entry in toc.segments if (part := self._check_segment(entry, toc.generation)) is not None
            ]
            if len(opened) == len(toc.segments):
                self._check_unique_works(opened)
                for name, check_layer in LAYER_CHECKS.items():
                    findings = self._findings_of(f"{INDEX}/{name}")
                    with findings.reading(""):
                        check_layer(self._files, toc, opened, findings)
                with suppress(LibraryError):
                    self._without_speakers = tuple(works_without_speakers(self._files, opened))
            if self._older is None:
                self._remarks = (*self._kept_remarks(toc), *self._speech_remarks(toc, opened))
                needed = needed_files(self._files, toc.generation)
                leftovers = tuple(sorted({path.name for path in self._files.iterdir()} - needed))
        return self._report(toc, leftovers, time.perf_counter() - started)

    def _check_library_files(self) -> None:
        marker = self._findings_of(MARKER)
        if not has_this_marker(self._folder):
            marker.add("", "it does not say what it should")
        for name, problem in damaged_library_files(self._folder):
            self._findings_of(name).add("", problem)

    def _findings_of(self, name: str) -> Findings:
        self._findings.append(Findings(name))
        return self._findings[-1]

    def _read_toc(self) -> Toc | None:
        try:
            generation = max(generations(self._files), default=-1) if self._older is None else self._older
        except OSError as error:
            self._findings_of(INDEX).add("", problem_of(error))
            return None
        findings = self._findings_of(f"{INDEX}/{toc_path(self._files, generation).name}" if generation >= 0 else INDEX)
        if generation < 0:
            findings.add("", "there is no table of contents")
            return None
        try:
            return read_toc(self._files, generation)
        except (LibraryError, OSError) as error:
            findings.add("", problem_of(error))
            return None

    def _speech_remarks(self, toc: Toc, opened: Sequence[OpenSegment]) -> Iterator[str]:
        """Works whose speech the next update finds again; of a damaged commit nothing is said."""
        with suppress(LibraryError, OSError):
            layers = [
                part._replace(speech=SpeechLayer(self._files, part.entry.speech, part.segment))
                for part in opened
                if part.entry.speech is not None
            ]
            yield from speech_due(self._folder, Snapshot(toc, tuple(layers))).sentences()

    def _kept_remarks(self, toc: Toc) -> Iterator[str]:
        """Kept commits that cannot be opened. The library is whole without them."""
        for generation in toc.kept:
            try:
                for entry in read_toc(self._files, generation).segments:
                    Segment(self._files / entry.file, entry.size)
            except (LibraryError, OSError) as error:
                yield f"Generation {generation} was kept and cannot be restored any more: {problem_of(error)}"

    def _check_segment(self, entry: SegmentEntry, generation: int) -> OpenSegment | None:
        findings = self._findings_of(f"{INDEX}/{entry.file}")
        try:
            segment = Segment(self._files / entry.file, entry.size)
        except (LibraryError, OSError) as error:
            findings.add("", problem_of(error))
            return None
        before = self._scenes_done
        check_segment(segment, findings, generation, lambda scenes: self._report_progress(before + scenes, entry.file))
        findings.require(len(segment) == entry.scenes, "", f"it has not the {entry.scenes:,} scenes of the table")
        if not findings.damage:
            works = segment.work_count
            findings.require(all(number < works for number in entry.deleted), "", "a work is deleted that is not there")
        self._scenes_done += entry.scenes
        self._report_progress(self._scenes_done, entry.file)
        return None if findings.damage else OpenSegment(entry, segment, frozenset(entry.deleted))

    def _report_progress(self, done: int, file: str) -> None:
        self._progress(Progress("checking", done, self._scenes, unit="scenes", path=file))

    def _check_unique_works(self, opened: list[OpenSegment]) -> None:
        """No work, and so no scene, is alive in two segments."""
        findings = self._findings_of(INDEX)
        living = Counter(
            work.id for part in opened for number, work in enumerate(part.segment.works) if number not in part.deleted
        )
        twice = [work for work, count in living.items() if count > 1]
        findings.require(not twice, "", f"works are there twice: {', '.join(twice[:5])}")

    def _is_unreadable(self, file: str) -> bool:
        return unreadable_reason(self._folder / file) != ""

    def _report(self, toc: Toc | None, leftovers: tuple[str, ...], seconds: float) -> CheckReport:
        names = {MARKER, *library_files(self._folder)}
        if toc is not None:
            names |= {f"{INDEX}/{name}" for name in (toc_path(self._files, toc.generation).name, *toc.files)}
        sizes = list(_sizes(self._folder / name for name in names))
        damage: dict[Damage, None] = dict.fromkeys(
            problem for findings in self._findings for problem in findings.damage
        )
        counted = countable_works(self._files, toc)
        stats = Stats.of(counted.by_id.values(), toc.generation if toc else -1)
        return CheckReport(
            generation=toc.generation if toc else -1,
            files=len(sizes),
            bytes=sum(sizes),
            segments=len(toc.segments) if toc else 0,
            works=stats.works,
            scenes=stats.scenes,
            terms=sum(findings.terms for findings in self._findings),
            positions=sum(findings.positions for findings in self._findings),
            phrases=sum(findings.phrases for findings in self._findings),
            damage=tuple(damage),
            leftovers=leftovers,
            seconds=seconds,
            notes=stats.notes,
            words=stats.words,
            deleted=counted.deleted,
            uncounted=counted.uncounted,
            remarks=self._remarks,
            without_speakers=self._without_speakers,
            unreadable=tuple(file for file in dict.fromkeys(each.file for each in damage) if self._is_unreadable(file)),
        )
