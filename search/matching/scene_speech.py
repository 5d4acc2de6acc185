"""The speech in one scene, for marking: the rules of postings/speech_coordinates.py, over a few words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from fabula.index.budget import checked
from fabula.index.codec.speech import CastMember
from fabula.search.plan import ScopeFilter, SpeechScope, SpeechSpan
from fabula.search.postings.character_names import has_name
from .runs import Run


class Utterance(NamedTuple):
    """Its first and last word, both included, counted from the scene's first.

    opens    True where a turn begins.
    speaker  None if that is not known.
    """

    first: int
    last: int
    opens: bool
    speaker: CastMember | None


def utterance_at(utterances: Sequence[Utterance], position: int) -> Utterance | None:
    """The utterance that the word at `position` is part of."""
    index = bisect_right(utterances, position, key=lambda utterance: utterance.first) - 1
    return utterances[index] if index >= 0 and position <= utterances[index].last else None


def speaker_of_passage(runs: Sequence[Run], utterances: Sequence[Utterance]) -> str | None:
    """Who says most of the words of the runs; None if part of them is somebody else's, or of nobody who is known.

    A remembered line may have the narration that interrupts a speech, but it is not said if most of it is narration.
    """
    speakers: set[str | None] = set()
    total = said = 0
    for first, last in runs:
        total += last - first + 1
        start = max(0, bisect_right(utterances, first, key=lambda utterance: utterance.first) - 1)
        for utterance in islice(utterances, start, None):
            if utterance.first > last:
                break
            shared = min(last, utterance.last) - max(first, utterance.first) + 1
            if shared > 0:
                said += shared
                speakers.add(utterance.speaker.name if utterance.speaker else None)
    return speakers.pop() if len(speakers) == 1 and 2 * said > total else None


def positions_in_scope(positions: Sequence[int], scope: ScopeFilter, utterances: Sequence[Utterance]) -> list[int]:
    """Those of the positions that lie in the scope."""
    return [position for position in positions if _in_scope(utterance_at(utterances, position), scope)]


def _in_scope(utterance: Utterance | None, scope: ScopeFilter) -> bool:
    """True if the scope covers the utterance; or narration, for None."""
    if scope.side is SpeechScope.NARRATION:
        return utterance is None and not scope.speaker
    if utterance is None:
        return False
    speaker = utterance.speaker
    return not scope.names or (speaker is not None and any(has_name(speaker, name) for name in scope.names))


def runs_in_scope(scope: ScopeFilter, utterances: Sequence[Utterance]) -> list[Run]:
    """The utterances that the scope covers; none for narration."""
    if scope.side is SpeechScope.NARRATION:
        return []
    return [Run(utterance.first, utterance.last) for utterance in utterances if _in_scope(utterance, scope)]


def runs_across_breaks(
    words: Sequence[Sequence[int]], speech_span: SpeechSpan, scope: ScopeFilter | None, utterances: Sequence[Utterance]
) -> Iterator[list[int]]:
    """The positions of the words of each occurrence of a phrase that runs over several utterances.

    words  the positions in the scene of each word of the phrase, ascending.
    """
    # The positions of each turn, or of all speech of the scene, one after the other.
    speeches: list[list[int]] = []
    number_at: dict[int, int] = {}
    for number, utterance in enumerate(utterances):
        if not speeches or (utterance.opens and speech_span is SpeechSpan.TURN):
            speeches.append([])
        positions = range(utterance.first, utterance.last + 1)
        speeches[-1] += positions
        number_at.update(dict.fromkeys(positions, number))
    word_sets = [set(positions) for positions in words]
    for speech in checked(speeches, every=1):
        index_of = {position: index for index, position in enumerate(speech)}
        for first in words[0]:
            index = index_of.get(first)
            run = [] if index is None else speech[index : index + len(words)]
            if (
                len(run) == len(words)
                and number_at[run[0]] != number_at[run[-1]]
                and all(position in word_set for position, word_set in zip(run, word_sets, strict=True))
                and (scope is None or all(_in_scope(utterances[number_at[position]], scope) for position in run))
            ):
                yield run
