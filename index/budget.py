"""What one answer may use: seconds, and bytes that are unpacked from the index.

A budget belongs to the context of a thread, as deadlines and cancellation do in Trio ("Timeouts and cancellation for
humans", N. J. Smith 2018): whoever asks sets it once, and what works for the answer calls `check` wherever it has a
next segment, word or scene, without a parameter that all functions would have to hand on. Outside of a budget nothing
is limited.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .errors import QueryAbandoned, QueryTooDear

# The texts of the largest page of results, 1,000 scenes of 30,000 characters, have 120 MB at four bytes each.
MAX_UNPACKED_BYTES = 256 << 20
# Of one scene: its characters may take four bytes each, and it is copied once or twice on its way into an answer.
MAX_UNPACKED_AT_ONCE_BYTES = 32 << 20


class Budget:
    """What is left for one answer.

    seconds         of wall time, from now; None for no limit.
    unpacked_bytes  that compressed blocks of the index may unpack to.
    """

    __slots__ = ("_is_abandoned", "_seconds", "_unpacked_bytes_left", "_until")

    def __init__(self, seconds: float | None, unpacked_bytes: int = MAX_UNPACKED_BYTES) -> None:
        self._seconds = seconds
        self._until = float("inf") if seconds is None else time.monotonic() + seconds
        self._unpacked_bytes_left = unpacked_bytes
        self._is_abandoned = False

    @property
    def seconds_left(self) -> float:
        """Until the time is over; negative after that, infinite without a limit."""
        return self._until - time.monotonic()

    def abandon(self) -> None:
        """Nobody waits for the answer any more. Other threads may call this; the next check ends the work."""
        self._is_abandoned = True

    def check(self, part: object) -> None:
        """Raise QueryAbandoned if nobody waits, and QueryTooDear, which names `part`, if the time is over."""
        if self._is_abandoned:
            raise QueryAbandoned("The answer was stopped, as nobody waits for it any more.")
        if time.monotonic() > self._until:
            raise QueryTooDear.out_of_time(part, self._seconds or 0.0)

    def count_unpacked(self, size: int) -> None:
        """Count `size` bytes before they are unpacked. Raises QueryTooDear if they are more than what is left."""
        self._unpacked_bytes_left -= size
        if self._unpacked_bytes_left < 0 or size > MAX_UNPACKED_AT_ONCE_BYTES:
            raise QueryTooDear.out_of_memory()


_UNLIMITED = Budget(None, 1 << 62)
_current: ContextVar[Budget] = ContextVar("fabula_budget", default=_UNLIMITED)


@contextmanager
def spending(budget: Budget) -> Iterator[Budget]:
    """Everything in this block, in this thread, is part of the answer that `budget` is for."""
    token = _current.set(budget)
    try:
        yield budget
    finally:
        _current.reset(token)


def current_budget() -> Budget:
    """The budget of the answer that this thread works for; without one, a budget that has no limits."""
    return _current.get()


def check(part: object) -> None:
    """End the work for an answer whose time is over. Raises QueryTooDear or QueryAbandoned; costs 0.2 µs.

    part  what is being done, for the message: `str(part)` follows "The time was over at".
    """
    _current.get().check(part)


def count_unpacked(size: int) -> None:
    """Count `size` bytes before they are unpacked for an answer. Raises QueryTooDear."""
    budget = _current.get()
    if budget is not _UNLIMITED:
        budget.count_unpacked(size)
