"""How long the next process waits after others that have ended soon after their start: none is started for nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

# A process that ends sooner than this has failed at its start, most likely.
_SHORT_LIFE_SECONDS = 5.0
_FIRST_SECONDS = 0.1
_LONGEST_SECONDS = 5.0


class Pauses:
    """The first process that ends has a successor at once. After that each short life doubles the pause, up to five
    seconds; a longer life ends the series."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._short_lives = 0
        self._over_at = float("-inf")

    def note_end(self, born_at: float) -> None:
        """A process that was started then, by the clock, has ended unasked."""
        now = self._clock()
        self._short_lives = self._short_lives + 1 if now - born_at < _SHORT_LIFE_SECONDS else 0
        if self._short_lives > 1:
            # Six doublings reach the longest pause.
            self._over_at = now + min(_FIRST_SECONDS * 2 ** min(self._short_lives, 6), _LONGEST_SECONDS)

    @property
    def is_over(self) -> bool:
        """Whether the next process may start."""
        return self._clock() >= self._over_at
