"""A stage after the stories are committed: one writer at a time, on the latest commit, with nothing left over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .disk_errors import disk_errors
from .garbage import delete_garbage
from .index_store import IndexStore
from .lock import WriteLock

__all__ = ["maintenance_lock"]


@contextmanager
def maintenance_lock(store: IndexStore) -> Iterator[WriteLock]:
    """The lock on `store`, which has gone on to the latest commit: another may have done the work meanwhile, or more.

    Raises LibraryBusy while another writes, LibraryFull, LibraryDamaged.
    """
    with disk_errors(store.folder):
        lock = WriteLock.acquire(store.files)
        try:
            # What cannot be opened is not tidied up.
            store.refresh()
            try:
                yield lock
            finally:
                delete_garbage(store.files)
        finally:
            lock.release()
