"""A budget for finding out whether a query is dear, and what happens if it is."""

from __future__ import annotations

import time

from fabula.index.budget import Budget

# Processor seconds. 99 of 100 natural queries over 77 MB take less than a third of it.
TRIAL_SECONDS = 0.15


class HandOver(BaseException):
    """The request is dear, and belongs to the lane. Not an Exception, so that it passes every handler of those."""


class TrialBudget(Budget):
    """Ends the work with HandOver once this thread has worked for some time.

    It counts processor time, so that ordinary queries stay ordinary on a busy machine.
    """

    __slots__ = ("_until_processor",)

    def __init__(self, processor_seconds: float = TRIAL_SECONDS) -> None:
        """Belongs to the calling thread."""
        super().__init__(None)
        self._until_processor = time.thread_time() + processor_seconds

    def check(self, part: object) -> None:
        """Raise QueryAbandoned if nobody waits, and HandOver if the time is over. Costs 0.6 µs."""
        super().check(part)
        if time.thread_time() > self._until_processor:
            raise HandOver
