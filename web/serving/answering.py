"""Gives each request a budget, and sends dear ones to the lane: WSGI middleware around the pages."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fabula.index.budget import Budget, spending
from fabula.index.errors import ServerFull
from .known_costs import KnownCosts
from .lane import LaneUnavailable, ask_lane
from .stage import ADDRESS, MAY_HAND_OVER, ON_GONE, REFUSAL, STAGE, Environment, Stage
from .trial import DEAR_SECONDS, TRIAL_SECONDS, HandOver, TrialBudget

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

_LATER = "Ask again in some seconds, or ask for rarer words."
# An answer that was abandoned would have taken so many times as long, for all that is known.
_ABANDONED_AT = 2.0


class Answering:
    """Answers requests with `application`.

    query_seconds  for each request.
    costs          are noted here, and TRIAL_SECONDS for what was handed over.
    is_lane        this process is for dear requests: it does not ask whether one is.
    lane           the path of the socket of processes for dear requests; "" if this process answers them itself,
                   in the thread that is for them.
    wait_seconds   for the lane, from the request to the first byte of its answer.
    """

    def __init__(
        self,
        application: WSGIApplication,
        query_seconds: float,
        costs: KnownCosts,
        *,
        is_lane: bool = False,
        lane: str = "",
        wait_seconds: float = 10.0,
    ) -> None:
        self._application = application
        self._query_seconds = query_seconds
        self._is_lane = is_lane
        self._lane = lane
        self._wait_seconds = wait_seconds
        self._costs = costs

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        stage = environ[STAGE]
        if stage is Stage.REFUSED:
            environ[REFUSAL] = ServerFull(
                "This query takes long, and as many of those as this server takes are being answered.", hint=_LATER
            )
        if stage is Stage.DEAR and self._lane and REFUSAL not in environ:
            try:
                return ask_lane(self._lane, self._wait_seconds, environ, start_response)
            except LaneUnavailable as error:
                environ[REFUSAL] = ServerFull(str(error), hint=_LATER)
        if stage is Stage.FIRST and not self._is_lane and REFUSAL not in environ:
            return self._on_trial(environ, start_response)
        environ[MAY_HAND_OVER] = False
        return self._within(Budget(self._query_seconds), environ, start_response)

    def _on_trial(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        environ[MAY_HAND_OVER] = True
        seconds, foreseen = TRIAL_SECONDS, 0.0
        started = time.thread_time()
        budget = TrialBudget()
        try:
            answer = self._within(budget, environ, start_response)
            # What was answered is not dear, even if its last piece took it over the time.
            seconds = min(time.thread_time() - started, 0.99 * TRIAL_SECONDS)
        except HandOver as request:
            seconds = foreseen = request.seconds if request.seconds <= DEAR_SECONDS else TRIAL_SECONDS
            raise
        finally:
            if budget.is_abandoned:
                # It would have taken longer. Clients that hang up at once must not make a dear request look cheap.
                spent = time.thread_time() - started
                seconds = max(_ABANDONED_AT * spent, foreseen, self._costs.of(environ[ADDRESS]))
            self._costs.note(environ[ADDRESS], seconds)
        return answer

    def _within(self, budget: Budget, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        environ[ON_GONE](budget.abandon)
        with spending(budget):
            return self._application(environ, start_response)
