"""Stretches of text in one segment: scenes, or what is said or told in them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, Mask
from fabula.search.plan import ScopeFilter, SpeechScope, SpeechSpan
from .segment_view import SegmentView


class TextRuns(NamedTuple):
    """Half-open ranges of positions, ascending and disjoint, none of them empty.

    begins, ends  int64[n].
    joined        bool[n]: whether the run goes on from the one before, as speech does over narration.
    """

    begins: I64
    ends: I64
    joined: Mask

    @property
    def words(self) -> int:
        return int((self.ends - self.begins).sum())

    def contains(self, positions: I64) -> Mask:
        """bool[len(positions)]: which of the positions, in any order, lie in a run."""
        if not len(self.begins):
            return np.zeros(len(positions), bool)
        run = self.ends.searchsorted(positions, side="right")
        mask: Mask = self.begins.take(run, mode="clip") <= positions
        return mask & (run < len(self.ends))

    def minus(self, other: TextRuns) -> TextRuns:
        """What lies in these runs and not in the others."""
        edges = np.concatenate([self.begins, self.ends, other.begins, other.ends])
        edges.sort()
        begins, ends = edges[:-1], edges[1:]
        kept = (begins < ends) & self.contains(begins) & ~other.contains(begins)
        return _separate(begins[kept], ends[kept])

    def between(self, low: int, high: int) -> TextRuns:
        """What of the runs lies at positions from `low` to before `high`."""
        first, last = int(self.ends.searchsorted(low, side="right")), int(self.begins.searchsorted(high))
        begins, ends = self.begins[first:last].clip(low), self.ends[first:last].clip(None, high)
        return TextRuns(begins, ends, self.joined[first:last])


def _separate(begins: I64, ends: I64) -> TextRuns:
    return TextRuns(begins, ends, np.zeros(len(begins), bool))


def runs_of(view: SegmentView, scenes: Mask, scope: ScopeFilter | None = None) -> TextRuns:
    """The text of some scenes, bool[scenes of the segment]; with a scope only what lies in it.

    Pieces of one turn of speech are joined. With a scope there is nothing where speech was not attributed.
    """
    segment = view.segment
    chosen = np.flatnonzero(scenes & (segment.scene_lengths > 0))
    begins = segment.scene_starts[chosen].astype(np.int64)
    whole = _separate(begins, begins + segment.scene_lengths[chosen])
    if scope is None:
        return whole
    speech = view.speech
    if speech is None:
        return whole.between(0, 0)
    said = speech.utterances_of(scope).chosen
    wanted = scenes[speech.scenes] if said is None else said & scenes[speech.scenes]
    if scope.side is SpeechScope.NARRATION:
        # Nobody in particular narrates.
        if scope.speaker:
            return whole.between(0, 0)
        return whole.minus(_separate(speech.firsts[wanted], (speech.firsts + speech.lengths)[wanted]))
    owners = speech.coordinates(SpeechSpan.TURN).owners
    goes_on = np.zeros(len(owners), bool)
    goes_on[1:] = (owners[1:] == owners[:-1]) & wanted[:-1]
    return TextRuns(speech.firsts[wanted], (speech.firsts + speech.lengths)[wanted], goes_on[wanted])
