"""Export works as JSON Lines, one work a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from fabula.index.codec.durable import new_file, sync_folder
from fabula.index.receipt import Progress
from fabula.index.reports.work_dates import WorkDates, work_dates
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.opening import open_store
from .work_line import work_line


def export_works(library: str | Path, progress: Callable[[Progress], object] | None = None) -> Iterator[str]:
    """A line for each work of the latest commit, by title; does not wait for a writer.

    Raises LibraryMissing and the like at the first line.
    """
    store = open_store(library)
    try:
        works = store.works()
        # Records that an earlier Fabula wrote have no date of their own.
        dates = {} if all(record.added for record in works.values()) else work_dates(library)
        for done, (work_id, record) in enumerate(works.items(), 1):
            added = record.added or dates.get(work_id, WorkDates()).added
            yield work_line(replace(record, added=added), store.scenes(work_id))
            if progress is not None:
                progress(Progress("exporting", done, len(works), unit="works", path=record.path))
    finally:
        store.close()


def write_works(library: str | Path, file: str | Path, *, progress: Callable[[Progress], object] | None = None) -> int:
    """Write `export_works` to a file, which gets its name when it is complete. Returns the number of works.

    Raises LibraryFull, LibraryMissing and the like.
    """
    path, count = Path(file), 0
    with disk_errors(path, str(path)):
        with new_file(path) as out:
            for line in export_works(library, progress):
                out.write(line.encode("ascii") + b"\n")
                count += 1
        sync_folder(path.parent)
    return count
