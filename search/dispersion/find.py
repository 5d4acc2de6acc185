"""Counts the matches of some queries by work, chapter and place in the work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np

from fabula.index.array_types import I64
from fabula.index.budget import check
from fabula.index.model import ChapterRef, SceneKind
from fabula.search.latest_commit import Current
from fabula.search.matches.find import FoundMatches, find_matches
from fabula.search.planning.planner import selection
from fabula.search.syntax import Query
from fabula.search.syntax.filters import Filters
from .measures import deviation_of_proportions, rate
from .results import ChapterSpread, DispersionOptions, QuerySpread, WorkOrder, WorkSpread
from .text_layout import TextLayout

_CHAPTERS = "the chapters of the works"


class Spreads:
    """The matches of some queries over one commit.

    order  int64[...]: the works that have any match, in the order asked for, as indices into the snapshot's.
    words  of all works that the filters select.
    """

    def __init__(self, queries: Sequence[Query], options: DispersionOptions, commit: Current) -> None:
        filters = Filters.of(options.filters, options.exclude)
        engine = commit.engine
        self._commit, self._options = commit, options
        self._snapshot = commit.store.snapshot()
        self._found = [find_matches(query, filters, commit, fold=False) for query in queries]
        wanted = {kind for found in self._found for kind in found.plan.kinds}
        kinds = tuple(kind for kind in SceneKind if kind in wanted)
        views = [each.view for each in self._found[0].matches.by_segment]
        self._layout = TextLayout.of(views, kinds, self._snapshot)
        works = len(self._snapshot.works)
        self._counts = [_by_work(found, works) for found in self._found]
        is_selected = np.zeros(works, bool)
        selected = engine.selected(selection(engine, filters, speech=engine.speech_coverage.attributed > 0))
        for number, (view, scenes) in enumerate(selected):
            is_selected[self._snapshot.work_numbers[number][view.segment.scene_works[scenes]]] = True
        self._selected = np.flatnonzero(is_selected)
        self.words = int(self._layout.work_words[self._selected].sum())
        self.order = self._in_order()

    def _in_order(self) -> I64:
        totals = np.sum(self._counts, axis=0)
        works = np.flatnonzero(totals)
        match self._options.sort:
            case WorkOrder.TITLE:
                return works
            case WorkOrder.RATE:
                keys = totals[works] / self._layout.work_words[works]
            case _:
                keys = totals[works]
        in_order: I64 = works[np.argsort(-keys, kind="stable")]
        return in_order

    def of_queries(self, names: Sequence[str]) -> tuple[QuerySpread, ...]:
        words = self._layout.work_words[self._selected]
        return tuple(
            QuerySpread(
                name,
                found.matches.total,
                int(np.count_nonzero(counts)),
                rate(found.matches.total, self.words),
                deviation_of_proportions(counts[self._selected], words),
                found.kind,
                found.explanation,
            )
            for name, found, counts in zip(names, self._found, self._counts, strict=True)
        )

    def of_work(self, work: int) -> WorkSpread:
        check(_CHAPTERS)
        words = int(self._layout.work_words[work])
        positions = [self._positions(found, work) for found in self._found]
        chapters = tuple(self._chapters(work, positions))
        chapter_words = np.array([part.words for part in chapters], np.int64)
        matches = np.array([part.matches for part in chapters], np.int64)
        bins, most = self._options.bins, self._options.positions
        return WorkSpread(
            self._snapshot.works[work],
            words,
            tuple(map(len, positions)),
            tuple(deviation_of_proportions(counts, chapter_words) for counts in matches.T),
            tuple(tuple(np.bincount(each * bins // words, minlength=bins).tolist()) for each in positions),
            tuple(tuple(each[:most].tolist()) for each in positions),
            chapters,
        )

    def _positions(self, found: FoundMatches, work: int) -> I64:
        """int64[...], ascending: the words of the work before each match."""
        scenes = found.matches.scenes
        low, high = scenes.works.searchsorted([work, work + 1]).tolist()
        pieces = [np.empty(0, np.int64)]
        for segment, scene, _, first, count in zip(*(column[low:high].tolist() for column in scenes), strict=True):
            by_segment = found.matches.by_segment[segment]
            begin = int(self._layout.begins[self._layout.places[segment][scene]])
            start = int(by_segment.view.segment.scene_starts[scene])
            pieces.append(by_segment.firsts[first : first + count].astype(np.int64) - start + begin)
        return np.concatenate(pieces)

    def _chapters(self, work: int, positions: Sequence[I64]) -> Iterator[ChapterSpread]:
        layout = self._layout
        places = layout.of_work(work)
        chapters = self._chapters_at(places)
        for chapter, group in groupby(zip(chapters, places, strict=True), key=itemgetter(0)):
            scenes = [place for _, place in group]
            begin = int(layout.begins[scenes[0]])
            words = int(layout.words[scenes].sum())
            bounds = [each.searchsorted([begin, begin + words]).tolist() for each in positions]
            yield ChapterSpread(chapter, begin, words, tuple(high - low for low, high in bounds))

    def _chapters_at(self, places: range) -> list[ChapterRef | None]:
        """The chapters of a work's scenes, which are in one segment."""
        numbers = self._layout.scenes[places.start : places.stop]
        segment = self._found[0].matches.by_segment[int(self._layout.segments[places.start])].view.segment
        scenes, chapters = segment.chapters_of_work(int(segment.scene_works[numbers[0]]))
        return [chapters[index] for index in scenes.searchsorted(numbers).tolist()]


def _by_work(found: FoundMatches, works: int) -> I64:
    """int64[works]: the matches in each work."""
    scenes = found.matches.scenes
    return np.bincount(scenes.works, scenes.counts, works).astype(np.int64)
