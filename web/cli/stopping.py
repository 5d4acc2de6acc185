"""SIGTERM as an exception, so that a run ends as it does at Ctrl-C: between commits, with nothing left over."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

__all__ = ["Terminated", "ends_cleanly"]


class Terminated(BaseException):
    """The process was asked to end. No Exception, as nothing may go on after it."""


@contextmanager
def ends_cleanly() -> Iterator[None]:
    """SIGTERM raises Terminated in the block."""
    before = None
    # Handlers belong to the main thread.
    with suppress(ValueError):
        before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _end(_signal: int, _frame: object) -> NoReturn:
    raise Terminated
