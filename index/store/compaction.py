"""Merges segments in a commit of its own: those that several processes wrote side by side, and those of small commits.

A query takes 25 µs more for each segment, a fifth of what a phrase takes over one. To merge them before the commit
would take a quarter of a build's time, during which nothing could be searched. If the merge is interrupted, the next
run does it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable

from fabula.index.codec.toc import write_toc
from fabula.index.receipt import Progress
from fabula.index.writer.merge_policy import next_merge
from .index_store import IndexStore
from .maintenance import maintenance_lock

# Left free for what else is written meanwhile.
_MARGIN_BYTES = 64_000_000


def compact(store: IndexStore, report: Callable[[Progress], object]) -> None:
    """Merge the segments that are worth it, commit that, and move `store` on to it. No work changes.

    Where the disk has no room for both the old and the new, nothing is done; a later run does it.

    Raises LibraryBusy while another writes, LibraryFull, LibraryDamaged.
    """
    if next_merge([opened.entry for opened in store.snapshot().segments]) is None:
        return
    with maintenance_lock(store):
        _compact(store, report)


def _compact(store: IndexStore, report: Callable[[Progress], object]) -> None:
    toc = store.snapshot().toc
    if shutil.disk_usage(store.files).free < sum(entry.size for entry in toc.segments) + _MARGIN_BYTES:
        return
    # 40 ms to import, and mostly there is nothing to merge.
    from fabula.index.writer.merge_entries import merge_entries, write_near_duplicates

    entries = merge_entries(store.files, toc.segments, next_merge, report)
    merged = set(toc.segments).difference(entries)
    if not merged:
        return
    # Near-duplicates go by the numbers of scenes, which stay the same unless deleted scenes are dropped.
    copies = write_near_duplicates(store.files, entries) if any(entry.deleted for entry in merged) else toc.copies
    write_toc(store.files, toc._replace(generation=toc.generation + 1, segments=tuple(entries), copies=copies))
    store.refresh()
