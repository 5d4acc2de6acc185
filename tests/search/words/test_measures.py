"""The measures are those of the papers that they name."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures

from fabula.search.words import common_words, measures
from fabula.search.words.measures import log_dice, log_likelihood, log_ratio, mutual_information

COUNT = st.integers(1, 10**7)


@pytest.mark.parametrize("module", [measures, common_words], ids=lambda module: module.__name__)
def test_examples(module: object) -> None:
    """The examples in the docstrings run."""
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted and not result.failed


@pytest.mark.parametrize(
    ("cells", "published"),
    [
        ((110, 2442, 111, 29114), 270.72),  # the swiss
        ((29, 13, 123, 31612), 263.90),  # can be
        ((31, 23, 139, 31584), 256.84),  # previous year
        ((10, 0, 3, 31764), 167.23),  # mineral water
    ],
)
def test_dunning(cells: tuple[int, int, int, int], published: float) -> None:
    """Log-likelihood gives the figures that Dunning (1993) printed for pairs of words of Swiss banks' reports."""
    assert float(log_likelihood(*cells)) == pytest.approx(published, abs=0.005)


@given(COUNT, COUNT, COUNT, COUNT)
def test_nltk(a: int, b: int, c: int, d: int) -> None:
    """Log-likelihood and mutual information are those of NLTK's measures of pairs of words."""
    marginals = a, (a + c, a + b), a + b + c + d
    expected = BigramAssocMeasures.likelihood_ratio(*marginals)
    assert float(log_likelihood(a, b, c, d)) == pytest.approx(expected, rel=1e-6, abs=1e-3)
    assert float(mutual_information(a, b, c, d)) == pytest.approx(BigramAssocMeasures.pmi(*marginals), abs=1e-9)


def test_absent_words() -> None:
    """A word that the other text lacks has a finite log ratio: it counts there as half a word."""
    assert float(log_ratio(8, 0, 92, 100)) == pytest.approx(4.0)
    assert float(log_likelihood(0, 0, 10, 10)) == 0.0


def test_log_dice() -> None:
    """Of two words that stand together in half of their places, log dice is one less than the most."""
    assert float(log_dice(10, 20, 20)) == pytest.approx(13.0)
