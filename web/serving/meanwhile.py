"""Calls a function between requests."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SECONDS_BETWEEN_CALLS = 1.0


@contextmanager
def repeated(act: Callable[[], object]) -> Iterator[None]:
    """Call `act` now and every second in a thread, until the block ends."""
    is_over = threading.Event()

    def call_repeatedly() -> None:
        while True:
            try:
                act()
            except Exception:
                # The next request will meet the same error and report it.
                logging.getLogger(__name__).exception("the task between requests failed")
            if is_over.wait(_SECONDS_BETWEEN_CALLS):
                return

    thread = threading.Thread(target=call_repeatedly, name="fabula-meanwhile", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join(_SECONDS_BETWEEN_CALLS)
