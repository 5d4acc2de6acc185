"""How many connections each process of a server has, so that the one with the fewest takes the next.

All processes listen on one socket, and the system gives a connection to whoever asks first: all four connections of
ordinary clients came to one process of two in two runs of five, and made its answers eight times as slow.
"""

from __future__ import annotations

import mmap
from typing import NamedTuple

# More than there are processes at once, with those that end after a restart.
_PLACES = 256
_COUNT_BYTES = 8
_ABSENT = -1


class Spread:
    """The counts of all processes. Those that are forked from the one that made it share it, without locks: each
    writes its own count only."""

    def __init__(self) -> None:
        # The map belongs to the view.
        self._counts = memoryview(mmap.mmap(-1, _PLACES * _COUNT_BYTES)).cast("q")
        for process in range(_PLACES):
            self.forget(process)

    def note(self, process: int, count: int) -> None:
        """The process of this number has so many connections."""
        self._counts[process % _PLACES] = count

    def forget(self, process: int) -> None:
        """A process takes no more connections."""
        self.note(process, _ABSENT)

    def total(self) -> int:
        """The connections of all processes."""
        return sum(count for count in self._counts if count != _ABSENT)

    def fewest(self) -> int:
        """The connections of the process that has the fewest; 0 if there is none."""
        return min((count for count in self._counts if count != _ABSENT), default=0)


class Place(NamedTuple):
    """The number of a process among those of its server, and what each of them has: connections, and requests that wait
    for the lane or are answered by it."""

    process: int
    connections: Spread
    dear: Spread

    def leave(self) -> None:
        """The process has nothing any more."""
        self.connections.forget(self.process)
        self.dear.forget(self.process)
