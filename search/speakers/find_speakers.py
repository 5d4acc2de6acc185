"""The characters that speak in the works which filters select."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from fabula.index.array_types import I64
from fabula.index.budget import checked
from fabula.index.sorted_arrays import sorted_unique
from fabula.index.store.snapshot import Snapshot
from fabula.search.engine.folding import fold_copies
from fabula.search.engine.protocol import Engine, SelectedScenes
from fabula.search.plan import Narrowing
from fabula.search.postings.segment_view import SegmentView
from .characters import Part, speakers_of
from .results import Speaker
from .turns import spoken_counts


class FoundSpeakers(NamedTuple):
    """All characters that speak in some scenes, the works with any of these, and of them those without speakers."""

    speakers: list[Speaker]
    works: int
    without_speakers: int


_KNOWN: WeakKeyDictionary[Snapshot, tuple[tuple[Narrowing, bool], FoundSpeakers]] = WeakKeyDictionary()


def find_speakers(engine: Engine, snapshot: Snapshot, within: Narrowing, *, fold: bool) -> FoundSpeakers:
    """See `FoundSpeakers`. The latest answer of a commit is kept: pages are asked for one by one, and those of 15
    million words take 0.2 s.

    fold  count a scene that several works have once.
    """
    known = _KNOWN.get(snapshot)
    if known is None or known[0] != (within, fold):
        known = _KNOWN[snapshot] = (within, fold), _find(engine, snapshot, within, fold)
    return known[1]


def _find(engine: Engine, snapshot: Snapshot, within: Narrowing, fold: bool) -> FoundSpeakers:
    selected = engine.selected(within)
    counted = fold_copies(selected, snapshot) if fold else selected
    works = sum(_works_of(view, scenes.nonzero()[0]) for view, scenes in selected)
    speaking = sum(
        _works_of(view, view.speech.scenes[(view.speech.speakers > 0) & scenes[view.speech.scenes]])
        for view, scenes in selected
        if view.speech is not None
    )
    return FoundSpeakers(speakers_of(_parts(counted, snapshot)), works, works - speaking)


def _works_of(view: SegmentView, scenes: I64) -> int:
    """How many works have any of the scenes."""
    return len(sorted_unique(view.segment.scene_works[scenes].astype(np.int64)))


def _parts(selected: Sequence[SelectedScenes], snapshot: Snapshot) -> Iterator[Part]:
    for view, scenes in selected:
        if view.speech is None:
            continue
        counts = spoken_counts(view.speech, scenes)
        rows = zip(*(column.tolist() for column in counts), strict=True)
        for work, speaker, turns, words in checked(rows, every=256):
            yield Part(snapshot.work_at(view.number, work), view.speech.cast(work)[speaker - 1], turns, words)
