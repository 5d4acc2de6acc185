"""Utterances of one scene: which word lies in which, and phrases that run over several."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.codec.speech import CastMember
from fabula.index.model import Gender
from fabula.search.matching.runs import Run
from fabula.search.matching.scene_speech import (
    Utterance,
    positions_in_scope,
    runs_across_breaks,
    runs_in_scope,
    speaker_of_passage,
    utterance_at,
)
from fabula.search.plan import ScopeFilter, SpeechScope, SpeechSpan

ANN = CastMember("Ann", (), Gender.UNKNOWN, 1, 1)
BEN = CastMember("Ben", (), Gender.UNKNOWN, 1, 1)
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


def test_the_speaker_of_a_passage() -> None:
    """A speaker says most of its words and nobody else any; narration that interrupts does not matter."""
    for runs, speaker in (
        ([Run(2, 3)], "Ann"),
        ([Run(2, 6)], "Ann"),
        ([Run(2, 2), Run(6, 6)], "Ann"),
        ([Run(0, 2)], None),
        ([Run(4, 5)], None),
        ([Run(6, 8)], None),
        ([Run(8, 8)], None),
        ([], None),
    ):
        assert speaker_of_passage(runs, UTTERANCES) == speaker
    assert speaker_of_passage([Run(2, 3)], []) is None


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.sampled_from([ANN, BEN, None]))), st.data())
def test_the_speaker_of_a_passage_is_that_of_its_words(
    pieces: list[tuple[int, int, CastMember | None]], data: st.DataObject
) -> None:
    """Word by word comes out the same."""
    utterances: list[Utterance] = []
    length = 0
    for gap, more, speaker in pieces:
        utterances.append(Utterance(length + gap, length + gap + more, True, speaker))
        length += gap + more + 1
    edges = data.draw(st.lists(st.integers(0, length + 3), max_size=6, unique=True).map(sorted))
    runs = [Run(first, last - 1) for first, last in zip(edges[::2], edges[1::2], strict=False)]
    words = [utterance_at(utterances, position) for first, last in runs for position in range(first, last + 1)]
    said = [word.speaker for word in words if word is not None]
    is_one = len(set(said)) == 1 and len(said) > len(words) / 2
    assert speaker_of_passage(runs, utterances) == (said[0].name if is_one and said[0] else None)


def test_runs_across_breaks() -> None:
    """Over an interruption within the turn; over turns only where the whole scene's speech counts."""

    def runs(words: list[list[int]], span: SpeechSpan, scope: ScopeFilter | None = None) -> list[list[int]]:
        return list(runs_across_breaks(words, span, scope, UTTERANCES))

    assert runs([[0, 3], [4, 6]], SpeechSpan.TURN) == [[3, 6]]
    assert runs([[2], [3]], SpeechSpan.TURN) == []
    assert runs([[6], [8]], SpeechSpan.TURN) == []
    assert runs([[6], [8]], SpeechSpan.SCENE) == [[6, 8]]
    assert runs([[3], [6], [8]], SpeechSpan.SCENE, BY_ANN) == []
