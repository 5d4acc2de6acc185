"""After the commit: what makes answers better or quicker, in commits of its own, while the stories can be searched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fabula.index.errors import LibraryBusy
from fabula.index.folder_names import INDEX
from fabula.index.library.receipts import keep_report
from fabula.index.library.settings import read_settings
from fabula.index.receipt import Receipt
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.lock import WriteLock
from fabula.index.store.protocol import WritableStore

from .phases import Phases

__all__ = ["post_commit"]


def post_commit(store: WritableStore, receipt: Receipt, phases: Phases, *, speech: bool) -> Receipt:
    """Arrange what was committed for quick answers; with `speech`, tell speech apart in all of it.

    `receipt`, with the time that it took and its warnings.
    """
    generation = store.generation
    try:
        store.compact(phases)
        warnings = store.attribute_speech(phases) if speech else ()
    except LibraryBusy:
        # Who writes now does the same when it has committed.
        return receipt
    if store.generation == generation:
        return receipt
    folder = Path(store.address)
    told = replace(
        receipt,
        phases={**receipt.phases, **phases.finished()},
        warnings=(*receipt.warnings, *warnings),
        generation=store.generation,
    )
    if not receipt.number:
        return told
    try:
        with disk_errors(folder):
            lock = WriteLock.acquire(folder / INDEX)
    except LibraryBusy:
        # The report that is kept then lacks the time of this.
        return told
    try:
        return keep_report(folder, told, read_settings(folder))
    finally:
        lock.release()
