"""Speech told apart in segments that are committed: after the stories can be searched, and again where that was cut
short.

Each segment gets a file beside it (codec/speech.py); the commit that names it changes nothing else. What is done is
committed every now and then, so that an interrupted run is not lost, and the next one goes on from there.
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
from fabula.index.codec.speech import Speech, SpeechLayer, write_speech
from fabula.index.codec.toc import SpeechEntry, write_toc
from fabula.index.receipt import Progress
from fabula.index.writer.forking import Forks
from fabula.index.writer.speech_writer import SPEECH_METHOD, Untold, joined_speech, speech_of, with_breaks

from .garbage import delete_garbage
from .index_store import IndexStore
from .lock import WriteLock
from .maintenance import maintenance_lock
from .snapshot import OpenSegment, Snapshot

__all__ = ["attribute_speech", "lacks_speech"]

# Bytes of text worth a process of its own, and taken at once: some megabytes of memory, and a second or two.
_SHARE = 4_000_000
# Seconds of work that an interrupt may lose. A commit makes servers open the library anew, so there are not many.
_BETWEEN_COMMITS = 30.0

_Report = Callable[[Progress], object]


def lacks_speech(opened: OpenSegment) -> bool:
    """True if speech was not told apart in the segment, or by other rules than today's."""
    return opened.speech is None or opened.speech.method != SPEECH_METHOD


def attribute_speech(store: IndexStore, report: _Report) -> tuple[str, ...]:
    """Tell speech apart wherever it is not yet, commit that, and have `store` go on to it.

    Returns warnings, a sentence for each work whose speakers could not be told. Their speech is told apart all the
    same, and is not tried again until the rules are others.

    Raises LibraryBusy while another writes, LibraryFull, LibraryDamaged.
    """
    if not any(map(lacks_speech, store.snapshot().segments)):
        return ()
    with maintenance_lock(store) as lock:
        telling = _Telling(store, lock, report)
        try:
            telling.run()
        finally:
            telling.forks.close()
        return tuple(telling.warnings)


class _Telling:
    def __init__(self, store: IndexStore, lock: WriteLock, report: _Report) -> None:
        self._store = store
        self._snapshot: Snapshot = store.snapshot()
        self._report = report
        self._made: dict[str, SpeechEntry] = {}
        self._committed = time.monotonic()
        self._done = 0
        self.warnings: list[str] = []
        self.forks = Forks(lock.release)

    def run(self) -> None:
        lacking = [opened for opened in self._snapshot.segments if lacks_speech(opened)]
        works = [_living(opened) for opened in lacking]
        self._total = sum(map(len, works))
        for opened, numbers in zip(lacking, works, strict=True):
            self._made[opened.entry.file] = self._segment(opened, numbers)
            if time.monotonic() - self._committed >= _BETWEEN_COMMITS:
                self._commit()
        if self._made:
            self._commit()

    def _segment(self, opened: OpenSegment, works: list[int]) -> SpeechEntry:
        sizes = np.array([opened.segment.work(number).size for number in works], np.int64)
        shares = _shares(sizes, self.forks.most)
        if len(shares) == 1:
            speech = speech_of(opened.segment, works, lambda _: self._tick(1), partial(self._warn, opened))
        else:
            before = self._done
            for place, (low, high) in enumerate(shares):
                self.forks.start(partial(self._part, opened, works[low:high]))
                # Those before it are done with, but for as many as run beside it.
                done = place + 1 - self.forks.most
                self._tick(before + shares[max(done, 0)][0] - self._done)
            parts = [self._taken(opened, answer) for answer in self.forks.finish()]
            self._tick(len(works) + before - self._done)
            speech = joined_speech(parts)
        speech = with_breaks(opened.segment, speech)
        return write_speech(self._store.files, new_file_name("speech"), speech, SPEECH_METHOD)

    def _part(self, opened: OpenSegment, works: list[int]) -> dict[str, Any]:
        """What a process does: the speech of some works, in a file that its parent reads."""
        parent = os.getppid()

        def wanted(_: int) -> None:
            if os.getppid() != parent:
                raise InterruptedError

        untold: list[Untold] = []
        speech = speech_of(opened.segment, works, wanted, untold.append)
        entry = write_speech(self._store.files, new_file_name("speech"), speech, SPEECH_METHOD)
        return {"file": entry.file, "size": entry.size, "untold": untold}

    def _taken(self, opened: OpenSegment, answer: dict[str, Any]) -> Speech:
        for work, reason in answer["untold"]:
            self._warn(opened, Untold(work, reason))
        return SpeechLayer(self._store.files, SpeechEntry(answer["file"], answer["size"]), opened.segment).speech

    def _warn(self, opened: OpenSegment, untold: Untold) -> None:
        work = opened.segment.work(untold.work)
        self.warnings.append(
            f"Who speaks in “{work.title}” could not be told ({untold.reason}); "
            "it can be searched, but its speakers are unknown."
        )

    def _tick(self, works: int) -> None:
        self._done += works
        self._report(Progress("telling speech", self._done, self._total, unit="works"))

    def _commit(self) -> None:
        toc = self._store.snapshot().toc
        segments = tuple(entry._replace(speech=self._made.get(entry.file, entry.speech)) for entry in toc.segments)
        write_toc(self._store.files, toc._replace(generation=toc.generation + 1, segments=segments))
        self._store.refresh()
        delete_garbage(self._store.files)
        self._made = {}
        self._committed = time.monotonic()


def _living(opened: OpenSegment) -> list[int]:
    return [number for number in range(opened.segment.work_count) if number not in opened.deleted]


def _shares(sizes: I64, processes: int) -> Sequence[tuple[int, int]]:
    """Runs of works, half-open, of about `_SHARE` bytes each; one run if only one process is at work."""
    if processes == 1 or sizes.sum() < 2 * _SHARE:
        return [(0, len(sizes))]
    before = np.cumsum(sizes) - sizes
    cuts = np.flatnonzero(np.diff(before // _SHARE)) + 1
    return list(pairwise([0, *cuts.tolist(), len(sizes)]))
