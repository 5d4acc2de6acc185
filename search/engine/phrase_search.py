"""Where in one segment does a phrase begin?"""

from __future__ import annotations

from collections import Counter

import numpy as np

from fabula.index.array_types import I64, U32
from fabula.index.budget import check
from fabula.search.matching.phrase_runs import may_skip_emoji
from fabula.search.plan import Level, PhraseClause
from fabula.search.postings.lists.posting_list import PostingList
from fabula.search.postings.lookup import PostingLookup
from fabula.search.postings.sorted_positions import Positions, union_sorted
from .emoji_gaps import starts_over_emoji
from .near_runs import near_runs

_EMPTY: I64 = np.empty(0, np.int64)
# So few starts are checked one by one: two or three words tell most phrases from all others.
_MAX_SINGLE_STARTS = 8
# Finding what lies before an occurrence of the rarest word takes as long as trying so many of the first one.
_STARTS_AN_ANCHOR = 8


class PhraseSearch:
    """The phrases of one query in one segment. Scenes and stemmed phrases are kept, as later tiers ask again."""

    def __init__(self, lookup: PostingLookup) -> None:
        self._lookup = lookup
        self._stemmed_starts: dict[PhraseClause, I64] = {}
        self._scenes_with_all: dict[frozenset[tuple[PostingList, int]], I64] = {}

    @property
    def nbytes(self) -> int:
        """What is kept, in bytes."""
        return sum(array.nbytes for array in (*self._stemmed_starts.values(), *self._scenes_with_all.values()))

    def lists(self, phrase: PhraseClause) -> list[PostingList]:
        """The posting list of each word."""
        return [self._lookup.posting_list(slot, phrase.level) for slot in phrase.alternatives]

    def scenes_with_all(self, lists: list[PostingList]) -> I64:
        """int64[...], ascending: the scenes that have all of these words, as often as they are listed.

        Kept, as words that are near each other are in one of these scenes. Few scenes have "the" a thousand times, and
        from each "the" as many steps would have to be taken to find that out.
        """
        times = Counter(lists)
        key = frozenset(times.items())
        scenes = self._scenes_with_all.get(key)
        if scenes is None:
            rarest, *others = sorted(times, key=lambda listed: listed.frequency / times[listed])
            scenes = rarest.scenes()
            for listed in [*([rarest] if times[rarest] > 1 else ()), *others]:
                if not len(scenes):
                    break
                check()
                scenes = scenes[listed.counts_in(scenes) >= times[listed]]
            self._scenes_with_all[key] = scenes
        return scenes

    def starts(self, phrase: PhraseClause) -> I64:
        """int64[...], ascending: where the phrase begins, its words one right after the other, emoji left out.

        Candidate starts are those of the rarest word, or of a wider phrase; each other word then rules some out.
        """
        starts = self._stemmed_starts.get(phrase) if phrase.level is Level.STEM else None
        if starts is None:
            lists = self.lists(phrase)
            wider = phrase.superset_hint
            candidates, order = self._starts_of_rarest(lists) if wider is None else self._starts_of_wider(wider, lists)
            few: list[int] | None = None
            for index in order:
                check()
                if few is None and len(candidates) <= _MAX_SINGLE_STARTS:
                    few = candidates.tolist()
                if few is None:
                    candidates = candidates.compress(lists[index].contains_at(candidates + index))
                    continue
                if not few:
                    break
                contains = lists[index].contains
                few = [start for start in few if contains(start + index)]
            starts = candidates.astype(np.int64, copy=False) if few is None else np.array(few, np.int64)
            if self._lookup.emoji is not None and may_skip_emoji(phrase):
                starts = union_sorted([starts, starts_over_emoji(lists, self._lookup.emoji)])
            if phrase.level is Level.STEM:
                # The exact phrase may be looked for among these.
                self._stemmed_starts[phrase] = starts
        return starts

    def _starts_of_rarest(self, lists: list[PostingList]) -> tuple[Positions, list[int]]:
        """Where the phrase may begin by its rarest word, and the indices of the other words in the order of checking.

        Lists with term codes come first, the rarer the sooner, and leave few candidates to the binary searches in the
        others. The candidates are uint32, half the memory of the final int64.
        """
        frequencies = [listed.frequency for listed in lists]
        rarest = frequencies.index(min(frequencies))
        order = sorted(
            [(not lists[index].is_fast, frequencies[index], index) for index in range(len(lists)) if index != rarest]
        )
        starts = phrase_starts(lists[rarest].positions(), rarest, self._lookup.view.end - len(lists))
        return starts, [index for _, _, index in order]

    def _starts_of_wider(self, wider: PhraseClause, lists: list[PostingList]) -> tuple[Positions, list[int]]:
        """The same by the stemmed phrase that this is a form of: so few candidates that the order does not matter.

        A word that has no other form need not be checked.
        """
        forms = self.lists(wider)
        order = [index for index, listed in enumerate(lists) if not listed.has_same_terms(forms[index])]
        return self.starts(wider), order

    def near_starts(self, phrase: PhraseClause) -> I64:
        """int64[...], ascending: where a run of the words in order begins that has at most `slop` other words in it.

        Where the rarest word is much rarer than the first, only those of the first are tried that have it near enough
        behind them, in scenes that have all of the words.
        """
        lists = self.lists(phrase)
        rarest = min(range(len(lists)), key=lambda index: lists[index].frequency)
        scenes = self.scenes_with_all(lists)
        if not len(scenes):
            return _EMPTY
        reach = len(lists) - 1 + phrase.slop
        view = self._lookup.view
        first: Positions
        if lists[0].frequency > _STARTS_AN_ANCHOR * lists[rarest].frequency:
            anchors = lists[rarest].in_scenes(scenes)
            first = lists[0].between(anchors - reach, anchors - rarest)
        else:
            first = lists[0].positions() if 2 * len(scenes) > len(view) else lists[0].in_scenes(scenes)
        return near_runs(first, [listed.next_after for listed in lists[1:]], reach, view.segment.scene_starts)


def phrase_starts(positions: U32, index: int, last: int) -> U32:
    """uint32[...]: where a phrase can begin, at most at `last`, whose word `index` has these positions (ascending)."""
    if last < 0 or not len(positions):
        return positions[:0]
    starts: U32 = positions - np.uint32(index)
    # Numbers below zero wrap to the top, so that either end may lie beyond `last`.
    return starts[starts <= last] if starts[0] > last or starts[-1] > last else starts
