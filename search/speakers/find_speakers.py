"""The characters that speak in the works which filters select."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from fabula.index.budget import checked
from fabula.index.sorted_arrays import sorted_unique
from fabula.index.store.snapshot import Snapshot
from fabula.search.engine.protocol import Engine
from fabula.search.plan import Narrowing
from .characters import Part, speakers_of
from .results import Speaker
from .turns import spoken_counts


class FoundSpeakers(NamedTuple):
    """All characters that speak in some scenes, the works with any of these, and of them those without speakers."""

    speakers: list[Speaker]
    works: int
    without_speakers: int


_KNOWN: WeakKeyDictionary[Snapshot, tuple[Narrowing, FoundSpeakers]] = WeakKeyDictionary()


def find_speakers(engine: Engine, snapshot: Snapshot, within: Narrowing) -> FoundSpeakers:
    """See `FoundSpeakers`. The latest answer of a commit is kept: pages are asked for one by one, and those of 15
    million words take 0.2 s."""
    known = _KNOWN.get(snapshot)
    if known is None or known[0] != within:
        known = _KNOWN[snapshot] = within, _find(engine, snapshot, within)
    return known[1]


def _find(engine: Engine, snapshot: Snapshot, within: Narrowing) -> FoundSpeakers:
    parts = list(_parts(engine, snapshot, within))
    works = sum(
        len(sorted_unique(view.segment.scene_works[scenes].astype("int64"))) for view, scenes in engine.selected(within)
    )
    return FoundSpeakers(speakers_of(parts), works, works - len({part.work.id for part in parts}))


def _parts(engine: Engine, snapshot: Snapshot, within: Narrowing) -> Iterator[Part]:
    for view, scenes in engine.selected(within):
        if view.speech is None:
            continue
        counts = spoken_counts(view.speech, scenes)
        for work, speaker, turns, words in checked(
            zip(*(column.tolist() for column in counts), strict=True), every=256
        ):
            yield Part(snapshot.work_at(view.number, work), view.speech.cast(work)[speaker - 1], turns, words)
