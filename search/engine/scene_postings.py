"""One scene of a segment, as its postings and its text have it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import overload

import numpy as np

from fabula.index.array_types import I64
from fabula.index.model import Scene, WorkRecord
from fabula.search.matching.scene_speech import Said
from fabula.search.plan import Level
from fabula.search.postings.lookup import SegmentPostings
from fabula.search.postings.places import union_sorted
from fabula.search.postings.speech_coordinates import SpeechCoordinates

__all__ = ["SegmentSceneView"]


class SegmentSceneView:
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
    def said(self) -> Sequence[Said]:
        spoken = self._postings.spoken
        return () if spoken is None else _SaidIn(spoken, self._number)

    def places(self, slot: tuple[str, ...], level: Level) -> I64:
        return self._postings.of(slot, level).places_in(self._number)

    def any_of(self, words: Sequence[tuple[tuple[str, ...], Level]]) -> tuple[I64, bool]:
        """See `Reading`. All words that have codes are looked for at once: 10 µs for eight of them, and not 60."""
        postings, scene = self._postings, self._number
        begin, end = postings.segment.scene_starts[scene : scene + 2].tolist()
        own = bytes(postings.forward.view[begin:end])
        wanted = bytearray(256)
        pieces: list[I64] = []
        every = True
        for slot, level in words:
            codes, others = postings.of(slot, level).by_code
            there = False
            for code in codes:
                wanted[code] = 1
                there = there or code in own
            for other in others:
                piece = other.places_in(scene)
                if len(piece):
                    pieces.append(piece)
                    there = True
            every = every and there
        pieces.append(np.flatnonzero(np.frombuffer(own.translate(bytes(wanted)), np.uint8)))
        return union_sorted(pieces), every


class _SaidIn(Sequence[Said]):
    """The utterances of a scene, each made when it is asked for: a chapter has hundreds, a phrase lies in one."""

    def __init__(self, spoken: SpeechCoordinates, scene: int) -> None:
        self._spoken = spoken
        self._numbers = spoken.utterances_in(scene)
        self._start = int(spoken.segment.scene_starts[scene])
        self._work = int(spoken.segment.scene_works[scene])
        self._made: dict[int, Said] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> Said: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Said]: ...
    def __getitem__(self, place: int | slice) -> Said | Sequence[Said]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number = self._numbers[place]
        found = self._made.get(number)
        if found is None:
            spoken = self._spoken
            first = int(spoken.firsts[number]) - self._start
            last = first + int(spoken.lengths[number]) - 1
            found = Said(first, last, spoken.opens(number), spoken.speaker(number, self._work))
            self._made[number] = found
        return found
