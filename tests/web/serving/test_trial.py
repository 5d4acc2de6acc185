"""Finding out whether a query is dear."""

from __future__ import annotations

import time

import pytest

from fabula.index.budget import at_most, check, spending
from fabula.index.errors import QueryAbandoned, QueryTooDear
from fabula.web.serving.trial import HandOver, TrialBudget


def work(seconds: float) -> None:
    """Use the processor for so long."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_a_trial_ends_when_its_processor_time_is_used_up() -> None:
    """Waiting costs nothing; working does, also in a part that has a time of its own."""
    with spending(TrialBudget(0.05)), at_most(20):
        time.sleep(0.1)
        check("waiting")
        work(0.06)
        with pytest.raises(HandOver):
            check("working")


def test_a_part_of_a_trial_has_its_own_time() -> None:
    """Its end is that of the part."""
    with spending(TrialBudget(20)), at_most(0.01):
        time.sleep(0.02)
        with pytest.raises(QueryTooDear):
            check("the part")


def test_an_abandoned_trial() -> None:
    """It ends in its parts as well."""
    budget = TrialBudget(20)
    with spending(budget), at_most(20):
        budget.abandon()
        with pytest.raises(QueryAbandoned):
            check("the part")
