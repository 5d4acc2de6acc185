"""All matches of a part of a plan: the rules of `matching.match`, over arrays for all scenes of a segment at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, Mask
from fabula.index.budget import check
from fabula.index.model import SceneKind
from fabula.search.engine.evaluate import Evaluation
from fabula.search.engine.protocol import SegmentMatches
from fabula.search.matching.runs import Runs, join_overlapping
from fabula.search.plan import And, Condition, HasSpeech, Or, Part, PhraseClause, SpeechScope
from fabula.search.postings.segment_view import SegmentView
from fabula.search.postings.sorted_positions import Positions
from .phrase_ends import phrase_ends


class _Pieces(NamedTuple):
    """The occurrences of one leaf: uint32 or int64, ascending. They may overlap each other."""

    firsts: Positions
    lasts: Positions


class _Found(NamedTuple):
    """The scenes that a part matches, bool[scenes], and what it marks in them."""

    scenes: Mask
    pieces: list[_Pieces]


def all_matches(part: Part, kinds: tuple[SceneKind, ...], evaluations: Sequence[Evaluation]) -> list[SegmentMatches]:
    """The matches of `part` in each segment, in scenes of these kinds whose works are not deleted.

    As marks in a scene: of a conjunction all parts are matches in scenes that have all of them, of the choices of an OR
    those that a scene meets as a whole; negations and conditions on works only rule scenes out. What overlaps is one.
    """
    matches = []
    for evaluation in evaluations:
        check()
        view, found = evaluation.view, _find(part, evaluation)
        pieces = _within(_joined(found.pieces), found.scenes & view.universe(kinds), view)
        matches.append(SegmentMatches(view, *pieces))
    return matches


def _joined(pieces: list[_Pieces]) -> _Pieces:
    """All of them in order; of those that overlap one is made."""
    pieces = [piece for piece in pieces if len(piece.firsts)]
    if len(pieces) == 1 and (pieces[0].firsts[1:] > pieces[0].lasts[:-1]).all():
        # As they are unpacked, in 32 bits: "the" has 700,000 of them.
        return pieces[0]
    runs = join_overlapping([Runs(first.astype(np.int64), last.astype(np.int64)) for first, last in pieces])
    return _Pieces(runs.firsts, runs.lasts)


def _find(part: Part, evaluation: Evaluation) -> _Found:
    view = evaluation.view
    match part:
        case PhraseClause():
            return _phrase(part, evaluation)
        case HasSpeech(scope):
            pieces: list[_Pieces] = []
            if view.speech is not None and scope.side is SpeechScope.DIALOGUE:
                chosen = view.speech.utterances_of(scope).chosen
                firsts, lengths = view.speech.firsts, view.speech.lengths
                if chosen is not None:
                    firsts, lengths = firsts[chosen], lengths[chosen]
                pieces.append(_Pieces(firsts, firsts + lengths - 1))
            return _Found(evaluation.mask(part), pieces)
        case And(parts):
            return _all_of(parts, evaluation)
        case Or(parts):
            choices = [_find(child, evaluation) for child in parts]
            scenes = reduce(np.logical_or, [choice.scenes for choice in choices], np.zeros(len(view), bool))
            return _Found(scenes, [piece for choice in choices for piece in choice.pieces])
    return _Found(evaluation.mask(part), [])


def _all_of(parts: tuple[Part, ...], evaluation: Evaluation) -> _Found:
    view = evaluation.view
    scenes = np.ones(len(view), bool)
    pieces: list[_Pieces] = []
    # Conditions are cheapest, and nothing is looked for where no scene is left.
    for part in sorted(parts, key=lambda part: not isinstance(part, Condition)):
        check()
        found = _find(part, evaluation)
        scenes = scenes & found.scenes
        pieces += found.pieces
        if not scenes.any():
            return _Found(scenes, [])
    return _Found(scenes, [_within(piece, scenes, view) for piece in pieces])


def _phrase(phrase: PhraseClause, evaluation: Evaluation) -> _Found:
    view = evaluation.view
    if phrase.is_word:
        check(phrase)
        listed = evaluation.lookup.posting_list(phrase.alternatives[0], phrase.level)
        positions = listed.positions()
        return _Found(listed.scene_mask(), [_Pieces(positions, positions)])
    starts = evaluation.starts(phrase)
    if not len(starts):
        return _Found(np.zeros(len(view), bool), [])
    return _Found(_scenes_with(starts, view), [_Pieces(starts, phrase_ends(phrase, starts, evaluation))])


def _scenes_with(starts: I64, view: SegmentView) -> Mask:
    """bool[scenes]: those in which any of the positions (ascending) lies."""
    mask: Mask = np.diff(starts.searchsorted(view.segment.scene_starts.astype(np.int64))) > 0
    return mask


def _within(pieces: _Pieces, scenes: Mask, view: SegmentView) -> _Pieces:
    """Those in some of the scenes, bool[scenes]. Nothing is copied if that is all of them."""
    firsts, lasts = pieces
    counts = np.diff(firsts.searchsorted(view.segment.scene_starts.astype(firsts.dtype)))
    if not counts[~scenes].any():
        return pieces
    chosen = np.repeat(scenes, counts)
    chosen_firsts = firsts.compress(chosen)
    return _Pieces(chosen_firsts, chosen_firsts if lasts is firsts else lasts.compress(chosen))
