"""The speech of segments that are made one: the same utterances at their new places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import CastMember, Speech

__all__ = ["merged_speech"]


def merged_speech(parts: Sequence[tuple[Segment, frozenset[int], Speech]], merged: Segment) -> Speech:
    """The speech of `merged`, which holds the works of `parts` that are not deleted, in their order."""
    found: list[Speech] = []
    before = 0
    for segment, deleted, speech in parts:
        alive = ~np.isin(segment.scene_works, np.array(sorted(deleted), np.uint32))
        count = int(np.count_nonzero(alive))
        moves = np.zeros(len(segment), np.int64)
        moves[alive] = merged.scene_starts[before : before + count].astype(np.int64) - segment.scene_starts[:-1][alive]
        before += count
        scenes = segment.scenes_of(speech.firsts)
        kept = alive[scenes]
        move = moves[scenes[kept]]
        casts: list[Sequence[CastMember]] = [cast for number, cast in enumerate(speech.casts) if number not in deleted]
        found.append(
            Speech(
                (speech.firsts[kept] + move).astype(np.uint32),
                (speech.lasts[kept] + move).astype(np.uint32),
                speech.opens[kept],
                speech.speakers[kept],
                speech.confidences[kept],
                casts,
            )
        )
    return Speech(
        np.concatenate([part.firsts for part in found]),
        np.concatenate([part.lasts for part in found]),
        np.concatenate([part.opens for part in found]),
        np.concatenate([part.speakers for part in found]),
        np.concatenate([part.confidences for part in found]),
        [cast for part in found for cast in part.casts],
    )
