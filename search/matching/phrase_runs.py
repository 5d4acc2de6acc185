"""Where in one scene does a phrase occur?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from fabula.index.analysis import is_emoji
from fabula.index.array_types import I64
from fabula.index.budget import checked
from fabula.search.plan import PhraseClause, SpeechSpan
from .runs import Runs
from .scene_speech import positions_in_scope, runs_across_breaks
from .scene_terms import NO_POSITIONS, SceneTerms

# Positions, 2 MB of them: a phrase of a thousand words may begin anywhere in a scene of 30,000.
_NUMBERS_AT_ONCE = 1 << 18


def phrase_positions(phrase: PhraseClause, scene: SceneTerms) -> Iterator[I64]:
    """int64[occurrences, words], in pieces: the positions of the words of each occurrence.

    From each of the first word these are the nearest of each next word.
    """
    by_word = {slot: scene.positions(slot, phrase.level) for slot in dict.fromkeys(phrase.alternatives)}
    if not all(map(len, by_word.values())):
        return
    if phrase.speech_span is not SpeechSpan.NONE:
        spoken = [by_word[slot].tolist() for slot in phrase.alternatives]
        runs = [*runs_across_breaks(spoken, phrase.speech_span, phrase.scope, scene.utterances)]
        yield np.array(runs, np.int64).reshape(-1, len(spoken))
        return
    if phrase.scope is not None:
        for slot, positions in by_word.items():
            inside = positions_in_scope(positions.tolist(), phrase.scope, scene.utterances)
            by_word[slot] = np.array(inside, np.int64)
        if not all(map(len, by_word.values())):
            return
    first, *others = [by_word[slot] for slot in phrase.alternatives]
    # As the engine does it, with emoji left out.
    emoji = NO_POSITIONS if phrase.slop else scene.emoji
    if len(emoji) and not may_skip_emoji(phrase):
        emoji = NO_POSITIONS
    starts_at_once = max(1, _NUMBERS_AT_ONCE // (1 + len(others)))
    for begin in range(0, len(first), starts_at_once):
        yield _nearest_runs(first[begin : begin + starts_at_once], others, phrase.slop, emoji)


def runs_side_by_side(phrase: PhraseClause, scene: SceneTerms) -> Runs:
    """What `phrase_positions` finds of a phrase without slop and scope, in a scene without emoji.

    Sooner, as nothing between the words is to be counted: most hits are of such phrases.
    """
    starts = NO_POSITIONS
    for distance, slot in enumerate(checked(phrase.alternatives, every=16)):
        positions = scene.positions(slot, phrase.level)
        if not distance:
            starts = positions
        elif len(positions):
            wanted = starts + distance
            starts = starts[positions.take(positions.searchsorted(wanted), mode="clip") == wanted]
        if not len(positions) or not len(starts):
            return Runs.of_words(NO_POSITIONS)
    return Runs(starts, starts + (len(phrase.alternatives) - 1))


def _nearest_runs(first: I64, others: Sequence[I64], slop: int, emoji: I64) -> I64:
    """int64[occurrences, words]: the runs from each position in `first` that have at most `slop` other words in them.

    others  int64[...] for each next word: its positions, ascending.
    emoji   int64[...], ascending: positions that do not count.
    """
    runs = np.empty((len(others) + 1, len(first)), np.int64)
    runs[0] = first
    for number, positions in enumerate(checked(others, every=16)):
        following = positions.searchsorted(runs[number], side="right")
        positions.take(following, out=runs[number + 1], mode="clip")
    between = runs[-1] - first - len(others)
    if len(emoji):
        between -= emoji.searchsorted(runs[-1], side="right") - emoji.searchsorted(first, side="right")
    # Where nothing follows, the last position stands again, or one before it.
    fits = (between <= slop) & (runs[1:] > runs[:-1]).all(axis=0)
    return runs[:, fits].T


def may_skip_emoji(phrase: PhraseClause) -> bool:
    """True unless the phrase is one word, or has an emoji itself: then it stands as typed, or not at all."""
    slots = phrase.alternatives
    return len(slots) > 1 and not any(is_emoji(word) for slot in slots for word in slot)
