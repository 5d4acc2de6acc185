"""Keeps the commits that answers were from, so that the pages that follow are of the same ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from fabula.index.codec.held_file import bytes_without_name
from fabula.index.store.commit_name import CommitName
from fabula.index.store.protocol import Store
from .recently_used import Limits, RecentlyUsed

# Ten minutes are enough to read a page. Most commits share most of their files, so that only what merges and rebuilds
# have replaced takes space; that of a library of 1 GB of text is 1.4 GB.
KEPT_COMMITS = Limits(seconds=600.0, most=32, most_bytes=4 << 30)
# Those that a process holds beside the ones that are kept for all, should what keeps them end.
_KEPT_BESIDE_SHARED = 4


class SharedCommits(Protocol):
    """Commits that several processes keep for each other, whoever of them has answered from one."""

    def keep(self, store: Store) -> None:
        """Keep the commit that `store` is at for all of them; it is used now."""
        ...

    def find(self, name: CommitName, store: Store) -> Store | None:
        """The library of `store` at this commit, which is used now; None if nobody keeps it."""
        ...

    def renew(self, stores: Sequence[Store]) -> None:
        """Keep these again if what was kept for others may be lost. Called once a second."""
        ...


class EarlierCommits:
    """The commits that this process has answered from, and with `shared` those of others. May be shared by threads."""

    def __init__(self, limits: Limits = KEPT_COMMITS, clock: Callable[[], float] = time.monotonic) -> None:
        self.shared: SharedCommits | None = None
        self._limits, self._clock = limits, clock
        self._kept: RecentlyUsed[CommitName, Store] = RecentlyUsed(limits, _bytes_held, clock)

    def share(self, commits: SharedCommits | None) -> None:
        """Keep commits for other processes, too, and know those that they keep. Then few need be kept here."""
        self.shared = commits
        limits = self._limits if commits is None else self._limits._replace(most=_KEPT_BESIDE_SHARED)
        self._kept = RecentlyUsed(limits, _bytes_held, self._clock)

    def keep(self, store: Store) -> None:
        """Keep the commit that `store` is at; it is used now."""
        self._kept.put(store.snapshot().name, store)
        if self.shared is not None:
            self.shared.keep(store)

    def find(self, name: CommitName, latest: Store) -> Store | None:
        """The library at this commit, of which `latest` is at another; None if its files are gone."""
        store = self._kept.use(name)
        if store is None:
            store = latest.at(name)
        return self.shared.find(name, latest) if store is None and self.shared is not None else store

    def close(self) -> None:
        """Forget those that are kept here."""
        self._kept.clear()

    def stores(self) -> list[Store]:
        """Those that are kept."""
        return self._kept.values()

    def let_go(self) -> bool:
        """Forget those whose time is over; True if there was one. Called once a second."""
        if self.shared is not None:
            self.shared.renew(self.stores())
        return len(self._kept) > 0 and self._kept.let_go()


def _bytes_held(stores: Collection[Store]) -> int:
    """The space that would be free if these were not kept."""
    return bytes_without_name(file for store in stores for file in store.snapshot().files.values())
