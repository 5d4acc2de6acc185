"""When does a library have to be updated? After events of the system, and after looks that do not rely on them."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from fabula.index.files.paths import path_key
from fabula.index.library.nearest_source import nearest_source
from fabula.index.receipt import Receipt
from .events import require_watchfiles
from .glance import Glance, glance
from .listener import Listener
from .notice import WatchNotice
from .pace import Pace
from .trust import Trust


class Waiting:
    """Says when to update. The calls of a watch, again and again:

    1. `wait` returns as soon as there may be something to do, the first time at once.
    2. After an update `updated`, or else `put_off`, which has the update tried again in a while.

    An update looks at all files. So it finds out as well whether the system has reported what changed: a source in
    which it missed something is polled from then on, as are those on drives that other machines write to, and all of
    them while the system gives no events. `tell` hears of that, once.

    Raises OptionError without the package watchfiles.
    """

    def __init__(self, folder: Path, pace: Pace, tell: Callable[[WatchNotice], object]) -> None:
        require_watchfiles()
        self._folder = folder
        self._pace = pace
        self._listener = Listener(folder, pace, tell)
        self._trust = Trust(pace, tell)
        self._glance: Glance | None = None
        # The sources with events since the last update.
        self._heard: set[str] = set()
        # They came so late that the update may have been too early for them.
        self._are_late = False
        # The next update also finds what changed while nobody listened.
        self._is_fresh = True
        self._is_look = False
        self._look_due = self._retry_due = math.inf
        self._retry_seconds = pace.retry

    def wait(self) -> None:
        """Return when the library has to be updated."""
        if self._glance is None:
            self._begin(glance(self._folder))
            return
        if self._are_late:
            self._are_late = False
            return
        while True:
            due = min(self._look_due, self._retry_due)
            heard = self._listener.listen(max(0.0, min(due - time.monotonic(), self._pace.glance)))
            self._heard |= self._sources_of(heard)
            now = glance(self._folder)
            # There are no events of a new folder where the limit of the system is reached, and no error, either.
            if now != self._glance or self._listener.wants_opening or any(map(os.path.isdir, heard)):
                self._begin(now)
                return
            if heard or time.monotonic() >= due:
                self._is_look = not self._heard
                return

    def updated(self, receipt: Receipt, seconds: float) -> None:
        """An update found what `receipt` says, and took so long."""
        late: set[str] = set()
        if self._listener.is_open and not self._listener.has_failed and not self._is_fresh:
            missed = self._trust.missed(self._changed_sources(receipt), self._heard, time.monotonic())
            if missed:
                late = self._sources_of(self._listener.listen(self._pace.grace))
                self._trust.distrust(missed - late, time.monotonic())
            elif self._is_look:
                self._trust.look_found_nothing()
        self._heard, self._are_late = late, bool(late)
        self._is_fresh = self._is_look = False
        self._retry_due, self._retry_seconds = math.inf, self._pace.retry
        self._plan_look(seconds)

    def put_off(self, seconds: float, *, is_soon_over: bool) -> None:
        """The update failed after so long. What is not soon over is tried again only after a change or a look."""
        if is_soon_over:
            self._retry_due = time.monotonic() + self._retry_seconds
            self._retry_seconds = min(2 * self._retry_seconds, self._pace.last_retry)
        else:
            self._retry_due = math.inf
        self._plan_look(seconds)

    def close(self) -> None:
        self._listener.close()

    def _begin(self, now: Glance) -> None:
        """Listen to the sources as they are now."""
        self._glance = now
        self._is_fresh = True
        self._trust.begin(now.sources)
        self._listener.open([str(source.location) for source in now.sources if source.has_events])

    def _plan_look(self, took: float) -> None:
        seconds = self._trust.look_after(took, are_events_missing=self._listener.has_failed)
        self._look_due = time.monotonic() + seconds

    def _sources_of(self, paths: Iterable[str]) -> set[str]:
        """The sources in which these paths of the system lie."""
        assert self._glance is not None
        # macOS names files by their real folders.
        starts = {
            (start.rstrip(os.sep) + os.sep, source.path)
            for source in self._glance.sources
            for start in (str(source.location), os.path.realpath(source.location))
        }
        return {source for path in paths for start, source in starts if f"{path}{os.sep}".startswith(start)}

    def _changed_sources(self, receipt: Receipt) -> set[str]:
        """The sources with events in which works have changed."""
        assert self._glance is not None
        sources = {source.path for source in self._glance.sources}
        having = {source.path for source in self._glance.sources if source.has_events}
        return {nearest_source(path_key(change.source, change.path), sources) for change in receipt.changes} & having
