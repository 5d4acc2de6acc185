"""What can still be read of a damaged segment: works that are there from the first letter to the last."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import numpy as np

from fabula.index.checking.findings import NONSENSE
from fabula.index.codec.segment import Segment
from fabula.index.errors import LibraryError
from fabula.index.model import Scene, WorkRecord

__all__ = ["Salvaged", "salvaged"]


class Salvaged(NamedTuple):
    """A work of a damaged segment.

    record  None if not even that can be read.
    scenes  () if one of them cannot be read.
    """

    record: WorkRecord | None
    scenes: tuple[Scene, ...]

    @property
    def whole(self) -> bool:
        return self.record is not None and bool(self.scenes)


def salvaged(segment: Segment, deleted: Collection[int]) -> Iterator[Salvaged]:
    """Each work that is not deleted; every byte that is read was verified. Postings are not looked at."""
    for number in range(segment.work_count):
        if number in deleted:
            continue
        record: WorkRecord | None = None
        scenes: tuple[Scene, ...] = ()
        try:
            record = segment.work(number)
            own = np.flatnonzero(segment.scene_works == number)
            own = own[np.argsort(segment.scene_orders[own], kind="stable")]
            scenes = tuple(segment.scene(int(scene)) for scene in own)
        except (LibraryError, *NONSENSE):
            scenes = ()
        if record is not None and len(scenes) != record.scenes + record.notes:
            scenes = ()
        yield Salvaged(record, scenes)
