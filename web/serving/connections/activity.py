"""Who has asked lately, in all processes: the lightest of them has the first claim on the machine."""

from __future__ import annotations

import mmap

from .prices import BANDS

_DOUBLE_BYTES = 8


class Activity:
    """For each band of prices, until when a client of it counts as present, by time.monotonic().

    Processes that are forked from the one that made it share it, without locks: the worst that a race can do is that
    one presence is forgotten.
    """

    def __init__(self) -> None:
        # The map belongs to the view.
        self._until = memoryview(mmap.mmap(-1, BANDS * _DOUBLE_BYTES)).cast("d")

    def note(self, band: int, until: float) -> None:
        """A client that asks for such prices is here, and probably until then."""
        if until > self._until[band]:
            self._until[band] = until

    def lightest(self, now: float) -> int:
        """The lowest band of those who are present; BANDS if nobody is."""
        return next((band for band, until in enumerate(self._until) if until > now), BANDS)

    def seconds_until_gone(self, band: int, now: float) -> float:
        """Until the last of a band has gone, if nobody of it asks again; 0 if all have, or for BANDS itself."""
        return max(0.0, self._until[band] - now) if band < BANDS else 0.0
