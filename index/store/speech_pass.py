"""Finds speech and its speakers in committed segments, once the stories can be searched.

Each segment gets a file beside it (codec/speech.py); the commit that names it changes nothing else. Finished segments
are committed every now and then, so that an interrupted run is not lost: the next one goes on from there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from fabula.index.array_types import I64
from fabula.index.codec.durable import new_file_name
from fabula.index.codec.speech import SPEECH_METHOD, Speech, SpeechLayer, write_speech
from fabula.index.codec.toc import SpeechEntry, write_toc
from fabula.index.receipt import Progress, RunWarning, WarningKind
from fabula.index.writer.forking import Forks
from fabula.index.writer.speech_writer import SpeakersNotFound, add_break_terms, attribute_works, join_parts
from .garbage import delete_garbage
from .index_store import IndexStore
from .lock import WriteLock
from .maintenance import maintenance_lock
from .snapshot import OpenSegment, Snapshot

# Text worth a process of its own, which takes it at once: some megabytes of memory, and a second or two.
_SHARE_BYTES = 4_000_000
# Work that an interrupt may lose. Each commit makes servers open the library anew, so there should not be many.
_SECONDS_BETWEEN_COMMITS = 30.0

_Report = Callable[[Progress], object]


def attribute_speech(store: IndexStore, report: _Report) -> tuple[RunWarning, ...]:
    """Attribute speech wherever that is not done yet, commit it, and move `store` on to that commit.

    Returns a warning for each work whose speakers could not be found. Its speech is marked all the same, and is not
    tried again until the rules change.

    Raises LibraryBusy while another writes, LibraryFull, LibraryDamaged.
    """
    with maintenance_lock(store) as lock:
        speech_pass = _SpeechPass(store, lock, report)
        try:
            speech_pass.run()
        finally:
            speech_pass.forks.close()
        return tuple(speech_pass.warnings)


class _SpeechPass:
    def __init__(self, store: IndexStore, lock: WriteLock, report: _Report) -> None:
        self._store = store
        self._snapshot: Snapshot = store.snapshot()
        self._report = report
        self._new_files: dict[str, SpeechEntry] = {}
        self._committed_at = time.monotonic()
        self._works_done = 0
        self.warnings: list[RunWarning] = []
        self.forks = Forks(lock.release)

    def run(self) -> None:
        lacking = [opened for opened in self._snapshot.segments if opened.lacks_speech]
        works = [_remaining_works(opened) for opened in lacking]
        self._total = sum(map(len, works))
        for opened, numbers in zip(lacking, works, strict=True):
            self._new_files[opened.entry.file] = self._attribute_segment(opened, numbers)
            if time.monotonic() - self._committed_at >= _SECONDS_BETWEEN_COMMITS:
                self._commit()
        if self._new_files:
            self._commit()

    def _attribute_segment(self, opened: OpenSegment, works: list[int]) -> SpeechEntry:
        sizes = np.array([opened.segment.work(number).size for number in works], np.int64)
        shares = _shares(sizes, self.forks.max_running)
        if len(shares) == 1:
            speech = attribute_works(opened.segment, works, lambda _: self._advance(1), partial(self._warn, opened))
        else:
            before = self._works_done
            for place, (low, high) in enumerate(shares):
                self.forks.start(partial(self._write_part, opened, works[low:high]))
                # The shares before it are done, but for as many as run beside it.
                finished = max(place + 1 - self.forks.max_running, 0)
                self._advance(before + shares[finished][0] - self._works_done)
            parts = [self._read_part(opened, answer) for answer in self.forks.finish()]
            self._advance(len(works) + before - self._works_done)
            speech = join_parts(parts)
        speech = add_break_terms(opened.segment, speech)
        return write_speech(self._store.files, new_file_name("speech"), speech, SPEECH_METHOD)

    def _write_part(self, opened: OpenSegment, works: list[int]) -> dict[str, Any]:
        """Runs in a forked process: writes the speech of some works to a file that its parent reads."""
        parent = os.getppid()

        def check_parent(_: int) -> None:
            if os.getppid() != parent:
                raise InterruptedError

        failures: list[SpeakersNotFound] = []
        speech = attribute_works(opened.segment, works, check_parent, failures.append)
        entry = write_speech(self._store.files, new_file_name("speech"), speech, SPEECH_METHOD)
        return {"file": entry.file, "size": entry.size, "failures": failures}

    def _read_part(self, opened: OpenSegment, answer: dict[str, Any]) -> Speech:
        for work, reason in answer["failures"]:
            self._warn(opened, SpeakersNotFound(work, reason))
        return SpeechLayer(self._store.files, SpeechEntry(answer["file"], answer["size"]), opened.segment).speech

    def _warn(self, opened: OpenSegment, failure: SpeakersNotFound) -> None:
        work = opened.segment.work(failure.work)
        text = (
            f"Who speaks in “{work.title}” could not be told ({failure.reason}); "
            "it can be searched, but its speakers are unknown."
        )
        self.warnings.append(RunWarning(WarningKind.SPEAKERS_UNKNOWN, text, work.path, work.title))

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


def _remaining_works(opened: OpenSegment) -> list[int]:
    return [number for number in range(opened.segment.work_count) if number not in opened.deleted]


def _shares(sizes: I64, processes: int) -> Sequence[tuple[int, int]]:
    """Ranges of works, half-open, of about `_SHARE_BYTES` each; one range if there is only one process."""
    if processes == 1 or sizes.sum() < 2 * _SHARE_BYTES:
        return [(0, len(sizes))]
    before = np.cumsum(sizes) - sizes
    cuts = np.flatnonzero(np.diff(before // _SHARE_BYTES)) + 1
    return list(pairwise([0, *cuts.tolist(), len(sizes)]))
