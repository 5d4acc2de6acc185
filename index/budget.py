"""What one answer may use: seconds, and bytes that are unpacked from the index.

A budget belongs to the context of a thread, as deadlines and cancellation do in Trio ("Timeouts and cancellation for
humans", N. J. Smith 2018): whoever asks sets it once, and what works for the answer calls `check` wherever it has a
next segment, word or scene, without a parameter that all functions would have to hand on. A budget within another can
only be tighter. Outside of a budget nothing is limited.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from .errors import QueryAbandoned, QueryTooDear

# The texts of the largest page of results, 1,000 scenes of 30,000 characters, have 120 MB at four bytes each.
MAX_UNPACKED_BYTES = 256 << 20
# A scene's characters may take four bytes each, and it is copied once or twice on its way into an answer.
MAX_UNPACKED_AT_ONCE_BYTES = 16 << 20


class Budget:
    """What is left for one answer.

    seconds         of wall time, from now; None for no limit.
    unpacked_bytes  that compressed blocks of the index may unpack to.
    outer           the budget of the answer that this one is part of. It counts as well.
    """

    __slots__ = ("_is_abandoned", "_outer", "_outermost", "_part", "_seconds", "_unpacked_bytes_left", "_until")

    def __init__(
        self, seconds: float | None, unpacked_bytes: int = MAX_UNPACKED_BYTES, *, outer: Budget | None = None
    ) -> None:
        self._outer = outer
        self._outermost: Budget = self if outer is None else outer._outermost
        self._seconds = seconds
        self._until = float("inf") if seconds is None else time.monotonic() + seconds
        if outer is not None and outer._until < self._until:
            self._seconds, self._until = outer._seconds, outer._until
        self._unpacked_bytes_left = unpacked_bytes
        self._is_abandoned = False
        self._part: object = "its beginning"

    @property
    def seconds_left(self) -> float:
        """Until the time is over; negative after that, infinite without a limit."""
        return self._until - time.monotonic()

    def narrowed(self, seconds: float | None) -> Budget:
        """A budget for a part of this answer, which may take so long, and no longer than what is left here."""
        return Budget(seconds, outer=self)

    def abandon(self) -> None:
        """Nobody waits for the answer any more. Other threads may call this; the next check ends the work."""
        self._outermost._is_abandoned = True

    @property
    def is_abandoned(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._outermost._is_abandoned

    def check(self, part: object = None) -> None:
        """Raise QueryAbandoned if nobody waits, and QueryTooDear if the time is over.

        part  what is being done, for the error; None for what the check before named.
        """
        if part is not None:
            self._part = part
        if time.monotonic() > self._until:
            raise QueryTooDear.out_of_time(self._part, self._seconds or 0.0)
        if self._outermost._is_abandoned:
            raise QueryAbandoned("The answer was stopped, as nobody waits for it any more.")

    def count_unpacked(self, size: int) -> None:
        """Count `size` bytes before they are unpacked. Raises QueryTooDear if they are more than what is left."""
        self._unpacked_bytes_left -= size
        if self._unpacked_bytes_left < 0 or size > MAX_UNPACKED_AT_ONCE_BYTES:
            raise QueryTooDear.out_of_memory()
        if self._outer is not None:
            self._outer.count_unpacked(size)


Item = TypeVar("Item")

# None where there is no budget.
_current: ContextVar[Budget | None] = ContextVar("fabula_budget", default=None)


@contextmanager
def spending(budget: Budget) -> Iterator[Budget]:
    """Everything in this block, in this thread, is part of the answer that `budget` is for."""
    token = _current.set(budget)
    try:
        yield budget
    finally:
        _current.reset(token)


@contextmanager
def at_most(seconds: float | None) -> Iterator[Budget]:
    """This block is an answer, or a part of one, that may take so long; less if the budget around it has less left.

    seconds  None for no limit of time; the bound on what texts unpack to is there all the same.

    What is called in it, in this thread, raises QueryTooDear after that.
    """
    outer = _current.get()
    with spending(Budget(seconds) if outer is None else outer.narrowed(seconds)) as budget:
        yield budget


def current_budget() -> Budget:
    """The budget of the answer that this thread works for; without one, a budget that has no limits."""
    return _current.get() or Budget(None, 1 << 62)


def check(part: object = None) -> None:
    """End the work for an answer whose time is over. Raises QueryTooDear or QueryAbandoned; costs 0.2 µs.

    part  what is being done, for the error: `str(part)` follows "The time was over at". None for what the check before
          named.
    """
    budget = _current.get()
    if budget is not None:
        budget.check(part)


def checked(items: Iterable[Item], part: object = None, every: int = 256) -> Iterator[Item]:
    """The items, with a `check` before the first, and before the next after `every` of them.

    For loops over what has thousands: the default suits some 10 µs an item.
    """
    for number, item in enumerate(items):
        if not number % every:
            check(part)
        yield item


def count_unpacked(size: int) -> None:
    """Count `size` bytes before they are unpacked for an answer. Raises QueryTooDear."""
    budget = _current.get()
    if budget is not None:
        budget.count_unpacked(size)
