"""What a request will probably cost."""

from __future__ import annotations

import pytest

from fabula.web.serving.connections.prices import BANDS, MeanCost, band, price


def mean_of(*seconds: float) -> MeanCost:
    mean = MeanCost()
    for each in seconds:
        mean.note(each)
    return mean


def test_a_client_keeps_its_place_for_a_dear_request() -> None:
    """The price is mostly what its client has asked for so far, whatever the request has cost others."""
    ordinary, dear = mean_of(*[0.04] * 20), mean_of(*[0.3] * 20)
    assert price(0.15, ordinary) < 0.06
    assert price(0.01, dear) > 0.2
    assert price(0.15, ordinary) > price(0.0, ordinary) == pytest.approx(0.04)


def test_the_dearest_question_may_be_the_first() -> None:
    """One answer makes nobody a client who asks dear questions, three do."""
    assert band(price(0.0, mean_of(0.15))) < 2 <= band(price(0.0, mean_of(0.15, 0.15, 0.15)))


def test_a_client_without_an_answer() -> None:
    """Only the request itself can tell; if that is not known either, nothing is."""
    assert price(0.0, MeanCost()) == 0.0
    assert price(0.1, MeanCost()) == 0.1


def test_old_answers_are_forgotten() -> None:
    """A client that has asked ordinary questions for a while is an ordinary one again."""
    assert mean_of(*[1.0] * 1_000, *[0.04] * 80).seconds < 0.06


def test_bands() -> None:
    """They rise with the price, two for a double one; all below the lowest, and all above the highest, are alike."""
    numbers = [band(0.001 * number) for number in range(20_000)]
    assert numbers == sorted(numbers)
    assert numbers[0] == numbers[40] == 0 and numbers[-1] == band(1e9) == BANDS - 1
    assert band(0.081) == band(0.0401) + 2
