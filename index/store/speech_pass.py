"""Finds speech and its speakers in committed segments, once the stories can be searched.

Each segment gets a file beside it (codec/speech.py); the commit that names it changes nothing else. Finished segments
are committed every now and then, and what is done of a large one, so that an interrupted run is not lost: the next one
goes on from there. Speech that was found by older rules, or under other names of characters, is searched until then;
that of works whose rules are the same is carried over.

Each work is searched within limits (writer/processes/supervised.py). One that needs more is searched for words all the
same, and not for speakers; it is remembered by its text at once, and by the speech file of its segment.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing

from fabula.index.codec.durable import new_file_name
from fabula.index.codec.speech import write_speech
from fabula.index.codec.toc import SpeechEntry, write_toc
from fabula.index.receipt import Progress, RunWarning, SpeechAgain, SpeechRun, WarningKind
from fabula.index.writer.processes.child_process import max_processes
from fabula.index.writer.processes.shares import shares_of
from fabula.index.writer.processes.supervised import Stopped, Supervisor
from fabula.index.writer.processes.task_process import Task, TaskLimits
from fabula.index.writer.speech_rules import SpeechRules
from fabula.index.writer.speech_writer import KeptSpeech, add_break_terms, join_works
from fabula.index.writer.work_speech import SpeechFinder, WorkSpeech
from .garbage import delete_garbage
from .index_store import IndexStore
from .lock import WriteLock
from .maintenance import maintenance_lock
from .protocol import StoppedWorks
from .snapshot import OpenSegment, Snapshot, SpeechReason

# Work that an interrupt may lose. Each commit makes servers open the library anew, so there should not be many.
_SECONDS_BETWEEN_COMMITS = 30.0
# To write what is done of a segment unpacks all its postings: at most this share of the time goes into that.
_MAX_SHARE_OF_PARTS = 0.05

_Report = Callable[[Progress], object]


def attribute_speech(
    store: IndexStore,
    report: _Report,
    rules: SpeechRules,
    limits: TaskLimits | None = None,
    stopped: StoppedWorks | None = None,
) -> SpeechRun:
    """Attribute speech wherever that was not done by these rules, commit it, and move `store` on to that commit.

    A work whose speakers could not be found is not tried again until its text or the rules change. If a rule failed,
    its speech is marked all the same.

    Raises LibraryBusy while another writes, LibraryFull, LibraryDamaged.
    """
    with maintenance_lock(store) as lock:
        speech_pass = _SpeechPass(store, lock, report, rules, limits or TaskLimits(), stopped)
        speech_pass.run()
        return SpeechRun(tuple(speech_pass.warnings), speech_pass.again)


class _SpeechPass:
    def __init__(
        self,
        store: IndexStore,
        lock: WriteLock,
        report: _Report,
        rules: SpeechRules,
        limits: TaskLimits,
        stopped: StoppedWorks | None,
    ) -> None:
        self._store, self._lock, self._rules = store, lock, rules
        self._snapshot: Snapshot = store.snapshot()
        self._report = report
        self._limits, self._stopped = limits, stopped
        self._new_files: dict[str, SpeechEntry] = {}
        self._committed_at = time.monotonic()
        self._seconds_between = _SECONDS_BETWEEN_COMMITS
        self._works_done = 0
        self.warnings: list[RunWarning] = []
        self.again = SpeechAgain()

    def run(self) -> None:
        lacking = [opened for opened in self._snapshot.segments if opened.may_lack_speech(self._rules)]
        due = [opened.speech_due(self._rules) for opened in lacking]
        reasons = Counter(reason for of_segment in due for reason in of_segment.values())
        self._total = reasons.total()
        if self._total:
            # The time of the first work belongs to this phase.
            self._advance(0)
        for opened, of_segment in zip(lacking, due, strict=True):
            self._new_files[opened.entry.file] = self._attribute_segment(opened, list(of_segment))
            if self._is_time_to_commit():
                self._commit()
        if self._new_files:
            self._commit()
        self.again = SpeechAgain(reasons[SpeechReason.RULES], reasons[SpeechReason.NAMES])

    def _is_time_to_commit(self) -> bool:
        return time.monotonic() - self._committed_at >= self._seconds_between

    def _attribute_segment(self, opened: OpenSegment, works: list[int]) -> SpeechEntry:
        segment = opened.segment
        if not works:
            return self._written(opened, {}, is_whole=True)
        shares = shares_of([Task(number, segment.work(number).size) for number in works], max_processes())
        finder = SpeechFinder(segment, self._stopped.reasons if self._stopped else {}, self._rules.names_of)
        supervisor = Supervisor(
            shares, lambda number: finder.speech_of(number).to_bytes(), self._limits, self._lock.release
        )
        # Its patterns take 0.4 s to compile, once for all processes that are forked.
        from fabula.index.dialogue import cast  # noqa: F401

        found: dict[int, WorkSpeech] = {}
        with closing(supervisor.results()) as results:
            for number, result in results:
                if isinstance(result, Stopped):
                    found[number] = WorkSpeech.nothing(stopped=result.reason)
                    if self._stopped is not None:
                        # At once: whatever becomes of this run, the next one does not try it again.
                        self._stopped.remember(finder.digest_of(number), result.reason)
                else:
                    found[number] = WorkSpeech.from_bytes(result)
                self._advance(1)
                if len(found) < len(works) and self._is_time_to_commit():
                    self._commit_part(opened, found)
        self._warn(opened, found)
        return self._written(opened, found, is_whole=True)

    def _commit_part(self, opened: OpenSegment, found: Mapping[int, WorkSpeech]) -> None:
        """Commit what is done of a segment, with the old speech of its other works."""
        begin = time.monotonic()
        self._new_files[opened.entry.file] = self._written(opened, found, is_whole=False)
        self._commit()
        seconds = self._committed_at - begin
        self._seconds_between = max(_SECONDS_BETWEEN_COMMITS, seconds / _MAX_SHARE_OF_PARTS)

    def _written(self, opened: OpenSegment, found: Mapping[int, WorkSpeech], *, is_whole: bool) -> SpeechEntry:
        """Write the speech that was found in a segment, and what it has of other works."""
        segment, layer = opened.segment, opened.speech
        kept = set(range(segment.work_count)).difference(opened.deleted, found)
        if layer is not None and not found:
            speech = layer.speech
        else:
            rules = {number: self._rules.of(segment.work(number)) for number in found}
            before = KeptSpeech(layer.speech, kept) if layer is not None and kept else None
            speech = add_break_terms(segment, join_works(segment, found, rules, before))
        name = new_file_name("speech")
        return write_speech(self._store.files, name, speech, self._rules.digest if is_whole else "")

    def _warn(self, opened: OpenSegment, found: dict[int, WorkSpeech]) -> None:
        for number, speech in sorted(found.items()):
            if not speech.failure:
                continue
            work = opened.segment.work(number)
            if speech.stopped:
                kind = WarningKind.SPEECH_STOPPED
                text = (
                    f"The search for speech in “{work.title}” was stopped: {speech.failure}. Its words can be "
                    "searched. What is speech in it, and who speaks, stays unknown until its text changes."
                )
            else:
                kind = WarningKind.SPEAKERS_UNKNOWN
                text = f"Who speaks in “{work.title}” could not be found ({speech.failure}). Its words can be searched."
            self.warnings.append(RunWarning(kind, text, work.path, work.title))

    def _advance(self, works: int) -> None:
        self._works_done += works
        self._report(Progress("telling speech", self._works_done, self._total, unit="works"))

    def _commit(self) -> None:
        toc = self._store.snapshot().toc
        segments = tuple(entry._replace(speech=self._new_files.get(entry.file, entry.speech)) for entry in toc.segments)
        write_toc(self._store.files, toc._replace(generation=toc.generation + 1, segments=segments))
        self._store.refresh()
        delete_garbage(self._store.files)
        self._new_files = {}
        self._committed_at = time.monotonic()
