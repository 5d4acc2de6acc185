"""After the commit: speech told apart, where it is not yet."""

from __future__ import annotations

from dataclasses import replace

from ..errors import LibraryBusy
from ..receipt import Receipt
from ..store import Store
from .phases import Phases

__all__ = ["with_speech"]


def with_speech(store: Store, receipt: Receipt, phases: Phases) -> Receipt:
    """Tell speech apart in all that was committed. `receipt`, with the time that it took among its phases."""
    try:
        store.tell_speech(phases)
    except LibraryBusy:
        # Who writes now does the same when it has committed.
        return receipt
    return replace(receipt, phases=phases.finished(), generation=store.generation)
