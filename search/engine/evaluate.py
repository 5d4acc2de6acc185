"""Finds the scenes of one segment that match a part of a plan."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U32, Mask
from fabula.index.budget import check, checked
from fabula.index.sorted_arrays import sorted_unique
from fabula.search.matching.verbatim import stands_verbatim, verbatim_starts
from fabula.search.plan import And, Condition, Everything, HasSpeech, Not, Nothing, Or, Part, PhraseClause, SpeechSpan
from fabula.search.postings.lookup import PostingLookup
from fabula.search.postings.sorted_positions import union_sorted
from .conditions import WorkGroups, group_works_by_field, meets
from .phrase_search import PhraseSearch


class Occurrences(NamedTuple):
    """The scenes that have a phrase, and how often: int64[n] each, `scenes` ascending and distinct."""

    scenes: I64
    counts: I64


class Evaluation:
    """One query on one segment. Occurrences of phrases are kept, as ranking asks for them again."""

    def __init__(self, lookup: PostingLookup, work_groups: dict[str, WorkGroups]) -> None:
        """`work_groups` are the segment's, by field; filled here, and kept by the caller for all queries."""
        self.lookup = lookup
        self.view = lookup.view
        self._work_groups = work_groups
        self._phrases = PhraseSearch(lookup)
        self._occurrences: dict[PhraseClause, Occurrences] = {}

    @property
    def nbytes(self) -> int:
        """What was found so far, in bytes."""
        found = (array for occurrences in self._occurrences.values() for array in occurrences)
        return self._phrases.nbytes + sum(array.nbytes for array in found)

    def scenes(self, part: Part, universe: Mask) -> I64:
        """int64[...], ascending: the scenes of `universe` (bool[scenes]) that match `part`."""
        # Phrases match few scenes; a mask over all scenes is not worth it.
        if isinstance(part, PhraseClause) and len(part.alternatives) > 1:
            scenes = self.occurrences(part).scenes
            return scenes[universe[scenes]] if len(scenes) else scenes
        if isinstance(part, Or):
            phrases = [child for child in part.parts if isinstance(child, PhraseClause) and len(child.alternatives) > 1]
            if len(phrases) == len(part.parts):
                scenes = union_sorted([self.occurrences(phrase).scenes for phrase in phrases])
                return scenes[universe[scenes]] if len(scenes) else scenes
        return np.flatnonzero(self.mask(part) & universe)

    def mask(self, part: Part) -> Mask:
        """bool[scenes]: which scenes match `part`, deleted ones and all kinds included. Must not be changed."""
        view = self.view
        match part:
            case PhraseClause():
                if part.is_word:
                    check(part)
                    return self.lookup.posting_list(part.alternatives[0], part.level).scene_mask()
                mask = np.zeros(len(view), bool)
                mask[self.occurrences(part).scenes] = True
                return mask
            case HasSpeech(scope):
                check(part)
                return np.zeros(len(view), bool) if view.speech is None else view.speech.scenes_with(scope)
            case Condition():
                return self._condition_mask(part)
            case Everything():
                return np.ones(len(view), bool)
            case Nothing():
                return np.zeros(len(view), bool)
            case And(parts):
                return self._mask_of_all(parts)
            case Or(parts):
                masks = [self.mask(child) for child in parts]
                return reduce(np.logical_or, masks) if masks else np.zeros(len(view), bool)
            case Not(child):
                return ~self.mask(child)

    def _mask_of_all(self, parts: tuple[Part, ...]) -> Mask:
        mask = np.ones(len(self.view), bool)
        words = [part for part in parts if isinstance(part, PhraseClause) and part.is_word]
        if len(words) > 1:
            # Each once, as one place may be several of the words.
            lists = list({self.lookup.posting_list(word.alternatives[0], word.level) for word in words})
            mask[:] = False
            mask[self._phrases.scenes_with_all(lists)] = True
            parts = tuple([part for part in parts if part not in words])
        # Conditions are cheapest, and an empty mask ends it.
        for part in sorted(parts, key=lambda part: not isinstance(part, Condition)):
            if not mask.any():
                break
            mask = mask & self.mask(part)
        return mask

    def _condition_mask(self, condition: Condition) -> Mask:
        check(condition)
        segment = self.view.segment
        groups = self._work_groups.get(condition.field)
        if groups is None:
            groups = self._work_groups[condition.field] = group_works_by_field(condition.field, segment.works)
        matching = np.array([meets(condition, work) for work in checked(groups.examples, every=64)], bool)
        mask: Mask = matching[groups.numbers][segment.scene_works]
        return mask

    def occurrences(self, phrase: PhraseClause) -> Occurrences:
        """The scenes that have the phrase (or word), and how often."""
        occurrences = self._occurrences.get(phrase)
        if occurrences is None:
            check(phrase)
            occurrences = self._occurrences[phrase] = self._find(phrase)
        return occurrences

    def starts(self, phrase: PhraseClause) -> I64:
        """int64[...], ascending: where the phrase (or word) begins, in all scenes."""
        check(phrase)
        if not phrase.is_plain:
            return self._speech_starts(phrase)
        if len(phrase.alternatives) == 1:
            starts = self.lookup.posting_list(phrase.alternatives[0], phrase.level).positions().astype(np.int64)
        else:
            starts = self._phrases.near_starts(phrase) if phrase.slop else self._phrases.starts(phrase)
        return self._verbatim_starts(phrase, starts) if phrase.verbatim else starts

    def _find(self, phrase: PhraseClause) -> Occurrences:
        segment = self.view.segment
        if not phrase.is_plain:
            starts = self._speech_starts(phrase)
            return count_by_scene(starts, segment.scene_starts)
        if len(phrase.alternatives) == 1:
            counts = self.lookup.posting_list(phrase.alternatives[0], phrase.level).counts()
            scenes = np.flatnonzero(counts)
            occurrences = Occurrences(scenes, counts[scenes].astype(np.int64))
        else:
            starts = self._phrases.near_starts(phrase) if phrase.slop else self._phrases.starts(phrase)
            occurrences = count_by_scene(starts, segment.scene_starts)
        if phrase.verbatim:
            texts = segment.scene_texts(checked(occurrences.scenes.tolist(), phrase, every=1))
            is_verbatim = np.array([stands_verbatim(phrase, text) for text in texts], bool)
            occurrences = Occurrences(occurrences.scenes[is_verbatim], occurrences.counts[is_verbatim])
        return occurrences

    def _speech_starts(self, phrase: PhraseClause) -> I64:
        """int64[...], ascending: where the phrase begins in its scope, or over breaks in speech."""
        # Here, not above: importing it takes 0.4 ms, and few commands need it.
        from .speech_phrases import near_starts_in_scope, starts_across_breaks, within_scope

        speech, scope = self.view.speech, phrase.scope
        if speech is None:
            return np.empty(0, np.int64)
        lists = self._phrases.lists(phrase)
        if phrase.speech_span is not SpeechSpan.NONE:
            return starts_across_breaks(phrase, lists, speech, self._phrases.scenes_with_all)
        assert scope is not None
        if len(lists) == 1:
            starts = lists[0].positions_within(scope).astype(np.int64)
        elif phrase.slop:
            return near_starts_in_scope(phrase.slop, scope, lists, speech)
        else:
            plain = replace(phrase, scope=None, verbatim="", superset_hint=None)
            starts = within_scope(speech, scope, self._phrases.starts(plain), len(lists))
        return self._verbatim_starts(phrase, starts) if phrase.verbatim else starts

    def _verbatim_starts(self, phrase: PhraseClause, starts: I64) -> I64:
        """The starts at which the text has the phrase letter by letter."""
        segment = self.view.segment
        # The starts lie in the scope already, and a text alone has no speech.
        plain = replace(phrase, scope=None)
        verbatim: list[int] = []
        scenes = sorted_unique(segment.scenes_of(starts))
        begins = segment.scene_starts[scenes].tolist()
        texts = segment.scene_texts(checked(scenes.tolist(), phrase, every=1))
        for begin, text in zip(begins, texts, strict=True):
            # Most scenes have the words in other letters, which is known without splitting the text into words.
            if stands_verbatim(plain, text):
                verbatim += [begin + start for start in verbatim_starts(plain, text)]
        return starts[np.isin(starts, np.array(verbatim, np.int64))]


def count_by_scene(starts: I64, scene_starts: U32) -> Occurrences:
    """The scenes that have any of the positions (ascending), and how many.

    scene_starts  uint32[scenes + 1], ascending: where each scene begins, and the end of the segment.
    """
    if not len(starts):
        return Occurrences(starts, starts)
    if len(starts) > len(scene_starts):
        # One search for each scene, not for each start: 3 ms instead of 18 for 770,000.
        counts = np.diff(starts.searchsorted(scene_starts.astype(np.int64)))
        scenes = np.flatnonzero(counts)
        return Occurrences(scenes, counts[scenes])
    scenes = scene_starts.searchsorted(starts.astype(np.uint32), side="right") - 1
    if len(scenes) == 1:
        return Occurrences(scenes, np.ones(1, np.int64))
    bounds = np.concatenate([[0], np.flatnonzero(scenes[1:] != scenes[:-1]) + 1, [len(scenes)]])
    return Occurrences(scenes[bounds[:-1]], bounds[1:] - bounds[:-1])
