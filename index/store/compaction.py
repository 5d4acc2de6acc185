"""After the commit: segments that several processes wrote side by side are made one, in a commit of their own.

A query pays 25 µs for each segment, a fifth of what a phrase takes over one. To merge them before the commit would take
a quarter of a build's time, during which nothing could be searched.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable

from fabula.index.codec.toc import write_toc
from fabula.index.receipt import Progress
from fabula.index.writer.merge import worth_settling
from fabula.index.writer.merge_entries import copies_of, merge_entries

from .index_store import IndexStore
from .maintenance import maintenance_lock

__all__ = ["compact"]

# Bytes that are left free for what else is written meanwhile.
_MARGIN = 64_000_000


def compact(store: IndexStore, report: Callable[[Progress], object]) -> None:
    """Make neighbours one that are alike in size, commit that, and have `store` go on to it. Nothing else changes.

    Where there is no room for both the old and the new nothing is done; a later run does it.

    Raises LibraryBusy while another writes, LibraryFull, LibraryDamaged.
    """
    if worth_settling([opened.entry for opened in store.snapshot().segments]) is None:
        return
    with maintenance_lock(store):
        _settle(store, report)


def _settle(store: IndexStore, report: Callable[[Progress], object]) -> None:
    toc = store.snapshot().toc
    if shutil.disk_usage(store.files).free < sum(entry.size for entry in toc.segments) + _MARGIN:
        return
    entries = merge_entries(store.files, toc.segments, worth_settling, report)
    gone = set(toc.segments).difference(entries)
    if not gone:
        return
    # The copies are known by the numbers of scenes, which stay where no scene goes.
    copies = copies_of(store.files, entries) if any(entry.deleted for entry in gone) else toc.copies
    write_toc(store.files, toc._replace(generation=toc.generation + 1, segments=tuple(entries), copies=copies))
    store.refresh()
