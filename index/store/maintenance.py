"""Locks a library for work that rearranges the latest commit and changes no work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .disk_errors import disk_errors
from .garbage import delete_garbage
from .index_store import IndexStore
from .lock import WriteLock


@contextmanager
def maintenance_lock(store: IndexStore) -> Iterator[WriteLock]:
    """Hold the lock, with `store` at the latest commit: another process may have done the work meanwhile, or more.

    Garbage is deleted at the end.

    Raises LibraryBusy while another writes, LibraryFull, LibraryDamaged.
    """
    with disk_errors(store.folder):
        lock = WriteLock.acquire(store.files)
        try:
            # A commit that cannot be opened raises here, before anything is deleted.
            store.refresh()
            try:
                yield lock
            finally:
                delete_garbage(store.files)
        finally:
            lock.release()
