"""Chances in a chain are those that sums over all ways to choose its speakers give."""

from __future__ import annotations

from itertools import product
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue.speakers.chain import inference
from fabula.index.dialogue.speakers.chain.inference import Chain, marginals

SCORES = st.floats(-3, 3, width=32)
NOBODY = -1


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    """Up to three chains of up to four speeches with three candidates each, some of them nobody, some missing."""
    lengths = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    count = sum(lengths)
    characters = [[*draw(st.permutations(range(4)))[:2], NOBODY] for _ in range(count)]
    scores = [draw(st.lists(SCORES, min_size=3, max_size=3)) for _ in range(count)]
    for row in range(count):
        if draw(st.booleans()):
            scores[row][0] = -np.inf
    links = [np.array(draw(st.lists(SCORES, min_size=count, max_size=count)), np.float32) for _ in range(2)]
    starts = np.cumsum([0, *lengths]).astype(np.int64)
    return Chain(np.array(scores, np.float32), np.array(characters, np.int64), starts, *links)


def _same(chain: Chain, row: int, here: int, other: int, there: int) -> bool:
    who = chain.characters[row, here]
    return bool(who >= 0 and who == chain.characters[other, there])


@given(chains())
def test_chances_are_those_of_all_ways(chain: Chain) -> None:
    """Each way to choose speakers counts by the power of its scores; the oracle adds up all of them."""
    found = marginals(chain)
    evidence = 0.0
    for first, end in zip(chain.starts[:-1].tolist(), chain.starts[1:].tolist(), strict=True):
        chances, again, second = np.zeros((end - first, 3)), np.zeros(end - first), np.zeros(end - first)
        for way in product(range(3), repeat=end - first):
            score = 0.0
            is_again, is_second = np.zeros(end - first), np.zeros(end - first)
            for place, here in enumerate(way):
                row = first + place
                score += chain.scores[row, here]
                is_again[place] = place > 0 and _same(chain, row, here, row - 1, way[place - 1])
                is_second[place] = place > 1 and _same(chain, row, here, row - 2, way[place - 2])
                score += is_again[place] * chain.again[row] + is_second[place] * chain.second[row]
            chances[range(end - first), way] += exp(score)
            again += exp(score) * is_again
            second += exp(score) * is_second
        total = chances[0].sum()
        evidence += log(total)
        np.testing.assert_allclose(found.chances[first:end], chances / total, atol=1e-5)
        np.testing.assert_allclose(found.again[first:end], again / total, atol=1e-5)
        np.testing.assert_allclose(found.second[first:end], second / total, atol=1e-5)
    assert found.evidence == pytest.approx(evidence, abs=1e-4)
    assert np.array_equal(marginals(chain, links=False).chances, found.chances)


def test_chains_weighed_by_parts_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many speeches are weighed at once changes nothing."""
    random = np.random.default_rng(5)
    chain = Chain(
        random.normal(size=(40, 3)).astype(np.float32),
        random.integers(-1, 3, (40, 3)),
        np.array([0, 3, 4, 20, 21, 40]),
        random.normal(size=40).astype(np.float32),
        random.normal(size=40).astype(np.float32),
    )
    whole = marginals(chain)
    monkeypatch.setattr(inference, "_SPEECHES_AT_ONCE", 4)
    parts = marginals(chain)
    np.testing.assert_allclose(parts.chances, whole.chances, atol=1e-6)
    assert parts.evidence == pytest.approx(whole.evidence)


def test_of_no_speeches_nothing_is_known() -> None:
    """A work without speech has no chances."""
    nothing = (
        np.zeros((0, 3), np.float32),
        np.zeros((0, 3), np.int64),
        np.zeros(1, np.int64),
        *np.zeros((2, 0), np.float32),
    )
    assert marginals(Chain(*nothing)).chances.shape == (0, 3)
