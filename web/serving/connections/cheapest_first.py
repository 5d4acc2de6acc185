"""The queue of requests that wait for a thread.

Eight connections that ask queries of 0.15 s without pause would make those of 0.03 s wait for all of them, in the order
of their arrival. Cheapest first is the order with the least waiting in all (W. E. Smith 1956); every fourth request is
the oldest, so that dear ones get their turn.
"""

from __future__ import annotations

from typing import Protocol

_OLDEST_EVERY = 4


class Priced(Protocol):
    """A task of a queue."""

    @property
    def price(self) -> float:
        """Processor seconds, as far as known."""
        ...


class CheapestFirst:
    """What waitress's dispatcher needs of its queue. Not shared by threads: the dispatcher has a lock."""

    def __init__(self) -> None:
        self._waiting: list[Priced] = []
        self._count = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def append(self, task: Priced) -> None:
        self._waiting.append(task)

    def popleft(self) -> Priced:
        """The next task. Raises IndexError if there is none."""
        self._count += 1
        if not self._count % _OLDEST_EVERY or not self._waiting:
            return self._waiting.pop(0)
        # The oldest of equals. Few wait: a connection has one task at most.
        cheapest = min(range(len(self._waiting)), key=lambda index: self._waiting[index].price)
        return self._waiting.pop(cheapest)
