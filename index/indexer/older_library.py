"""A library of an older format: nothing of it is searched, and a rebuild makes it one of this format.

Works that cannot be read from their files again are taken over where the text of the old index can be read: that is so
of segments of the version before. The new index is written beside the old files, as a later commit. Until it is there,
and the marker says this format, the library is refused as before; only then the old files go.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from fabula.index.checking.findings import NONSENSE
from fabula.index.codec.durable import make_folder
from fabula.index.codec.older import older_records
from fabula.index.codec.older_segment import OlderSegment
from fabula.index.codec.segment import Segment
from fabula.index.codec.toc import SegmentEntry, read_toc
from fabula.index.errors import FabulaError, LibraryError, NotFound
from fabula.index.model import Scene, WorkRecord
from fabula.index.store.create_library import disk_errors
from fabula.index.store.index_store import IndexStore
from fabula.index.store.library_marker import INDEX, write_marker
from fabula.index.store.snapshot import Snapshot

from .rebuild_writer import RebuildWriter

__all__ = ["OlderLibrary", "OlderWriter", "recorded_sources"]


class OlderLibrary(IndexStore):
    """See `Store`. Empty, but for the records of works that can still be read, until it is made anew."""

    def __init__(self, folder: Path) -> None:
        self._records: dict[str, WorkRecord] | None = {}
        super().__init__(folder)
        self._records = older_records(self.files)
        self._texts = self._texts_there()
        self.bytes = 0
        for path in self.files.iterdir():
            with suppress(OSError):
                self.bytes += path.stat().st_size

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Raises LibraryFull, OSError."""
        with disk_errors(folder):
            make_folder(folder / INDEX)
        return cls(folder)

    @property
    def is_made_anew(self) -> bool:
        """True once it has a commit of this format."""
        return self._records is None

    def works(self) -> Mapping[str, WorkRecord]:
        return super().works() if self._records is None else self._records

    def scenes(self, work_id: str) -> tuple[Scene, ...]:
        """Raises NotFound, too, for a work whose text cannot be read."""
        if self._records is None:
            return super().scenes(work_id)
        if work_id not in self._texts:
            raise NotFound.work(work_id)
        segment, number = self._texts[work_id]
        return segment.scenes_of_work(number)

    def can_read(self, work_id: str) -> bool:
        """True if the text of that work can be taken over."""
        try:
            return bool(self.scenes(work_id))
        except (FabulaError, *NONSENSE):
            return False

    def _texts_there(self) -> dict[str, tuple[Segment, int]]:
        """By the ids of works, the segments that can be read and their numbers there."""
        found: dict[str, tuple[Segment, int]] = {}
        with suppress(LibraryError, OSError):
            for entry in read_toc(self.files, self._generations()[-1]).segments:
                segment = self._segment(entry)
                if segment is not None:
                    with suppress(LibraryError, *NONSENSE):
                        works = enumerate(segment.works)
                        found |= {work.id: (segment, number) for number, work in works if number not in entry.deleted}
        return found

    def _segment(self, entry: SegmentEntry) -> Segment | None:
        # The latest writers may have added segments of this version to those of the one before.
        for kind in (OlderSegment, Segment):
            with suppress(LibraryError, *NONSENSE):
                return kind(self.files / entry.file, entry.size)
        return None

    def _generations(self) -> list[int]:
        # The table of contents of a first format may have had another name.
        with suppress(Exception):
            return super()._generations()
        return [0]

    def _latest(self, before: Snapshot | None) -> Snapshot:
        if before is None:
            return Snapshot(self._generations()[-1], ())
        # This one's own commit, or that of another process that was waited for.
        found = super()._latest(before)
        self._records = None
        return found


class OlderWriter(RebuildWriter):
    """Makes an `OlderLibrary` anew. No older generations are kept: nothing could read them."""

    def _kept(self) -> tuple[int, ...]:
        return ()

    def _adopt(self) -> None:
        write_marker(self._store.folder)

    def _clean(self) -> None:
        # Before its commit nothing is known of the old files but that they are needed.
        if isinstance(self._store, OlderLibrary) and self._store.is_made_anew:
            super()._clean()


def recorded_sources(records: Iterable[WorkRecord]) -> list[str]:
    """What works came from that say so: folders, the outermost; a file where its folder gave that alone."""
    paths: dict[str, set[str]] = {}
    for record in records:
        if record.source:
            paths.setdefault(record.source, set()).add(record.path.partition("!/")[0])
    found = [
        posixpath.join(folder, next(iter(names))) if len(names) == 1 and "/" not in next(iter(names)) else folder
        for folder, names in paths.items()
    ]
    return sorted(one for one in found if not any(one.startswith(other.rstrip("/") + "/") for other in found))
