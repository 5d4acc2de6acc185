"""Calibration and bounds of speakers are those that the outcomes of other novels ask for."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.attribution.left_out import PRECISION, Outcomes, Stated, nested, stated_of


def outcomes(seed: int, count: int = 4_000) -> Outcomes:
    """Names of which those without a tag are right less often than their chances say, as if the odds were halved."""
    random = np.random.default_rng(seed)
    chances, tagged = random.uniform(0.05, 0.999, count), random.random(count) < 0.4
    rights = random.random(count) < chances / (2 - chances)
    return Outcomes(("Implicit",) * count, chances, rights, tagged)


def test_stated_confidences_are_shares_that_are_right() -> None:
    """Also of outcomes that were not seen."""
    stated, found = stated_of([outcomes(1)]), outcomes(2)
    confidences = stated.confidences(found)
    for low in (0.2, 0.5, 0.8):
        band = (confidences >= low) & (confidences < low + 0.2)
        assert confidences[band].mean() == pytest.approx(found.rights[band].mean(), abs=0.05)


def test_bounds_are_the_least_that_are_precise_enough() -> None:
    """With them names are right as often as asked, and with lower ones less often."""
    found = outcomes(3)
    stated = stated_of([found])
    named = stated.named_quotations(found)
    assert found.rights[named].mean() >= PRECISION
    lower = Stated(stated.slope, stated.shift, stated.named, stated.threshold - 0.005).named_quotations(found)
    assert lower.sum() >= named.sum()
    assert stated.threshold <= 0.4 or found.rights[lower].mean() < PRECISION


def test_a_novel_does_not_choose_its_own_bounds() -> None:
    """They are those of the other groups' outcomes."""
    first, second = outcomes(4), outcomes(5)
    assert nested([first, second], ["Ann", "Ben"]) == [stated_of([second]), stated_of([first])]
