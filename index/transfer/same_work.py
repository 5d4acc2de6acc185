"""Which work of the library an imported one is: by its id, its identity and its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from fabula.index.identity import is_named, numbered
from fabula.index.ingest import SegmentedWork
from fabula.index.losses.shared_text import passages, shared_part
from fabula.index.model import Scene, WorkRecord

# Two works are one text, edited or not, if so much of the shorter one is in the longer one (losses/shared_text.py).
_MIN_SHARED = 0.5


class LibraryWorks:
    """The works of a library while others are imported into it. A work is replaced by one line of an import at most.

    by_id  all works, the imported ones included.
    """

    def __init__(self, works: Mapping[str, WorkRecord], scenes_of: Callable[[str], Sequence[Scene]]) -> None:
        self.by_id = dict(works)
        self._scenes_of = scenes_of
        self._met: set[str] = set()
        self._by_identity: dict[str, list[str]] = {}
        for identity in works:
            self._by_identity.setdefault(identity.partition(".")[0], []).append(identity)

    def same_as(self, segmented: SegmentedWork, exported_id: str) -> WorkRecord | None:
        """The work that this one is; None if the library does not have it.

        exported_id  the id that it had in another library, "" if it comes from none. An id is no proof: a line may
                     name one that another story has here.
        """
        record = self._unmet(exported_id)
        if record is not None and self._agrees(record, segmented):
            return record
        candidates = [record for name in self._by_identity.get(segmented.identity, ()) if (record := self._unmet(name))]
        for record in candidates:
            if self._shares_text(record, segmented.scenes):
                return record
        if exported_id or not is_named(segmented.work):
            return None
        # Written by hand: a story with the name of one that no file of a source holds is its new text.
        return next((record for record in candidates if record.imported or not record.source), None)

    def new_id(self, segmented: SegmentedWork, exported_id: str) -> str:
        """The id of a work that the library does not have: the exported one if it is free."""
        if exported_id and exported_id not in self.by_id:
            return exported_id
        return numbered(segmented.identity, self.by_id)

    def scenes_of(self, record: WorkRecord) -> Sequence[Scene]:
        """The scenes of a work as it was before the import."""
        return self._scenes_of(record.id)

    def put(self, record: WorkRecord) -> None:
        """Enter a work as it is after the import."""
        self.by_id[record.id] = record
        self._met.add(record.id)

    def _unmet(self, identity: str) -> WorkRecord | None:
        return None if identity in self._met else self.by_id.get(identity)

    def _agrees(self, record: WorkRecord, segmented: SegmentedWork) -> bool:
        """True if a work with the id of `record` is that work, maybe changed."""
        work = segmented.work
        return (
            segmented.identity == record.id.partition(".")[0]
            or (work.title == record.title and work.authors == record.authors)
            or self._shares_text(record, segmented.scenes)
        )

    def _shares_text(self, record: WorkRecord, scenes: Sequence[Scene]) -> bool:
        return shared_part(passages(self._scenes_of(record.id)), passages(scenes)) >= _MIN_SHARED
