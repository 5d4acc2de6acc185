"""Merges the speech of segments that are merged: the same utterances at their new positions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import CastMember, Speech


def no_speech(segment: Segment) -> Speech:
    """The speech of a segment in which nobody has looked for it yet."""
    nothing = np.empty(0, np.uint32)
    opens, speakers = np.empty(0, np.uint8), np.empty(0, np.uint16)
    count = segment.work_count
    methods, names = np.zeros(count, np.uint32), np.zeros(count, np.uint64)
    return Speech(nothing, nothing, opens, speakers, opens, [()] * count, methods=methods, names=names)


def merge_speech(parts: Sequence[tuple[Segment, frozenset[int], Speech]], merged: Segment) -> Speech:
    """The speech of `merged`, which holds the works of `parts` that are not deleted, in their order.

    Each work keeps the rules by which its speech was found.
    """
    moved: list[Speech] = []
    failures: dict[int, str] = {}
    scenes_before = works_before = 0
    for segment, deleted, speech in parts:
        alive = ~np.isin(segment.scene_works, np.array(sorted(deleted), np.uint32))
        count = int(np.count_nonzero(alive))
        moves = np.zeros(len(segment), np.int64)
        moves[alive] = (
            merged.scene_starts[scenes_before : scenes_before + count].astype(np.int64)
            - segment.scene_starts[:-1][alive]
        )
        scenes_before += count
        scenes = segment.scenes_of(speech.firsts)
        kept = alive[scenes]
        move = moves[scenes[kept]]
        kept_works = [number for number in range(len(speech.casts)) if number not in deleted]
        casts: list[Sequence[CastMember]] = [speech.casts[number] for number in kept_works]
        failures |= {
            works_before + place: speech.failures[number]
            for place, number in enumerate(kept_works)
            if number in speech.failures
        }
        works_before += len(kept_works)
        moved.append(
            Speech(
                (speech.firsts[kept] + move).astype(np.uint32),
                (speech.lasts[kept] + move).astype(np.uint32),
                speech.opens[kept],
                speech.speakers[kept],
                speech.confidences[kept],
                casts,
                methods=speech.methods[kept_works],
                names=speech.names[kept_works],
            )
        )
    firsts, lasts, opens, speakers, confidences = (
        np.concatenate([part[column] for part in moved]) for column in range(5)
    )
    casts = [cast for part in moved for cast in part.casts]
    methods, names = np.concatenate([part.methods for part in moved]), np.concatenate([part.names for part in moved])
    return Speech(firsts, lasts, opens, speakers, confidences, casts, failures=failures, methods=methods, names=names)
