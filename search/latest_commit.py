"""Moves an open library on to later commits by itself; no search waits for that or sees two commits."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from fabula.index.codec.segment import Segment
from fabula.index.errors import CursorExpired, LibraryClosed, LibraryError
from fabula.index.library.hidden_ratings import HiddenRatings
from fabula.index.model import WorkRecord
from fabula.index.store.commit_name import CommitName
from fabula.index.store.protocol import Store
from fabula.search.engine.protocol import Engine
from .cursors.earlier_commits import EarlierCommits, SharedCommits
from .cursors.kept_answers import KeptAnswers
from .cursors.recently_used import Limits, RecentlyUsed
from .hidden_works import NOT_ASKED, Asked, Selections

if TYPE_CHECKING:
    from fabula.index.library.source_names import SourceNames

# A folder that changed this recently may change again and keep its modification time. Until then it is listed as well,
# but at most once in this interval: asking for its time takes 2 µs, listing it 20.
_SETTLING_NS = 2_000_000_000
_LISTING_INTERVAL_S = 0.2
# Attempts to free the files of the commit before, after each commit.
_MAX_FREEING_ATTEMPTS = 20
# Between looks at how long commits are kept already.
_KEEPING_INTERVAL_S = 1.0
# The engines of earlier commits: each may unpack as much as that of the latest. Making one takes 1 ms.
_EARLIER_ENGINES = Limits(seconds=60.0, most=2, most_bytes=0)


class Current(NamedTuple):
    """One commit: its store, which stays at it, and the engine over the store."""

    store: Store
    engine: Engine


class LatestCommit:
    """The latest commit of a store that was seen, and earlier ones that cursors name. May be shared by threads."""

    def __init__(
        self, store: Store, make_engine: Callable[[Store], Engine], earlier: EarlierCommits | None = None
    ) -> None:
        self._store = store
        self._make_engine = make_engine
        self._is_closed = False
        self._hidden = HiddenRatings(Path(store.address))
        self._selections = Selections()
        self._lock = Lock()
        self._changed_ns = store.changed_ns()
        self._now = self._opened(store)
        self.answers = KeptAnswers()
        self._earlier = earlier or EarlierCommits()
        self._engines: RecentlyUsed[CommitName, Current] = RecentlyUsed(_EARLIER_ENGINES, lambda _: 0)
        self._next_listing = self._next_keeping = 0.0  # by time.monotonic()
        self._must_list = True
        self._abandoned: list[weakref.ref[Segment]] = []
        self._attempts_left = 0

    def now(self, asked: Asked = NOT_ASKED) -> Current:
        """The commit to answer from, without the works that the library hides, unless they are asked for.

        Raises as `whole`, and SettingsError if nobody can say which works are hidden.
        """
        return self.without(self.whole(), self.hidden(asked))

    def hidden(self, asked: Asked = NOT_ASKED) -> frozenset[str]:
        """The ratings in small letters of works that are hidden and not asked for. Raises SettingsError."""
        return frozenset(rating for rating in self._hidden.now() if not asked.shows(rating))

    def without(self, commit: Current, ratings: frozenset[str]) -> Current:
        """The commit, given by `whole` or `at`, without the works of these ratings."""
        return Current(*self._selections.without(*commit, ratings))

    def whole(self) -> Current:
        """The commit to answer from, with all its works.

        One caller opens a later commit; meanwhile the others get the one before.
        If the later one cannot be opened, all get the one before; `refresh` says why. Raises LibraryDamaged if that
        cannot be read any more, either.
        """
        if self._is_closed:
            raise LibraryClosed(self._store.address)
        changed_ns, now = self._store.changed_ns(), time.monotonic()
        if (changed_ns != self._changed_ns or self._must_list or now >= self._next_keeping) and self._lock.acquire(
            blocking=False
        ):
            try:
                if now >= self._next_keeping:
                    self._let_go()
                    self._next_keeping = now + _KEEPING_INTERVAL_S
                if changed_ns != self._changed_ns or (self._must_list and now >= self._next_listing):
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

    def at(self, name: CommitName) -> Current:
        """The commit of a cursor. Raises CursorExpired if its files are gone."""
        now = self.whole()
        if name.generation > now.store.generation:
            # Another process has seen a later one, and answered from it.
            with suppress(LibraryError):
                self.refresh()
            now = self._now
        if name == now.store.snapshot().name:
            return now
        commit = self._engines.use(name)
        if commit is None:
            store = self._earlier.find(name, self._store)
            if store is None:
                raise CursorExpired.of(name.generation)
            commit = self._opened(store)
            self._engines.put(name, commit)
        # Reading what was cut off a file would end the process.
        commit.store.snapshot().require_sizes()
        self.keep(commit)
        return commit

    def keep(self, commit: Current) -> None:
        """Keep the files of a commit for the pages to come; it is used now."""
        self._earlier.keep(commit.store)

    def share(self, commits: SharedCommits | None) -> None:
        """Keep commits for other processes, too, and know those that they keep."""
        self._earlier.share(commits)

    def refresh(self) -> bool:
        """Move on to the latest commit; True if there was a later one. Raises LibraryError."""
        with self._lock:
            return self._follow()

    def close(self) -> None:
        """What was answered before can still be read."""
        self._is_closed = True
        self._earlier.close()
        self._engines.clear()
        self._store.close()

    def _follow(self) -> bool:
        if not self._store.refresh():
            return False
        before, self._now = self._now, self._opened(self._store)
        self._abandon([before.store])
        return True

    def _let_go(self) -> None:
        """Forget the commits that were not used for long."""
        before = [*self._earlier.stores(), *(commit.store for commit in self._engines.values())]
        if self._engines.let_go() | self._earlier.let_go():
            self._abandon(before)

    def _abandon(self, stores: list[Store]) -> None:
        """See to it that the files of commits are closed, unless another that is still needed has them as well."""
        kept = [self._now.store, *self._earlier.stores(), *(commit.store for commit in self._engines.values())]
        needed = {id(segment) for store in kept for segment in _segments(store)}
        gone = {id(segment): segment for store in stores for segment in _segments(store) if id(segment) not in needed}
        if gone:
            self._abandoned += map(weakref.ref, gone.values())
            self._attempts_left, self._must_list = _MAX_FREEING_ATTEMPTS, True

    def _free(self) -> None:
        """Close the files of commits that are not needed, once the last reader is done: they take up disk space."""
        if self._abandoned and self._attempts_left:
            self._abandoned = [segment for segment in self._abandoned if segment() is not None]
            if self._abandoned:
                # Objects made from a segment refer to each other in a circle, so only the collector frees them.
                self._attempts_left -= 1
                gc.collect()

    def _opened(self, store: Store) -> Current:
        pinned = store.pinned(_describing(Path(self._store.address)))
        return Current(pinned, self._make_engine(pinned))


def _describing(library: Path) -> Callable[[WorkRecord], WorkRecord]:
    """What names the sources of works, by the settings that the library has when the first work is shown."""

    @cache
    def names() -> SourceNames:
        from fabula.index.library.source_names import SourceNames  # 16 ms, saved where no work is shown

        return SourceNames(library)

    return lambda work: names().described(work)


def _segments(store: Store) -> list[Segment]:
    return [opened.segment for opened in store.snapshot().segments]
