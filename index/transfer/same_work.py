"""Which work of the library an imported one is: by its id, its identity and its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from fabula.index.identity import is_named
from fabula.index.identity.ids import stem_of
from fabula.index.ingest.outcome import SegmentedWork
from fabula.index.losses.shared_text import passages, shared_part
from fabula.index.model import Scene, WorkRecord
from fabula.index.reports.retired_ids import RetiredIds

# Two works are one text, edited or not, if so much of the shorter one is in the longer one (losses/shared_text.py).
_MIN_SHARED = 0.5
# So many works of one identity have their texts compared with a line. An export names its works by their ids, so only a
# file written by hand can have more stories under one title.
_MAX_COMPARED = 50


class LibraryWorks:
    """The works of a library while others are imported into it. A work is replaced by one line of an import at most.

    by_id  all works, the imported ones included.
    """

    def __init__(
        self,
        works: Mapping[str, WorkRecord],
        scenes_of: Callable[[str], Sequence[Scene]],
        retired: RetiredIds | None = None,
    ) -> None:
        """`retired`: ids of works that are gone, which only these works may have again."""
        self.by_id = dict(works)
        self._retired = retired or RetiredIds()
        # The number of the last id that was given under each identity: a file may have 100,000 works of one name.
        self._last_numbers: dict[str, int] = {}
        self._scenes_of = scenes_of
        self._namesakes = Counter(map(stem_of, works))
        # The works that no line has met, by the identity that they share, as ids in order.
        self._unmet: dict[str, dict[str, None]] = {}
        for name in sorted(works, key=lambda name: (len(name), name)):
            self._unmet.setdefault(stem_of(name), {})[name] = None

    def same_as(self, segmented: SegmentedWork, exported_id: str) -> WorkRecord | None:
        """The work that this one is; None if the library does not have it.

        exported_id  the id that it had in another library, "" if it comes from none. An id is no proof: a line may
                     name one that another story has here.
        """
        named = self.by_id[exported_id] if exported_id in self._unmet.get(stem_of(exported_id), ()) else None
        unmet = islice(self._unmet.get(segmented.identity, ()), _MAX_COMPARED)
        candidates = [self.by_id[name] for name in unmet if name != exported_id]
        if named is not None:
            candidates.insert(0, named)
        text = passages(segmented.scenes) if candidates else frozenset()
        for record in candidates:
            if shared_part(passages(self._scenes_of(record.id)), text) >= _MIN_SHARED:
                return record
        if named is not None and self._has_name_of(named, segmented):
            return named
        if exported_id or not is_named(segmented.work):
            return None
        # Written by hand: a story with the name of one that no file of a source holds is its new text.
        return next((record for record in candidates if not record.has_file), None)

    def new_id(self, segmented: SegmentedWork, exported_id: str) -> str:
        """The id of a work that the library does not have: the exported one if no other work has it or had it."""
        free = (name for name in self._own_ids(segmented, exported_id) if name not in self.by_id)
        return next(free, "") or self._numbered(segmented.identity)

    def _own_ids(self, segmented: SegmentedWork, exported_id: str) -> Iterator[str]:
        """The ids that this work had, here or in another library."""
        if exported_id and exported_id not in self._retired.works:
            yield exported_id
        for stem in dict.fromkeys((stem_of(exported_id), segmented.identity)):
            yield from self._retired.ids_again(stem, segmented.work, segmented.scenes)

    def _numbered(self, identity: str) -> str:
        number = self._last_numbers.get(identity, 1)
        name = identity if number == 1 else f"{identity}.{number}"
        while name in self.by_id or name in self._retired.works:
            number += 1
            name = f"{identity}.{number}"
        self._last_numbers[identity] = number
        return name

    def scenes_of(self, record: WorkRecord) -> Sequence[Scene]:
        """The scenes of a work as it was before the import."""
        return self._scenes_of(record.id)

    def put(self, record: WorkRecord) -> None:
        """Enter a work as it is after the import."""
        self.by_id[record.id] = record
        self._unmet.get(stem_of(record.id), {}).pop(record.id, None)

    def _has_name_of(self, record: WorkRecord, segmented: SegmentedWork) -> bool:
        """True if a work with the id of `record`, and another text, is its new text: no other work has its name."""
        identity = stem_of(record.id)
        if self._namesakes[identity] > 1:
            return False
        work = segmented.work
        return segmented.identity == identity or (work.title == record.title and work.authors == record.authors)
