"""One scene of a segment, as its postings and its text have it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..index.model import Scene, WorkRecord
from .plan import Level
from .postings import SegmentPostings
from .spoken_scene import Said

__all__ = ["ScenePostings"]


class ScenePostings:
    """See `Reading`. The text is read when it is asked for."""

    def __init__(self, postings: SegmentPostings, number: int) -> None:
        self._postings, self._number = postings, number

    @property
    def scene_id(self) -> str:
        return self._postings.segment.scene_id(self._number)

    def read(self) -> Scene:
        return self.scene

    @cached_property
    def scene(self) -> Scene:
        return self._postings.segment.scene(self._number)

    @property
    def work(self) -> WorkRecord:
        segment = self._postings.segment
        return segment.work(int(segment.scene_works[self._number]))

    @cached_property
    def starts(self) -> list[int]:
        return self._postings.paragraphs_in(self._number)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        spoken = self._postings.spoken
        if spoken is None:
            return ()
        start = int(spoken.segment.scene_starts[self._number])
        work = int(spoken.segment.scene_works[self._number])
        found = []
        for number in spoken.utterances_in(self._number):
            first = int(spoken.firsts[number]) - start
            last = first + int(spoken.lengths[number]) - 1
            found.append(Said(first, last, spoken.opens(number), spoken.speaker(number, work)))
        return tuple(found)

    def places(self, slot: tuple[str, ...], level: Level) -> NDArray[np.int64]:
        return self._postings.of(slot, level).places_in(self._number)
