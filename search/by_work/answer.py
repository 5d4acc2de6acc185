"""Groups the scenes that a query finds by their works. They are found once, as for a search by scenes."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple, Self

import numpy as np

from fabula.index.array_types import I64
from fabula.index.budget import check, checked
from fabula.search.answer import hidden_notes, whole_answer
from fabula.search.cursors.kept_answers import KeptAnswer
from fabula.search.dispersion.text_layout import TextLayout
from fabula.search.engine.protocol import Answer, SegmentMatches
from fabula.search.hits import hits_of
from fabula.search.latest_commit import Current
from fabula.search.pages import Page, request_of
from fabula.search.plan import Part, Plan
from fabula.search.results import Hit, SearchOptions
from fabula.search.syntax import Query
from .results import FoundWork, WorkResults

_MAX_HITS = 3
_PARTS_OF_A_WORK = 100
_PLACES = "the places of the matches in their works"


def answer_by_work(query: Query, page: Page[SearchOptions]) -> WorkResults:
    """The page of works, without its query and its time. Raises QueryTooDear."""
    # An edition is a work, so that each shows its own scenes.
    by_scene = replace(page, options=replace(page.options, fold=False))
    kept = whole_answer(query, by_scene)
    groups = _Groups.of(kept, page.commit)
    total = len(groups.order)
    items = page.items(total)
    works = _found_works(groups, items, kept, page) if items else ()
    return WorkResults(
        query="",
        total=kept.ranked.total,
        seconds=0.0,
        explanation=hidden_notes(kept.explanation, page) if not kept.ranked.total else kept.explanation,
        hits=tuple(hit for found in works for hit in found.hits),
        facets=kept.ranked.answer(request_of(by_scene.options)).facets,
        cursor=page.cursor(total),
        generation=page.commit.store.generation,
        works=works,
        total_works=total,
    )


class _Groups(NamedTuple):
    """The scenes found, by works.

    works   int64[scenes]: the work of each, as an index into the snapshot's.
    order   int64[groups]: the works, that with the best scene first.
    ranked  int64[scenes]: the scenes by work, as indices into the answer, best first.
    begins  int64[works of the snapshot + 1]: where in `ranked` those of each work begin.
    """

    works: I64
    order: I64
    ranked: I64
    begins: I64

    @classmethod
    def of(cls, kept: KeptAnswer, commit: Current) -> Self:
        snapshot, found = commit.store.snapshot(), kept.ranked
        works = np.empty(len(found), np.int64)
        for segment, opened in enumerate(snapshot.segments):
            here = found.segments == segment
            local = opened.segment.scene_works[found.numbers[here]]
            works[here] = snapshot.work_numbers[segment][local]
        numbers, firsts = np.unique(works, return_index=True)
        ranked = np.argsort(works, kind="stable")
        begins = works[ranked].searchsorted(np.arange(len(snapshot.works) + 1))
        return cls(works, numbers[np.argsort(firsts)], ranked, begins)

    def scenes_of(self, work: int) -> I64:
        """int64[...]: the scenes of a work, best first."""
        return self.ranked[self.begins[work] : self.begins[work + 1]]


def _found_works(groups: _Groups, items: range, kept: KeptAnswer, page: Page[SearchOptions]) -> tuple[FoundWork, ...]:
    snapshot = page.commit.store.snapshot()
    marks = _Marks(kept, page.commit)
    chosen = groups.order[items.start : items.stop].tolist()
    best = [groups.scenes_of(work)[:_MAX_HITS].tolist() for work in chosen]
    hits = iter(_hits([place for places in best for place in places], kept, page))
    found = []
    for rank, work, places in zip(range(items.start + 1, items.stop + 1), chosen, best, strict=True):
        check(_PLACES)
        scenes = groups.scenes_of(work)
        matches, positions = marks.of_work(work, scenes)
        own = tuple(next(hits) for _ in places)
        found.append(FoundWork(rank, snapshot.works[work], len(scenes), matches, positions, own))
    return tuple(found)


def _hits(places: list[int], kept: KeptAnswer, page: Page[SearchOptions]) -> list[Hit]:
    """The hits at these places of the answer."""
    ranked, (store, engine) = kept.ranked, page.commit
    candidates = tuple(ranked.candidates(place, place + 1)[0] for place in places)
    answer = Answer(ranked.total, ranked.by_tier, candidates)
    hits = hits_of(answer, kept.plan, engine, store, 0, page.options.timeout)
    return [replace(hit, rank=place + 1) for hit, place in zip(hits, places, strict=True)]


class _Marks:
    """What is marked in the scenes found: in each scene by the part of the plan by which it was found."""

    def __init__(self, kept: KeptAnswer, commit: Current) -> None:
        self._ranked, self._plan = kept.ranked, kept.plan
        engine = commit.engine
        tiers = np.flatnonzero(kept.ranked.by_tier).tolist()
        by_part: dict[Part, list[SegmentMatches]] = {}
        with engine.remembering():
            for part in dict.fromkeys(_marked(kept.plan, tier) for tier in tiers):
                by_part[part] = list(engine.matches(part, kept.plan.kinds))
        self._by_tier = {tier: by_part[_marked(kept.plan, tier)] for tier in tiers}
        self._bounds = {id(found): found.bounds() for by_segment in by_part.values() for found in by_segment}
        views = [found.view for found in self._by_tier[tiers[0]]]
        self._layout = TextLayout.of(views, kept.plan.kinds, commit.store.snapshot())

    def of_work(self, work: int, scenes: I64) -> tuple[int, tuple[float, ...]]:
        """How many matches the scenes of a work have, and in which hundredths of it they stand."""
        ranked, layout = self._ranked, self._layout
        words = int(layout.work_words[work])
        pieces = [np.empty(0, np.int64)]
        columns = (column[scenes].tolist() for column in (ranked.segments, ranked.numbers, ranked.tiers))
        for segment, number, tier in checked(zip(*columns, strict=True), _PLACES, every=64):
            found = self._by_tier[tier][segment]
            low, high = self._bounds[id(found)][number : number + 2].tolist()
            start = int(found.view.segment.scene_starts[number])
            begin = int(layout.begins[layout.places[segment][number]])
            pieces.append(found.firsts[low:high].astype(np.int64) - start + begin)
        positions = np.concatenate(pieces)
        parts = np.unique(positions * _PARTS_OF_A_WORK // max(1, words)).tolist()
        return len(positions), tuple(part / _PARTS_OF_A_WORK for part in parts)


def _marked(plan: Plan, tier: int) -> Part:
    return plan.marked or plan.tiers[tier].part
