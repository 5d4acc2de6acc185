"""A budget for finding out whether a query is dear, and what happens if it is."""

from __future__ import annotations

import time

from fabula.index.budget import Budget

# What makes a query dear, in processor seconds of its estimate. Of 200 natural queries over 93 MB half take 50 ms, and
# all less than 190, on a machine at work; their estimates are below 240.
DEAR_SECONDS = 0.3
# The estimate may take so long. Most take a millisecond; those of wildcards find their words.
ESTIMATE_SECONDS = 0.3
# What a query may take whose estimate was low: more than an ordinary one that reads all its words from the disk first,
# as it would have to begin anew in the lane.
TRIAL_SECONDS = 0.6


class HandOver(BaseException):
    """The request takes more than it may here. Not an Exception, so that it passes every handler of those.

    seconds  of the processor that its answer will probably take; what has only shown itself to be dear has none.
    """

    def __init__(self, seconds: float = float("inf")) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class TrialBudget(Budget):
    """Ends the work with HandOver once this thread has worked for some time.

    It counts processor time, so that ordinary queries stay ordinary on a busy machine.
    """

    __slots__ = ("_until_processor",)

    def __init__(
        self, processor_seconds: float = TRIAL_SECONDS, *, seconds: float | None = None, outer: Budget | None = None
    ) -> None:
        """Belongs to the calling thread."""
        super().__init__(seconds, outer=outer)
        self._until_processor = time.thread_time() + processor_seconds

    def narrowed(self, seconds: float | None) -> Budget:
        part = TrialBudget(seconds=seconds, outer=self)
        part._until_processor = self._until_processor
        return part

    def check(self, part: object = None) -> None:
        """Raise QueryAbandoned if nobody waits, and HandOver if the time is over. Costs 0.6 µs."""
        super().check(part)
        if time.thread_time() > self._until_processor:
            raise HandOver
