"""Clients that ask too often are refused; a request counts once, and what watches the server is free."""

from __future__ import annotations

import doctest
from typing import Any

from werkzeug.test import EnvironBuilder

from fabula.index.errors import RateLimited
from fabula.search import Library
from fabula.web.app import create_app
from fabula.web.serving import rate_limit
from fabula.web.serving.answering import Answering
from fabula.web.serving.front import behind_front, make_buckets
from fabula.web.serving.known_costs import KnownCosts
from fabula.web.serving.options import ServingOptions
from fabula.web.serving.rate_limit import RateLimit
from fabula.web.serving.shared.rate import Rate
from fabula.web.serving.shared.token_buckets import TokenBuckets
from fabula.web.serving.stage import ADDRESS, ON_GONE, ONCE, REFUSAL, STAGE, Stage


def refusals(limit: Any, seen: list[Any], path: str = "/", address: str = "192.0.2.1", **environ: Any) -> Any:
    limit({"PATH_INFO": path, "REMOTE_ADDR": address, **environ}, None)
    return seen.pop()


def limited(rate: Rate) -> tuple[RateLimit, list[Any]]:
    seen: list[Any] = []
    return RateLimit(lambda environ, _: seen.append(environ.get(REFUSAL)) or [], TokenBuckets(rate)), seen  # type: ignore[func-returns-value,arg-type]


def test_the_examples_run() -> None:
    """Those of the docstrings."""
    assert doctest.testmod(rate_limit).failed == 0


def test_who_asks_too_often_is_refused() -> None:
    """By address; networks of IPv6 are one client. Static files and health checks are free."""
    limit, seen = limited(Rate(2, 3_600))
    for address in ("192.0.2.1", "2001:db8::1", "192.0.2.2"):
        assert [refusals(limit, seen, address=address) for _ in range(2)] == [None, None]
        assert isinstance(refusals(limit, seen, address=address), RateLimited)
    assert isinstance(refusals(limit, seen, address="2001:db8::2"), RateLimited)
    assert refusals(limit, seen, address="2001:db8:0:1::2") is None
    for path in ("/static/fabula.css", "/healthz", "/readyz"):
        assert refusals(limit, seen, path) is None


def test_a_request_counts_once() -> None:
    """However often it is begun: a refused one is not counted again, either."""
    limit, seen = limited(Rate(1, 3_600))
    once: dict[str, Any] = {}
    assert [refusals(limit, seen, **{ONCE: once}) for _ in range(5)] == [None] * 5
    assert isinstance(refusals(limit, seen, **{ONCE: {}}), RateLimited)


def ask(front: Any, path: str, **environ: Any) -> tuple[str, dict[str, str], bytes]:
    got: list[Any] = []
    request = EnvironBuilder(path).get_environ() | {"REMOTE_ADDR": "127.0.0.1"}
    ours = {STAGE: Stage.FIRST, ADDRESS: path, ON_GONE: lambda act: None, ONCE: {}}
    body = front({**request, **ours, **environ}, lambda status, headers, *_: got.extend((status, dict(headers))))
    return got[0], got[1], b"".join(body)


def test_the_answer_says_when_to_ask_again(shelf: Library) -> None:
    """429 with Retry-After, as a page and as problem details; nothing is searched for."""
    options = ServingOptions(rate=Rate(1, 60))
    front = behind_front(Answering(create_app(shelf), 2.0, KnownCosts()), options, make_buckets(options))
    assert ask(front, "/works")[0] == "200 OK"
    for path in ("/api/v1/works", "/works"):
        status, headers, body = ask(front, path)
        assert status.startswith("429 ") and 50 < int(headers["Retry-After"]) <= 60
        assert b"1/minute" in body and (b'"rate-limited"' in body) == path.startswith("/api/")


def test_a_proxy_is_trusted_only_if_that_is_said(shelf: Library) -> None:
    """Then its clients are counted one by one, by the address that it adds; else its header means nothing."""
    for is_trusted in (False, True):
        options = ServingOptions(rate=Rate(1, 60), trust_proxy=is_trusted)
        front = behind_front(Answering(create_app(shelf), 2.0, KnownCosts()), options, make_buckets(options))
        first, second = (
            ask(front, "/works", HTTP_X_FORWARDED_FOR=f"198.51.100.9, 192.0.2.{number}")[0] for number in (1, 2)
        )
        again = ask(front, "/works", HTTP_X_FORWARDED_FOR="203.0.113.1, 192.0.2.2")[0]
        assert first == "200 OK" and (second == "200 OK") == is_trusted and again.startswith("429")
