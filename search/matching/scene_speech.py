"""What is said in one scene, for marking: the same rules as those of `spoken.py`, over a few words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fabula.index.codec.speech import CastMember
from fabula.search.plan import ScopeFilter, SpeechScope, SpeechSpan
from fabula.search.postings.speech_coordinates import has_name

__all__ = ["Said", "allowed_places", "joined_runs", "said_at", "speaking"]


class Said(NamedTuple):
    """An utterance: its first and last word, both included, counted from the scene's first.

    opens    True where a turn begins.
    speaker  None if that is not known.
    """

    first: int
    last: int
    opens: bool
    speaker: CastMember | None


def said_at(said: Sequence[Said], place: int) -> Said | None:
    """The utterance that the word at `place` is part of."""
    index = bisect_right(said, place, key=lambda own: own.first) - 1
    return said[index] if index >= 0 and place <= said[index].last else None


def allowed_places(places: Sequence[int], scope: ScopeFilter, said: Sequence[Said]) -> list[int]:
    """Those of the places that lie in the scope."""
    return [place for place in places if _in_scope(said_at(said, place), scope)]


def _in_scope(own: Said | None, scope: ScopeFilter) -> bool:
    if scope.side is SpeechScope.NARRATION:
        return own is None and not scope.speaker
    if own is None:
        return False
    return not scope.speaker or (own.speaker is not None and has_name(own.speaker, scope.speaker))


def speaking(scope: ScopeFilter, said: Sequence[Said]) -> list[tuple[int, int]]:
    """The utterances, by first and last word, that the scope looks at; none for narration."""
    if scope.side is SpeechScope.NARRATION:
        return []
    return [(own.first, own.last) for own in said if _in_scope(own, scope)]


def joined_runs(
    places: Sequence[Sequence[int]], speech_span: SpeechSpan, scope: ScopeFilter | None, said: Sequence[Said]
) -> Iterator[list[int]]:
    """The places of each occurrence of a phrase that runs over several utterances.

    places  for each word of the phrase where it stands in the scene, ascending.
    """
    # The words of each turn, or of all speech of the scene, one after the other.
    speeches: list[list[int]] = []
    piece: dict[int, int] = {}
    for number, own in enumerate(said):
        if not speeches or (own.opens and speech_span is SpeechSpan.TURN):
            speeches.append([])
        speeches[-1] += range(own.first, own.last + 1)
        piece.update(dict.fromkeys(range(own.first, own.last + 1), number))
    stands = [set(own) for own in places]
    for speech in speeches:
        index_of = {place: index for index, place in enumerate(speech)}
        for first in places[0]:
            index = index_of.get(first)
            run = [] if index is None else speech[index : index + len(places)]
            if (
                len(run) == len(places)
                and piece[run[0]] != piece[run[-1]]
                and all(place in own for place, own in zip(run, stands, strict=True))
                and (scope is None or all(_in_scope(said[piece[place]], scope) for place in run))
            ):
                yield run
