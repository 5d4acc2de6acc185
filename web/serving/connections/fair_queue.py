"""The queue of ordinary requests: the cheapest are next, and heavy ones share a bounded part of the time.

Cheapest first is the order with the least waiting in all (W. E. Smith, 1956). By itself it does not protect anybody
from fifty connections that ask for three times as much without pause: a client that has just got its answer asks again
only milliseconds later, and meanwhile a heavy request has taken its thread ("deceptive idleness", S. Iyer and P.
Druschel, "Anticipatory scheduling", 2001). So heavy requests, those of two bands above the lightest client who is
present, leave threads idle for it, and have a credit, which grows by a tenth of the time. Out of that credit the
oldest request of all is answered, so that none waits for ever. Where nobody lighter is present, they have all of the
time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from .activity import Activity
from .prices import band

# How many bands above the lightest client's a heavy request is: 1.4 to 2 times its price.
_HEAVY_BANDS = 2
# Of one processor, in each process.
_SHARE = 0.1
# After a time in which nobody needed it.
_MOST_CREDIT_SECONDS = 0.1
# A client without pause asks again within a few milliseconds, on a busy machine later.
_PRESENT_SECONDS = 0.25
# On a busy machine an answer takes several times its processor time.
_WALL_SECONDS_PER_PROCESSOR_SECOND = 4.0
_LONGEST_PRESENCE_SECONDS = 1.0
# The time between two looks, if heavy requests wait for something that other processes do.
_SHORTEST_PAUSE_SECONDS = 0.005


class Priced(Protocol):
    """A task of the queue."""

    @property
    def price(self) -> float:
        """Processor seconds that it will probably take; 0 if nothing is known. May change while it waits."""
        ...

    def service(self) -> None:
        """Work for it."""
        ...

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits for it. What nobody waits for takes no time to speak of."""
        ...


class FairQueue:
    """`take` a task, work for it, and say that it is `done`. Not shared by threads: whoever calls it has a lock."""

    def __init__(self, activity: Activity, clock: Callable[[], float] = time.monotonic) -> None:
        self._activity = activity
        self._clock = clock
        # The oldest first.
        self._waiting: list[Priced] = []
        self._credit_seconds = 0.0
        self._credited_at = clock()
        # By the identity of tasks that run on credit.
        self._charged: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def append(self, task: Priced) -> None:
        self._waiting.append(task)
        self._note_presence(task.price, working=True)

    def take(self) -> Priced | None:
        """The next task; None if there is none, or if all are heavy and have to wait for lighter clients."""
        unwanted = next((task for task in self._waiting if not task.is_wanted), None)
        if unwanted is not None:
            self._waiting.remove(unwanted)
            return unwanted
        if not self._waiting:
            return None
        lightest = self._activity.lightest(self._clock())
        # Prices change while tasks wait. Few wait, as a connection has one task at most.
        ranks = [_rank(task.price, lightest) for task in self._waiting]
        # The oldest of equals.
        chosen = ranks.index(min(ranks))
        is_heavy = ranks[chosen] >= lightest + _HEAVY_BANDS
        if (chosen or is_heavy) and self._credit() > 0:
            chosen = 0
            self._charge(self._waiting[0])
        elif is_heavy:
            return None
        task = self._waiting.pop(chosen)
        self._note_presence(task.price, working=True)
        return task

    def done(self, task: Priced, seconds: float) -> None:
        """A task that was taken has used so many processor seconds."""
        self._credit_seconds += self._charged.pop(id(task), seconds) - seconds
        if task.is_wanted:
            self._note_presence(task.price, working=False)

    def pause_seconds(self) -> float | None:
        """After `take` gave nothing: when to try again. None if there is nothing before the next task comes."""
        if not self._waiting:
            return None
        now = self._clock()
        until_gone = self._activity.seconds_until_gone(self._activity.lightest(now), now)
        until_credit = max(0.0, -self._credit()) / _SHARE
        return max(_SHORTEST_PAUSE_SECONDS, min(until_gone, until_credit))

    def _charge(self, task: Priced) -> None:
        self._charged[id(task)] = task.price
        self._credit_seconds -= task.price

    def _credit(self) -> float:
        now = self._clock()
        grown = self._credit_seconds + _SHARE * (now - self._credited_at)
        self._credit_seconds, self._credited_at = min(grown, _MOST_CREDIT_SECONDS), now
        return self._credit_seconds

    def _note_presence(self, price: float, *, working: bool) -> None:
        if not price:
            return
        seconds = _PRESENT_SECONDS
        if working:
            seconds += min(_WALL_SECONDS_PER_PROCESSOR_SECOND * price, _LONGEST_PRESENCE_SECONDS)
        self._activity.note(band(price), self._clock() + seconds)


def _rank(price: float, lightest: int) -> float:
    """The band of a task; those that are no heavier than the lightest client's are alike.

    What nothing is known of comes after the lightest of all: its estimate will tell, and takes a millisecond.
    """
    return max(band(price), lightest) if price else 0.5
