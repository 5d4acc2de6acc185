"""The arrays of features are those of the plain formulation, and weighing them is one product."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue import Convention, Pair, utterances
from fabula.index.dialogue.speakers.attribution import speaker_chances
from fabula.index.dialogue.speakers.chances import Chances
from fabula.index.dialogue.speakers.evidence import NOBODY, Evidence
from fabula.index.dialogue.speakers.features import FEATURES, Features, Weighing
from fabula.index.dialogue.speakers.speeches import speeches_of
from fabula.index.dialogue.speakers.weights import WEIGHTS
from ...conftest import paragraphs_of
from .plain_features import PlainChances, plain_candidates, plain_features, plain_nobody

CURLY = Convention((Pair("“", "”"),))
PEOPLE = ("Anna", "Ben", "Mr. Cole", "Dora Finch", "she", "he", "I", "the old man")
PARAGRAPHS = (
    "“{0},” said {1}. “Yes.”",
    "“Go on, {2}!” {1} said.",
    "“Why?”",
    "“No, {2}—”",
    "“Well . . .”",
    "Then {1} said: “{2} left.” {0} smiled.",
    "{1} smiled. “And {2}?” he asked. {0} sat down. “Yes,” {0} said.",
    "{0} saw {1} and {2}. {1} took his hat. She left.",
    "It rained.",
    "My {1} took {0} by the hand, and {0} looked at her.",
)
paragraphs = st.builds(
    lambda text, people: text.format(*people), st.sampled_from(PARAGRAPHS), st.permutations(PEOPLE).map(lambda p: p[:3])
)
works = st.lists(st.lists(paragraphs, max_size=12).map("\n\n".join), min_size=1, max_size=3)


def evidence_of(texts: list[str]) -> Evidence:
    scenes = [(text, paragraphs_of(text), utterances(text, paragraphs_of(text), CURLY)) for text in texts]
    return Evidence(*speeches_of(scenes))


def as_arrays(chances: PlainChances) -> Chances:
    speeches = [number for number, each in enumerate(chances) for _ in each]
    characters = [character for each in chances for character in sorted(each)]
    values = [each[character] for each in chances for character in sorted(each)]
    return Chances.of(len(chances), np.array(speeches, np.int64), np.array(characters, np.int64), np.array(values))


@st.composite
def works_with_chances(draw: st.DrawFn) -> tuple[Evidence, PlainChances]:
    evidence = evidence_of(draw(works))
    characters = st.integers(NOBODY, len(evidence.genders) - 1)
    shares = st.sampled_from((0.03, 0.1, 0.21, 0.3, 0.6, 0.9))
    chances = [draw(st.dictionaries(characters, shares, max_size=3)) for _ in evidence.speeches]
    # No two speak more likely than not.
    return evidence, [dict(list(each.items())[: 3 if sum(each.values()) <= 1 else 1]) for each in chances]


@given(works_with_chances(), st.sampled_from((5, 100)))
def test_features_are_those_of_the_plain_formulation(work: tuple[Evidence, PlainChances], at_once: int) -> None:
    """The same candidates with the same features, however many speeches are looked at at once."""
    evidence, chances = work
    features = Features(evidence)
    for low in range(0, len(evidence.speeches), at_once):
        high = min(len(evidence.speeches), low + at_once)
        found = features.of(low, high, as_arrays(chances))
        for number in range(low, high):
            of_speech = np.flatnonzero(found.speeches == number)
            candidates = plain_candidates(evidence, number, chances)
            assert found.characters[of_speech].tolist() == [*candidates, NOBODY]
            plain = [plain_features(evidence, number, character, chances) for character in candidates]
            for column, expected in zip(
                of_speech.tolist(), [*plain, plain_nobody(evidence, number, len(candidates))], strict=True
            ):
                values = dict(zip(FEATURES, found.features[:, column].tolist(), strict=True))
                assert _to_nine_digits(values) == _to_nine_digits(expected)


def _to_nine_digits(features: dict[str, float]) -> dict[str, float]:
    """Those that are not 0, to as many digits as another order of sums leaves alone."""
    return {name: round(value, 9) for name, value in features.items() if round(value, 9)}


@given(works_with_chances(), st.sampled_from((5, 100)))
def test_scores_are_the_product_of_weights_and_features(work: tuple[Evidence, PlainChances], at_once: int) -> None:
    """Also in a later pass, with other chances than in the first."""
    evidence, chances = work
    features = Features(evidence)
    weighing = Weighing(features, WEIGHTS)
    weights = np.array(list(WEIGHTS.values()))
    for each in (as_arrays([{} for _ in chances]), as_arrays(chances)):
        for low in range(0, len(evidence.speeches), at_once):
            high = min(len(evidence.speeches), low + at_once)
            expected = features.of(low, high, each)
            candidates, scores = weighing.scores(low, high, each)
            assert candidates.speeches.tolist() == expected.speeches.tolist()
            assert np.allclose(scores, weights @ expected.features)


@given(works)
def test_chances_of_a_speech_are_shares_of_one(texts: list[str]) -> None:
    """Nobody among them; only small ones are dropped."""
    evidence = evidence_of(texts)
    chances = speaker_chances(evidence)
    for number in range(len(evidence.speeches)):
        values = chances.values[chances.starts[number] : chances.starts[number + 1]]
        assert 0.5 < values.sum() <= 1.0 + 1e-9


def test_a_speech_without_a_tag_is_the_other_speakers() -> None:
    """Of two who speak by turns."""
    evidence = evidence_of(["“Go,” said Anna.\n\n“Why?” asked Ben.\n\n“You know.”\n\n“I do not.”"])
    speakers = speaker_chances(evidence).likeliest()[0].tolist()
    assert speakers == [evidence.character(name) for name in ("Anna", "Ben", "Anna", "Ben")]
