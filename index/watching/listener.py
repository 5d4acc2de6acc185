"""Events that are opened, fail, and are tried again later."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from .events import Events, EventsFailed
from .notice import WatchNotice, events_failed, events_work_again
from .pace import Pace

# Events that end so often within a minute are given up for a while: opening them goes through all folders.
_MAX_ENDS = 3
_ENDS_SECONDS = 60.0
# A folder that goes while it is being opened makes that fail as a limit does.
_TRIES = 2


class Listener:
    """Hears of changes below folders, where the system gives events.

    has_failed     the system gives none now, or not all; `tell` was called with the reason.
    wants_opening  `open` is to be called: the events have ended, or it is time to try again.
    """

    def __init__(self, library: Path, pace: Pace, tell: Callable[[WatchNotice], object]) -> None:
        self._library = library
        self._pace = pace
        self._tell = tell
        self._events: Events | None = None
        self._ends: deque[tuple[float, EventsFailed]] = deque(maxlen=_MAX_ENDS)
        self._reopen_due = math.inf
        self.has_failed = False

    @property
    def is_open(self) -> bool:
        return self._events is not None

    @property
    def wants_opening(self) -> bool:
        return time.monotonic() >= self._reopen_due

    def open(self, folders: Sequence[str]) -> None:
        """Ask the system for the events of `folders` from now on, and of no others."""
        self.close()
        self._reopen_due = math.inf
        if not folders:
            return
        failure = self._repeated_end()
        for number in range(_TRIES if failure is None else 0):
            if number:
                time.sleep(self._pace.quiet)
            try:
                self._events = Events(folders, self._library, self._pace)
            except EventsFailed as error:
                failure = error
            else:
                if self.has_failed:
                    self.has_failed = False
                    self._tell(events_work_again())
                return
        assert failure is not None
        self._fail(failure)
        if failure.is_partial:
            with suppress(EventsFailed):
                self._events = Events(folders, self._library, self._pace, partial=True)

    def listen(self, seconds: float) -> frozenset[str]:
        """The paths of the next batch of changes; none if there is none in so many seconds."""
        if self._events is None:
            time.sleep(max(0.0, min(seconds, self._reopen_due - time.monotonic())))
            return frozenset()
        try:
            return self._events.wait(seconds)
        except EventsFailed as error:
            self.close()
            self._reopen_due = time.monotonic()
            self._ends.append((self._reopen_due, error))
            return frozenset()

    def close(self) -> None:
        if self._events is not None:
            self._events.close()
            self._events = None

    def _repeated_end(self) -> EventsFailed | None:
        """The last end, if there were too many of them in a short time."""
        if len(self._ends) < _MAX_ENDS or self._ends[-1][0] - self._ends[0][0] > _ENDS_SECONDS:
            return None
        error = self._ends[-1][1]
        self._ends.clear()
        return error

    def _fail(self, error: EventsFailed) -> None:
        self._reopen_due = time.monotonic() + self._pace.reopen
        if not self.has_failed:
            self.has_failed = True
            self._tell(events_failed(error.reason, error.hint, self._pace))
