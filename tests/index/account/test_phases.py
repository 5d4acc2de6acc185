"""The phases of a run add up to the whole, and waiting is no part of it."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from fabula.index import Progress, Receipt
from fabula.index.account.phases import Phases
from fabula.index.receipt import ProcessorTime
from fabula.index.store.lock import WriteLock, waiting

EMPTY = Receipt(0, 0, 0, 0, 0, (), 0, 0, 0, 0, 0.0)


def test_they_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is before the first progress and after the last one belongs to those phases."""
    now = 100.0
    monkeypatch.setattr(time, "perf_counter", lambda: now)
    phases = Phases(None)
    for seconds, phase in ((1.0, "looking"), (2.0, "reading"), (4.0, "looking"), (8.0, "committing")):
        now += seconds
        phases(Progress(phase, 0, None))
    now += 16.0
    receipt = phases.timed(EMPTY)
    assert receipt.phases == {"looking": 11.0, "reading": 4.0, "committing": 16.0}
    assert receipt.seconds == 31.0
    now += 32.0
    assert phases.timed(receipt).phases["committing"] == 48.0 and phases.timed(receipt).seconds == 63.0


def test_processor_time_by_phase(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the run's thread and of processes that have ended; what was used before the run is no part of it."""
    own = elsewhere = 100.0
    monkeypatch.setattr(time, "thread_time", lambda: own)
    monkeypatch.setattr(os, "times", lambda: SimpleNamespace(children_user=elsewhere, children_system=50.0))
    phases = Phases(None)
    own += 1.0
    phases(Progress("reading", 0, None))
    own += 2.0
    elsewhere += 8.0
    phases(Progress("committing", 0, None))
    elsewhere += 4.0
    processor = phases.timed(EMPTY).processor
    assert processor == ProcessorTime(15.0, 12.0, {"reading": 11.0, "committing": 4.0})


def test_when_works_could_be_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment of the commit counts, whatever the run does after it; 0 without a commit."""
    now = 100.0
    monkeypatch.setattr(time, "perf_counter", lambda: now)
    phases = Phases(None)
    phases(Progress("reading", 0, None))
    now += 2.0
    assert phases.timed(EMPTY).searchable_after == 0.0
    phases.committed()
    now += 4.0
    assert phases.timed(EMPTY).searchable_after == 2.0


def test_a_run_without_phases_has_its_time() -> None:
    """There is nothing to add up."""
    receipt = Phases(None).timed(EMPTY)
    assert receipt.phases == {} and 0 <= receipt.seconds < 1


def test_waiting_for_another_writer_is_no_work(tmp_path: Path) -> None:
    """The time is the run's own."""
    other = WriteLock.acquire(tmp_path)
    begun = time.perf_counter()
    phases = Phases(None)
    phases(Progress("looking", 0, None))
    threading.Timer(0.3, other.release).start()
    started = time.perf_counter()
    with waiting(30):
        WriteLock.acquire(tmp_path).release()
    waited = time.perf_counter() - started
    # On a busy machine the wait may be over before it has begun.
    assert 0 <= phases.timed(EMPTY).seconds <= time.perf_counter() - begun - 0.7 * waited
