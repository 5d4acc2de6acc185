"""Utterances of one scene: which word lies in which, and phrases that run over several."""

from __future__ import annotations

from fabula.index.codec.speech import CastMember
from fabula.index.model import Gender
from fabula.search.matching.runs import Run
from fabula.search.matching.scene_speech import (
    Utterance,
    positions_in_scope,
    runs_across_breaks,
    runs_in_scope,
    utterance_at,
)
from fabula.search.plan import ScopeFilter, SpeechScope, SpeechSpan

ANN = CastMember("Ann", (), Gender.UNKNOWN, 1, 1)
# Words 2-3 and 6 are one turn of Ann's, interrupted; word 8 is a turn of somebody unknown.
UTTERANCES = [Utterance(2, 3, True, ANN), Utterance(6, 6, False, ANN), Utterance(8, 8, True, None)]
DIALOGUE, NARRATION = ScopeFilter(SpeechScope.DIALOGUE), ScopeFilter(SpeechScope.NARRATION)
BY_ANN = ScopeFilter(SpeechScope.DIALOGUE, ("ann",))


def test_the_utterance_of_a_word() -> None:
    """Both ends belong to it; narration belongs to none."""
    numbers = [None, None, 0, 0, None, None, 1, None, 2, None]
    for position, number in enumerate(numbers):
        assert utterance_at(UTTERANCES, position) == (None if number is None else UTTERANCES[number])


def test_positions_and_runs_in_a_scope() -> None:
    """Dialogue and narration are complements; a speaker has only what is known to be theirs."""
    positions = range(10)
    assert positions_in_scope(positions, DIALOGUE, UTTERANCES) == [2, 3, 6, 8]
    assert positions_in_scope(positions, NARRATION, UTTERANCES) == [0, 1, 4, 5, 7, 9]
    assert positions_in_scope(positions, BY_ANN, UTTERANCES) == [2, 3, 6]
    assert runs_in_scope(BY_ANN, UTTERANCES) == [Run(2, 3), Run(6, 6)]
    assert runs_in_scope(NARRATION, UTTERANCES) == []


def test_runs_across_breaks() -> None:
    """Over an interruption within the turn; over turns only where the whole scene's speech counts."""

    def runs(words: list[list[int]], span: SpeechSpan, scope: ScopeFilter | None = None) -> list[list[int]]:
        return list(runs_across_breaks(words, span, scope, UTTERANCES))

    assert runs([[0, 3], [4, 6]], SpeechSpan.TURN) == [[3, 6]]
    assert runs([[2], [3]], SpeechSpan.TURN) == []
    assert runs([[6], [8]], SpeechSpan.TURN) == []
    assert runs([[6], [8]], SpeechSpan.SCENE) == [[6, 8]]
    assert runs([[3], [6], [8]], SpeechSpan.SCENE, BY_ANN) == []
