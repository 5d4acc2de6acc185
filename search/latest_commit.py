"""Moves an open library on to later commits by itself; no search waits for that or sees two commits."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from fabula.index.codec.segment import Segment
from fabula.index.errors import LibraryError
from fabula.index.model import WorkRecord
from fabula.index.store.protocol import Store
from fabula.search.engine.protocol import Engine

if TYPE_CHECKING:
    from fabula.index.library.source_names import SourceNames

# A folder that changed this recently may change again and keep its modification time. Until then it is listed as well,
# but at most once in this interval: asking for its time takes 2 µs, listing it 20.
_SETTLING_NS = 2_000_000_000
_LISTING_INTERVAL_S = 0.2
# Attempts to free the files of the commit before, after each commit.
_MAX_FREEING_ATTEMPTS = 20


class Current(NamedTuple):
    """One commit: its store, which stays at it, and the engine over the store."""

    store: Store
    engine: Engine


class LatestCommit:
    """The latest commit of a store that has been seen. May be shared by threads."""

    def __init__(self, store: Store, make_engine: Callable[[Store], Engine]) -> None:
        self._store = store
        self._make_engine = make_engine
        self._lock = Lock()
        self._changed_ns = store.changed_ns()
        self._now = self._open()
        self._next_listing = 0.0  # by time.monotonic()
        self._must_list = True
        self._abandoned: list[weakref.ref[Segment]] = []
        self._attempts_left = 0

    def now(self) -> Current:
        """The commit to answer from. One caller opens a later commit; meanwhile the others get the one before.

        If the later one cannot be opened, all get the one before; `refresh` says why. Raises LibraryDamaged if that
        cannot be read any more, either.
        """
        changed_ns = self._store.changed_ns()
        if (changed_ns != self._changed_ns or self._must_list) and self._lock.acquire(blocking=False):
            try:
                if changed_ns != self._changed_ns or time.monotonic() >= self._next_listing:
                    try:
                        self._follow()
                    except LibraryError:
                        # Reading what was cut off a file would end the process.
                        self._now.store.snapshot().require_sizes()
                    self._free()
                    self._changed_ns, self._next_listing = changed_ns, time.monotonic() + _LISTING_INTERVAL_S
                    is_settling = time.time_ns() - changed_ns < _SETTLING_NS
                    self._must_list = is_settling or bool(self._abandoned and self._attempts_left)
            finally:
                self._lock.release()
        return self._now

    def refresh(self) -> bool:
        """Move on to the latest commit; True if there was a later one. Raises LibraryError."""
        with self._lock:
            return self._follow()

    def close(self) -> None:
        self._store.close()

    def _follow(self) -> bool:
        if not self._store.refresh():
            return False
        before, self._now = self._now, self._open()
        current = set(map(id, _segments(self._now.store)))
        self._abandoned += [weakref.ref(segment) for segment in _segments(before.store) if id(segment) not in current]
        self._attempts_left = _MAX_FREEING_ATTEMPTS
        return True

    def _free(self) -> None:
        """Close the files of the commit before, once the last reader is done: they take up disk space."""
        if self._abandoned and self._attempts_left:
            self._abandoned = [segment for segment in self._abandoned if segment() is not None]
            if self._abandoned:
                # Objects made from a segment refer to each other in a circle, so only the collector frees them.
                self._attempts_left -= 1
                gc.collect()

    def _open(self) -> Current:
        store = self._store.pinned(_describing(Path(self._store.address)))
        return Current(store, self._make_engine(store))


def _describing(library: Path) -> Callable[[WorkRecord], WorkRecord]:
    """What names the sources of works, by the settings that the library has when the first work is shown."""

    @cache
    def names() -> SourceNames:
        from fabula.index.library.source_names import SourceNames  # 16 ms, saved where no work is shown

        return SourceNames(library)

    return lambda work: names().described(work)


def _segments(store: Store) -> list[Segment]:
    return [opened.segment for opened in store.snapshot().segments]
