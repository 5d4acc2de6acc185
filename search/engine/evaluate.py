"""A part of a plan to the scenes of one segment that it matches."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U32, Mask
from fabula.index.sorted_arrays import sorted_unique
from fabula.search.matching.match import stands_verbatim, verbatim_places
from fabula.search.matching.word_patterns import Expansions
from fabula.search.plan import (
    And,
    Condition,
    Everything,
    Expansion,
    HasSpeech,
    Level,
    Not,
    Or,
    Part,
    PhraseClause,
    SpeechSpan,
)
from fabula.search.postings.lookup import SegmentPostings
from fabula.search.postings.places import Places, union_sorted
from fabula.search.postings.posting_list import PostingList

from .conditions import meets

__all__ = ["Evaluation", "Occurrences"]


_NOWHERE: I64 = np.empty(0, np.int64)
# So few places are asked for one by one: most phrases are told from all others by two or three of their words.
_FEW = 8


class Occurrences(NamedTuple):
    """In which scenes a sequence stands, and how often: int64[n] each, `scenes` ascending and distinct."""

    scenes: I64
    counts: I64


class Evaluation:
    """One query's look at one segment. Where a phrase stands is kept, for ranking asks again."""

    def __init__(self, postings: SegmentPostings, expansions: Expansions) -> None:
        self.postings = postings
        self._expansions = expansions
        self._known: dict[PhraseClause, Occurrences] = {}
        self._starts: dict[PhraseClause, I64] = {}
        self._together: dict[frozenset[PostingList], I64] = {}

    def scenes(self, part: Part, universe: Mask) -> I64:
        """int64[...], ascending: the scenes of `universe` (bool[scenes]) that match `part`."""
        if isinstance(part, PhraseClause) and len(part.alternatives) > 1:
            # A phrase is found in a few scenes, for which no mask over all is worth its while.
            found = self.occurrences(part).scenes
            return found[universe[found]] if len(found) else found
        if isinstance(part, Or) and all(
            isinstance(each, PhraseClause) and len(each.alternatives) > 1 for each in part.parts
        ):
            found = union_sorted(
                [self.occurrences(each).scenes for each in part.parts if isinstance(each, PhraseClause)]
            )
            return found[universe[found]] if len(found) else found
        return np.flatnonzero(self.mask(part) & universe)

    def mask(self, part: Part) -> Mask:
        """bool[scenes]: which scenes match `part`, deleted ones and those of any kind included. Not to be changed."""
        postings = self.postings
        match part:
            case PhraseClause():
                if part.is_word:
                    return postings.of(part.alternatives[0], part.level).holding()
                found = np.zeros(len(postings), bool)
                found[self.occurrences(part).scenes] = True
                return found
            case Expansion(scope=None):
                return postings.of(self._expansions.words(part), Level.SURFACE).holding()
            case Expansion():
                return self._spoken_mask(part)
            case HasSpeech(scope):
                spoken = postings.spoken
                return np.zeros(len(postings), bool) if spoken is None else spoken.speaking(scope)
            case Condition():
                return _of_works(part, postings)
            case Everything():
                return np.ones(len(postings), bool)
            case And(parts):
                # Conditions are cheapest, and a mask that is empty ends it.
                found = np.ones(len(postings), bool)
                words = [part for part in parts if isinstance(part, PhraseClause) and part.is_word]
                if len(words) > 1:
                    found[:] = False
                    found[self.together([postings.of(word.alternatives[0], word.level) for word in words])] = True
                    parts = tuple([part for part in parts if part not in words])
                for child in sorted(parts, key=lambda child: not isinstance(child, Condition)):
                    if not found.any():
                        break
                    found = found & self.mask(child)
                return found
            case Or(parts):
                masks = [self.mask(child) for child in parts]
                return reduce(np.logical_or, masks) if masks else np.zeros(len(postings), bool)
            case Not(child):
                return ~self.mask(child)

    def together(self, lists: list[PostingList]) -> I64:
        """int64[...], ascending: the scenes that hold all of these words.

        Those of the rarest, less what the others deny. Kept, for words that are near each other stand in one of these.
        """
        key = frozenset(lists)
        found = self._together.get(key)
        if found is None:
            rarest, *others = sorted(key, key=lambda own: own.frequency)
            found = rarest.scenes()
            for own in others:
                if not len(found):
                    break
                found = found[own.counts_in(found) > 0]
            self._together[key] = found
        return found

    def occurrences(self, sequence: PhraseClause) -> Occurrences:
        """Where `sequence` stands; in how many places of each scene."""
        found = self._known.get(sequence)
        if found is None:
            found = self._known[sequence] = self._found(sequence)
        return found

    def _found(self, sequence: PhraseClause) -> Occurrences:
        postings = self.postings
        if not sequence.is_plain:
            starts = self._spoken(sequence)
            return _counted(postings.segment.scenes_of(starts)) if len(starts) else Occurrences(starts, starts)
        if len(sequence.alternatives) == 1:
            counts = postings.of(sequence.alternatives[0], sequence.level).counts()
            scenes = np.flatnonzero(counts)
            found = Occurrences(scenes, counts[scenes].astype(np.int64))
        else:
            starts = self._near(sequence) if sequence.slop else self._phrase(sequence)
            found = _counted(postings.segment.scenes_of(starts)) if len(starts) else Occurrences(starts, starts)
        if sequence.verbatim:
            texts = (postings.segment.scene(int(scene)).text for scene in found.scenes)
            kept = np.array([stands_verbatim(sequence, text) for text in texts], bool)
            found = Occurrences(found.scenes[kept], found.counts[kept])
        return found

    def _spoken(self, sequence: PhraseClause) -> I64:
        """int64[...], ascending: where the sequence begins in the scope that it asks for, or over its breaks."""
        from .speech_phrases import joined_starts, near_starts, within_scope

        postings, spoken, scope = self.postings, self.postings.spoken, sequence.scope
        if spoken is None:
            return _NOWHERE
        if sequence.speech_span is not SpeechSpan.NONE:
            return joined_starts(sequence, postings, spoken, self.together)
        assert scope is not None
        if len(sequence.alternatives) == 1:
            starts = within_scope(spoken, scope, postings.of(sequence.alternatives[0], sequence.level).positions())
        elif sequence.slop:
            return near_starts(sequence, scope, postings, spoken)
        else:
            plain = replace(sequence, scope=None, verbatim="", superset_hint=None)
            starts = within_scope(spoken, scope, self._phrase(plain), len(sequence.alternatives))
        return self._as_written(sequence, starts) if sequence.verbatim else starts

    def _as_written(self, sequence: PhraseClause, starts: I64) -> I64:
        """Those of the places at which the sequence stands letter by letter."""
        segment = self.postings.segment
        kept: list[int] = []
        for scene in sorted_unique(segment.scenes_of(starts)).tolist():
            begin = int(segment.scene_starts[scene])
            kept += [begin + first for first in verbatim_places(sequence, segment.scene(scene).text)]
        return starts[np.isin(starts, np.array(kept, np.int64))]

    def _spoken_mask(self, expansion: Expansion) -> Mask:
        from .speech_phrases import within_scope

        postings, spoken = self.postings, self.postings.spoken
        if spoken is None or expansion.scope is None:
            return np.zeros(len(postings), bool)
        positions = postings.of(self._expansions.words(expansion), Level.SURFACE).positions()
        return postings.scenes(within_scope(spoken, expansion.scope, positions))

    def _phrase(self, sequence: PhraseClause) -> I64:
        """int64[...], ascending: where the phrase begins: the places where it may, less those that its words deny."""
        found = self._starts.get(sequence) if sequence.level is Level.STEM else None
        if found is None:
            lists = [self.postings.of(slot, sequence.level) for slot in sequence.alternatives]
            wider = sequence.superset_hint
            places, left = self._of_rarest(lists) if wider is None else self._within(wider, lists)
            few: list[int] | None = None
            for place in left:
                if few is None and len(places) <= _FEW:
                    few = places.tolist()
                if few is None:
                    places = places.compress(lists[place].among(places + place))
                    continue
                if not few:
                    break
                holds = lists[place].holds
                few = [start for start in few if holds(start + place)]
            found = places.astype(np.int64, copy=False) if few is None else np.array(few, np.int64)
            if sequence.level is Level.STEM:
                # The exact phrase may be looked for among these.
                self._starts[sequence] = found
        return found

    def _of_rarest(self, lists: list[PostingList]) -> tuple[Places, list[int]]:
        """Where the rarest word lets the phrase begin, and the places in it of those that are to be asked, in turn.

        What can be asked for by a byte a place comes first, the rarer the sooner, and leaves few places to the binary
        search for the others. The places take half the memory of what is returned in the end.
        """
        frequencies = [own.frequency for own in lists]
        rarest = frequencies.index(min(frequencies))
        left = sorted(
            [(not lists[place].quick, frequencies[place], place) for place in range(len(lists)) if place != rarest]
        )
        return _beginnings(lists[rarest], rarest, self.postings.end - len(lists)), [place for _, _, place in left]

    def _within(self, wider: PhraseClause, lists: list[PostingList]) -> tuple[Places, list[int]]:
        """The same from a phrase of which this is a form: so few places that the order does not matter.

        A word that has no other form stands there already, and is not asked.
        """
        forms = [self.postings.of(slot, wider.level) for slot in wider.alternatives]
        left = [place for place, own in enumerate(lists) if not own.is_same(forms[place])]
        return self._phrase(wider), left

    def _near(self, sequence: PhraseClause) -> I64:
        """Where a run of the words in order begins that has at most `slop` others in it.

        For every place of the first word the nearest next ones end soonest, so those alone have to be looked at; and
        only places that have the rarest word near enough behind them, in scenes that hold all of the words.
        """
        postings = self.postings
        lists = [postings.of(slot, sequence.level) for slot in sequence.alternatives]
        rarest = min(range(len(lists)), key=lambda place: lists[place].frequency)
        scenes = self.together(lists)
        if not len(scenes):
            return _NOWHERE
        longest = len(lists) - 1 + sequence.slop
        anchors = lists[rarest].inside(scenes)
        first = last = lists[0].between(anchors - longest, anchors - rarest) if rarest else anchors
        for own in lists[1:]:
            if not len(first):
                break
            last = own.following(last, longest)
            # What is too long already only grows; of a long run of common words little is left after a few.
            close = last - first <= longest
            first, last = first[close], last[close]
        # A slop may be wider than the gap between scenes.
        inside: I64 = first[postings.segment.scenes_of(first) == postings.segment.scenes_of(last)]
        return inside


def _beginnings(rarest: PostingList, place: int, last: int) -> U32:
    """Where a phrase can begin that has this word at `place`, so that all of it lies within the segment."""
    positions = rarest.positions()
    if last < 0 or not len(positions):
        return positions[:0]
    found: U32 = positions - np.uint32(place)
    # Below zero the numbers go on from above, so that either end may lie beyond `last`.
    return found[found <= last] if found[0] > last or found[-1] > last else found


def _counted(scenes: I64) -> Occurrences:
    """Each of `scenes` (ascending) once, and how often it was there."""
    if len(scenes) == 1:
        return Occurrences(scenes, np.ones(1, np.int64))
    first = np.concatenate([[0], np.flatnonzero(scenes[1:] != scenes[:-1]) + 1, [len(scenes)]])
    return Occurrences(scenes[first[:-1]], first[1:] - first[:-1])


def _of_works(condition: Condition, postings: SegmentPostings) -> Mask:
    alike, which = postings.alike(condition.field)
    works = np.array([meets(condition, work) for work in alike], bool)
    found: Mask = works[which][postings.segment.scene_works]
    return found
