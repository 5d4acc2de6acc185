"""Which searches the application hands over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from fabula.search import Cost, Library
from fabula.web.serving.stage import HAND_OVER_ABOVE, MAY_HAND_OVER
from fabula.web.serving.trial import HandOver

PATHS = ["/search?q=lamp", "/quote?q=lamp", "/api/v1/search?q=lamp", "/api/v1/quote?q=lamp"]


@pytest.mark.parametrize("path", PATHS)
def test_dear_queries_are_handed_over(app: Flask, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """If their estimate is high and the server has another process for them; else they are answered."""
    estimates = []

    def cost(*_: object) -> Cost:
        estimates.append(0)
        return Cost(seconds)

    monkeypatch.setattr(Library, "cost", cost)
    client = app.test_client()
    seconds = 1.0
    with pytest.raises(HandOver):
        client.get(path, environ_overrides={MAY_HAND_OVER: True})
    for may_hand_over in (False, None):
        given = {} if may_hand_over is None else {MAY_HAND_OVER: may_hand_over}
        assert client.get(path, environ_overrides=given).status_code == 200
    assert len(estimates) == 1
    seconds = 0.01
    assert client.get(path, environ_overrides={MAY_HAND_OVER: True}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_the_server_may_want_lighter_ones_back_too(app: Flask, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """It says from which estimate on, and learns the estimate."""
    monkeypatch.setattr(Library, "cost", lambda *_: Cost(0.1))
    limits = {MAY_HAND_OVER: True, HAND_OVER_ABOVE: 0.08}
    with pytest.raises(HandOver) as request:
        app.test_client().get(path, environ_overrides=limits)
    assert request.value.seconds == 0.1
    assert app.test_client().get(path, environ_overrides={**limits, HAND_OVER_ABOVE: 0.2}).status_code == 200


@pytest.mark.parametrize("path", ["/search?q=lamp", "/quote?q=lamp", "/api/v1/search?q=lamp", "/api/v1/quote?q=lamp"])
def test_an_answer_that_lacks_something_is_not_kept(app: Flask, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """There was no time for all of it: the next time there may be, so that it has no validator."""
    client = app.test_client()
    assert "ETag" in client.get(path).headers
    search, quote = Library.search, Library.quote

    def hurried(whole: Any) -> Any:
        notes = ("there was no time to look for a line",)
        return replace(whole, explanation=replace(whole.explanation, notes=notes))

    monkeypatch.setattr(Library, "search", lambda *asked, **more: hurried(search(*asked, **more)))
    monkeypatch.setattr(Library, "quote", lambda *asked, **more: hurried(quote(*asked, **more)))
    response = client.get(path)
    assert response.status_code == 200 and "ETag" not in response.headers
