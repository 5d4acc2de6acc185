"""SIGTERM as an exception, so that a run ends as at Ctrl-C: between commits, with no files left over."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn


class Terminated(BaseException):
    """The process was asked to end. Not an Exception, so that no handler of those catches it."""


@contextmanager
def ends_cleanly() -> Iterator[None]:
    """SIGTERM raises Terminated in the block."""
    before = None
    # Only the main thread may set a handler.
    with suppress(ValueError):
        before = signal.signal(signal.SIGTERM, _raise_terminated)
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _raise_terminated(_signal: int, _frame: object) -> NoReturn:
    raise Terminated
