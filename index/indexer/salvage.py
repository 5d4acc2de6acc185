"""Works that can still be read from a damaged segment, complete from the first letter to the last."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import numpy as np

from fabula.index.checking.findings import MALFORMED_DATA_ERRORS
from fabula.index.codec.segment import Segment
from fabula.index.errors import LibraryError
from fabula.index.model import Scene, WorkRecord


class SalvagedWork(NamedTuple):
    """A work of a damaged segment.

    record  None if not even that can be read.
    scenes  () if one of them cannot be read.
    """

    record: WorkRecord | None
    scenes: tuple[Scene, ...]

    @property
    def whole(self) -> bool:
        return self.record is not None and bool(self.scenes)


def salvage_works(segment: Segment, deleted: Collection[int]) -> Iterator[SalvagedWork]:
    """Each work that is not deleted; every byte that is read was verified. Postings are not read."""
    for number in range(segment.work_count):
        if number in deleted:
            continue
        record: WorkRecord | None = None
        scenes: tuple[Scene, ...] = ()
        try:
            record = segment.work(number)
            scene_numbers = np.flatnonzero(segment.scene_works == number)
            scene_numbers = scene_numbers[np.argsort(segment.scene_orders[scene_numbers], kind="stable")]
            scenes = tuple(segment.scene(int(scene)) for scene in scene_numbers)
        except (LibraryError, *MALFORMED_DATA_ERRORS):
            scenes = ()
        if record is not None and len(scenes) != record.scenes + record.notes:
            scenes = ()
        yield SalvagedWork(record, scenes)
