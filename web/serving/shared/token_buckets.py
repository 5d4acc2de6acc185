"""Counts the requests of each client over all processes, in memory of a fixed size."""

from __future__ import annotations

import mmap
import time
from collections.abc import Callable

from .rate import Rate
from .shared_lock import SharedLock

# A slot has 24 bytes: 196 KB for 8,192 clients.
SLOTS = 8_192
# A client's slot is one of so many that its name leads to. The one that would soonest be full again makes room.
_WAYS = 8
_SETS = SLOTS // _WAYS
_BYTES = 8
# Of sums of doubles: who comes when Retry-After said is answered.
_ROUNDING = 1e-9


class TokenBuckets:
    """A bucket of tokens for each client: a request takes one, and the rate fills it up again.

    So a client may ask as often as the rate says at once, and again as the tokens come back. Whoever is not known has a
    full bucket. Processes that are forked from the one that made it share it. Names are hashed with the key that
    Python chooses at its start, so nobody can choose one that meets another's bucket.
    """

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        """clock  must be the same for all processes, as time.monotonic is."""
        self.rate = rate
        self._clock = clock
        self._lock = SharedLock()
        # The map belongs to the views.
        memory = memoryview(mmap.mmap(-1, 3 * SLOTS * _BYTES))
        size = SLOTS * _BYTES
        self._names = memory[:size].cast("q")
        self._tokens = memory[size : 2 * size].cast("d")
        self._counted_at = memory[2 * size :].cast("d")

    def take(self, client: str) -> float:
        """Take a token of the client's: 0 if there was one, else the seconds until there will be."""
        name = hash(client) or 1
        with self._lock.held():
            now = self._clock()
            first = name % _SETS * _WAYS
            slots = range(first, first + _WAYS)
            slot = next((slot for slot in slots if self._names[slot] == name), -1)
            if slot < 0:
                slot = max(slots, key=lambda slot: self._tokens_at(slot, now))
                tokens = float(self.rate.requests)
            else:
                tokens = self._tokens_at(slot, now)
            is_taken = tokens >= 1 - _ROUNDING
            self._names[slot] = name
            self._tokens[slot] = max(0.0, tokens - 1) if is_taken else tokens
            self._counted_at[slot] = now
        return 0.0 if is_taken else (1 - tokens) / self.rate.each_second

    def _tokens_at(self, slot: int, now: float) -> float:
        """The tokens of a slot now; more than a full bucket has, if nobody has it."""
        if not self._names[slot]:
            return self.rate.requests + 1.0
        # What a process left when it died in the middle of it may be anything.
        tokens, since = self._tokens[slot], max(0.0, now - self._counted_at[slot])
        full = float(self.rate.requests)
        return min(full, tokens + since * self.rate.each_second) if 0 <= tokens <= full else full
