"""A library that is open goes on to later commits by itself; nobody who searches waits for that, or sees two."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import NamedTuple

from fabula.index.codec.segment import Segment
from fabula.index.errors import LibraryError
from fabula.index.store.protocol import Store
from fabula.search.engine.protocol import Engine

__all__ = ["Current", "LatestCommit"]

# A folder that changed in this last while (nanoseconds) may change again and keep its time. So long it is listed, too,
# but not more often than this (seconds): to ask for its time takes 2 µs, to list it 20.
_UNSETTLED = 2_000_000_000
_BETWEEN = 0.2
# How often it is tried to free what nobody needs, after each commit.
_TRIES = 20


class Current(NamedTuple):
    """One commit: its store, which never goes on to another, and the engine over it."""

    store: Store
    engine: Engine


class LatestCommit:
    """The latest commit of a store, as far as it was looked for. Shared by threads."""

    def __init__(self, store: Store, make_engine: Callable[[Store], Engine]) -> None:
        self._store = store
        self._make_engine = make_engine
        self._lock = Lock()
        self._stamp = store.changed_ns()
        self._now = self._made()
        self._due = 0.0
        self._unsure = True
        self._left: list[weakref.ref[Segment]] = []
        self._tries = 0

    def now(self) -> Current:
        """What to answer from. One of those who ask opens a later commit, and the others go on with the one before.

        Where the later one cannot be opened, all go on with the one before; `refresh` says why.
        """
        stamp = self._store.changed_ns()
        if (stamp != self._stamp or self._unsure) and self._lock.acquire(blocking=False):
            try:
                if stamp != self._stamp or time.monotonic() >= self._due:
                    with suppress(LibraryError):
                        self._follow()
                    self._free()
                    self._stamp, self._due = stamp, time.monotonic() + _BETWEEN
                    self._unsure = bool(self._left and self._tries) or time.time_ns() - stamp < _UNSETTLED
            finally:
                self._lock.release()
        return self._now

    def refresh(self) -> bool:
        """Go on to the latest commit; True if there was a later one. Raises LibraryError."""
        with self._lock:
            return self._follow()

    def close(self) -> None:
        self._store.close()

    def _follow(self) -> bool:
        if not self._store.refresh():
            return False
        before, self._now = self._now, self._made()
        kept = set(map(id, _segments(self._now.store)))
        self._left += [weakref.ref(segment) for segment in _segments(before.store) if id(segment) not in kept]
        self._tries = _TRIES
        return True

    def _free(self) -> None:
        """Let go of the files of the commit before, once the last who reads them is done: they hold disk space."""
        if self._left and self._tries:
            self._left = [segment for segment in self._left if segment() is not None]
            if self._left:
                # What is made of a segment refers to itself, so that it does not go without this.
                self._tries -= 1
                gc.collect()

    def _made(self) -> Current:
        store = self._store.pinned()
        return Current(store, self._make_engine(store))


def _segments(store: Store) -> list[Segment]:
    return [opened.segment for opened in store.snapshot().segments]
