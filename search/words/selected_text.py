"""The text that filters select, and how often each word stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from hashlib import blake2b
from typing import NamedTuple, Self

import numpy as np

from fabula.index.array_types import I32, I64, U32, Mask
from fabula.index.budget import check
from fabula.search.engine.folding import fold_copies
from fabula.search.engine.protocol import SelectedScenes
from fabula.search.latest_commit import Current
from fabula.search.plan import Narrowing
from fabula.search.postings.segment_view import SegmentView
from fabula.search.postings.text_runs import TextRuns, runs_of
from fabula.search.postings.vocabulary import Vocabulary
from fabula.search.postings.words_in_runs import column_of, frequencies_in, require_column


class SelectedText(NamedTuple):
    """Runs of text of each segment, in the order of the commit.

    scenes  of each segment bool[its scenes]: where the runs are.
    """

    vocabulary: Vocabulary
    views: Sequence[SegmentView]
    scenes: Sequence[Mask]
    runs: Sequence[TextRuns]

    @classmethod
    def of(cls, commit: Current, within: Narrowing, *, fold: bool) -> Self:
        """The text that `within` allows; with `fold` a scene that several works have is there once."""
        engine = commit.engine
        selected = engine.selected(within)
        if fold:
            selected = fold_copies(selected, commit.store.snapshot())
        runs = [runs_of(view, scenes, within.scope) for view, scenes in selected]
        return cls(engine.vocabulary, [view for view, _ in selected], [scenes for _, scenes in selected], runs)

    @property
    def words(self) -> int:
        """The number of words."""
        return sum(runs.words for runs in self.runs)

    @classmethod
    def beside(cls, text: SelectedText, commit: Current, within: Narrowing, *, fold: bool) -> Self:
        """The text that `within` allows, less what `text` has; with `fold` also less other copies of its scenes."""
        engine, snapshot = commit.engine, commit.store.snapshot()
        selected = engine.selected(within)
        if fold and snapshot.copies is not None:
            own = np.concatenate([np.zeros(1, np.uint32), *map(_chosen, snapshot.copies, text.scenes)])
            has_copy = np.zeros(max(int(groups.max(initial=0)) for groups in (own, *snapshot.copies)) + 1, bool)
            has_copy[own] = True
            has_copy[0] = False
            folded = fold_copies(selected, snapshot)
            selected = [
                SelectedScenes(view, np.where(has_copy[groups], scenes & own_scenes, once))
                for (view, scenes), (_, once), own_scenes, groups in zip(
                    selected, folded, text.scenes, snapshot.copies, strict=True
                )
            ]
        runs = [runs_of(view, scenes, within.scope) for view, scenes in selected]
        left = [rest.minus(own_runs) for rest, own_runs in zip(runs, text.runs, strict=True)]
        return cls(engine.vocabulary, [view for view, _ in selected], [scenes for _, scenes in selected], left)

    def frequencies(self) -> I64:
        """int64[words of the vocabulary]. Kept for a while: texts are compared with the same others again and again."""
        total = np.zeros(len(self.vocabulary.words), np.int64)
        for number, (view, runs) in enumerate(zip(self.views, self.runs, strict=True)):
            check("the frequencies of words")
            key = (view.number, "frequencies", blake2b(runs.begins.tobytes() + runs.ends.tobytes()).digest())
            by_term = view.cache.get(key, partial(frequencies_in, view.segment, runs))
            total += np.bincount(self.vocabulary.numbers[number], by_term, len(total)).astype(np.int64)
        return total

    def column(self) -> I32:
        """int32[...]: the numbers of the words from 1, in order, with 0 at both ends and wherever text does not go on.

        Raises QueryTooDear for too many words.
        """
        require_column(self.words)
        columns = [
            column_of(view.segment, runs, numbers).numbers
            for view, runs, numbers in zip(self.views, self.runs, self.vocabulary.numbers, strict=True)
        ]
        return np.concatenate([np.zeros(1, np.int32), *columns])

    def languages(self) -> frozenset[str]:
        """The languages of the works."""
        return frozenset(
            view.segment.work(work).language
            for view, scenes in zip(self.views, self.scenes, strict=True)
            for work in np.flatnonzero(np.bincount(view.segment.scene_works[scenes])).tolist()
        )


def _chosen(groups: U32, scenes: Mask) -> U32:
    return groups[scenes]
