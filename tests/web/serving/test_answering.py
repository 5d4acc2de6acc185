"""What the answer to a request has cost, and where it is remembered."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from fabula.index.budget import check
from fabula.index.errors import QueryAbandoned
from fabula.web.serving.answering import Answering
from fabula.web.serving.known_costs import KnownCosts
from fabula.web.serving.stage import ADDRESS, ON_GONE, STAGE, Stage
from fabula.web.serving.trial import DEAR_SECONDS, TRIAL_SECONDS, HandOver

WORK_SECONDS = 0.02


def work() -> None:
    until = time.thread_time() + WORK_SECONDS
    while time.thread_time() < until:
        pass


def cost_of(
    application: Callable[..., Any], costs: KnownCosts, on_gone: Callable[..., object] = lambda act: None
) -> float:
    """What is known of a request after `application` has answered it."""
    environ = {STAGE: Stage.FIRST, ADDRESS: "/search?q=a", ON_GONE: on_gone}
    Answering(application, 2.0, costs)(environ, lambda *_: lambda _: None)
    return costs.of("/search?q=a")


def test_the_cost_of_an_answer() -> None:
    """It is the processor time of its thread."""

    def application(*_: object) -> list[bytes]:
        work()
        time.sleep(0.05)
        return []

    assert WORK_SECONDS <= cost_of(application, KnownCosts()) < WORK_SECONDS + 0.05


def test_an_answer_that_is_abandoned() -> None:
    """It counts twice what it took, and never lowers what is known."""

    def application(*_: object) -> list[bytes]:
        work()
        leave[0]()
        with pytest.raises(QueryAbandoned):
            check()
        return []

    leave: list[Callable[[], object]] = []
    costs = KnownCosts()
    assert cost_of(application, costs, leave.append) >= 2 * WORK_SECONDS
    costs.note("/search?q=a", 0.4)
    leave.clear()
    assert cost_of(application, costs, leave.append) == 0.4


@pytest.mark.parametrize(("foreseen", "known"), [(0.1, 0.1), (DEAR_SECONDS * 2, TRIAL_SECONDS), (None, TRIAL_SECONDS)])
def test_a_request_that_is_handed_over(foreseen: float | None, known: float) -> None:
    """What was foreseen is known from then on; a dear one needs no other trial."""

    def application(*_: object) -> list[bytes]:
        raise HandOver if foreseen is None else HandOver(foreseen)

    costs = KnownCosts()
    with pytest.raises(HandOver):
        cost_of(application, costs)
    assert costs.of("/search?q=a") == known


def test_a_request_that_is_abandoned_when_it_is_handed_over() -> None:
    """What was foreseen counts, not the little time until then."""

    def application(*_: object) -> list[bytes]:
        leave[0]()
        raise HandOver

    leave: list[Callable[[], object]] = []
    costs = KnownCosts()
    with pytest.raises(HandOver):
        cost_of(application, costs, leave.append)
    assert costs.of("/search?q=a") == TRIAL_SECONDS
