"""After the commit: what makes answers better or quicker, in commits of its own, while the stories can be searched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..errors import LibraryBusy
from ..lock import WriteLock
from ..marker import INDEX
from ..new_library import writing
from ..receipt import Receipt
from ..reports import keep_report
from ..settings import read_settings
from ..store import Store
from .phases import Phases

__all__ = ["finished"]


def finished(store: Store, receipt: Receipt, phases: Phases, *, speech: bool) -> Receipt:
    """Arrange what was committed for quick answers; with `speech`, tell speech apart in all of it.

    `receipt`, with the time that it took and its warnings.
    """
    generation = store.generation
    try:
        store.settle(phases)
        warnings = store.tell_speech(phases) if speech else ()
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
        with writing(folder):
            lock = WriteLock.acquire(folder / INDEX)
    except LibraryBusy:
        # The report that is kept then lacks the time of this.
        return told
    try:
        return keep_report(folder, told, read_settings(folder))
    finally:
        lock.release()
