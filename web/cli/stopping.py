"""SIGTERM and SIGHUP as exceptions, so that a run ends as at Ctrl-C: between commits, with no files left over."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# A service manager may send SIGHUP right after SIGTERM; a second exception would end the clean-up after the first.
_CLEAN_UP_SECONDS = 5.0


class Terminated(BaseException):
    """The process was asked to end, by SIGTERM. Not an Exception, so that no handler of those catches it."""


class HungUp(Terminated):
    """The terminal of the process was closed: SIGHUP."""


_ERRORS: dict[int, type[Terminated]] = {signal.SIGTERM: Terminated}
if hasattr(signal, "SIGHUP"):
    _ERRORS[signal.SIGHUP] = HungUp


@contextmanager
def ends_cleanly() -> Iterator[None]:
    """SIGTERM raises Terminated in the block, and SIGHUP raises HungUp.

    A signal that the process was started to ignore, as `nohup` does with SIGHUP, stays ignored.
    """
    asked: list[tuple[float, type[Terminated]]] = []

    def stop(number: int, _frame: object) -> None:
        now = time.monotonic()
        if asked and now - asked[-1][0] < _CLEAN_UP_SECONDS:
            return
        asked.append((now, _ERRORS[number]))
        raise _ERRORS[number]

    before = {}
    # Only the main thread may set a handler.
    with suppress(ValueError):
        for number in _ERRORS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, stop)
    try:
        yield
    except KeyboardInterrupt:
        # watchfiles waits in Rust, and there every exception of a handler becomes this one.
        if asked:
            raise asked[0][1] from None
        raise
    finally:
        for number, handler in before.items():
            if handler is not None:
                signal.signal(number, handler)


def ignore_stopping() -> None:
    """From here on neither Ctrl-C nor SIGTERM nor SIGHUP stops the process: it is about to end, with a message."""
    with suppress(ValueError):
        for number in (signal.SIGINT, *_ERRORS):
            signal.signal(number, signal.SIG_IGN)
