"""After the commit: merging and speech, in commits of their own, while the stories can be searched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fabula.index.account.phases import Phases
from fabula.index.errors import LibraryBusy
from fabula.index.folder_names import INDEX
from fabula.index.library.settings import read_settings
from fabula.index.library.stated_names import LibraryNames
from fabula.index.receipt import Receipt, SpeechRun
from fabula.index.reports.receipts import keep_report
from fabula.index.reports.stopped_works import StoppedWorks
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.lock import WriteLock
from fabula.index.store.protocol import WritableStore
from fabula.index.writer.processes.task_process import TaskLimits


def post_commit(
    store: WritableStore, receipt: Receipt, phases: Phases, *, speech: bool, timeout: float | None = None
) -> Receipt:
    """Merge segments for quick answers; with `speech`, attribute speech in all of the library.

    timeout  seconds that the speech of a small work may take (60).

    Returns the receipt with the time that this took and its warnings.
    """
    generation, folder = store.generation, Path(store.address)
    try:
        store.compact(phases)
        found = SpeechRun()
        if speech:
            names = LibraryNames(read_settings(folder).names)
            found = store.attribute_speech(phases, _limits(timeout), StoppedWorks(folder), names)
            # New segments now have speech, as the older ones beside them that they are merged with.
            store.compact(phases)
    except LibraryBusy:
        # The process that writes now does the same when it has committed.
        return receipt
    if store.generation == generation:
        return receipt
    warnings = (*receipt.warnings, *found.warnings)
    changed = replace(receipt, warnings=warnings, generation=store.generation, speech_again=found.again)
    receipt = phases.timed(changed)
    # A run that found nothing else to report has no number, and gets one for speech that was found again.
    if not (receipt.number or receipt.speech_again):
        return receipt
    try:
        with disk_errors(folder):
            lock = WriteLock.acquire(folder / INDEX)
    except LibraryBusy:
        # The report that is kept then lacks the time of this.
        return receipt
    try:
        return keep_report(folder, receipt, read_settings(folder))
    finally:
        lock.release()


def _limits(timeout: float | None) -> TaskLimits:
    return TaskLimits() if timeout is None else TaskLimits(timeout)
