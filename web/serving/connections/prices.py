"""What a request will probably cost: by what the same request, and its client, have cost so far.

A client that asks ordinary questions keeps its place for a dear one, and a client that asks dear ones does not get
ahead by a cheap one.
"""

from __future__ import annotations

from math import log2

# The latest answers of a client count most.
_REMEMBERED_ANSWERS = 16
# A client begins with so many answers of the lowest price, so that its dearest question may be its first.
_PRESUMED_ANSWERS = 2
# What the last answer to the same request has cost counts this much, and the client the rest. A proxy may ask for many
# people on one connection: between their requests only this part decides.
_WEIGHT_OF_REQUEST = 0.15
# Cheaper requests are all alike. A page of results takes 0.04 s (93 MB of stories); without this, somebody who asks for
# pages without a search, 0.01 s each, would make it a heavy one.
_LOWEST_SECONDS = 0.04
_BANDS_PER_OCTAVE = 2
# A request that nothing is known of, nor of its client, is answered at once if its estimate is not above this.
UNPROVEN_SECONDS = 2 * _LOWEST_SECONDS
BANDS = 16


class MeanCost:
    """Processor seconds of the latest answers, on average. Threads may share it; a lost answer does not matter."""

    __slots__ = ("_answers", "seconds")

    def __init__(self) -> None:
        self._answers = _PRESUMED_ANSWERS
        self.seconds = _LOWEST_SECONDS

    def __bool__(self) -> bool:
        """Whether there was an answer."""
        return self._answers > _PRESUMED_ANSWERS

    def note(self, seconds: float) -> None:
        """Another answer has taken so many processor seconds."""
        self._answers = min(self._answers + 1, _REMEMBERED_ANSWERS)
        self.seconds += (seconds - self.seconds) / self._answers


def price(known_seconds: float, client: MeanCost) -> float:
    """Processor seconds that a request will probably take; 0 if nothing is known.

    known_seconds  of the last answer to such a request; 0 if that is not known.
    """
    if not client:
        return known_seconds
    return client.seconds + _WEIGHT_OF_REQUEST * ((known_seconds or client.seconds) - client.seconds)


def band(seconds: float) -> int:
    """The number of a price among BANDS; a band's highest price is 1.4 times its lowest.

    >>> band(0.0), band(0.05), band(0.06), band(0.3), band(1e9)
    (0, 0, 1, 5, 15)
    """
    if seconds <= _LOWEST_SECONDS:
        return 0
    return min(int(_BANDS_PER_OCTAVE * log2(seconds / _LOWEST_SECONDS)), BANDS - 1)
