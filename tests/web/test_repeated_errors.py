"""An error that every request meets is logged once a minute."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from fabula.index.errors import LibraryDamaged
from fabula.search import Library
from fabula.web.repeated_errors import RepeatedErrors


def test_a_message_is_news_once_a_minute() -> None:
    """Other messages are news meanwhile."""
    now = 1.0
    errors = RepeatedErrors(lambda: now)
    assert [errors.is_news(message) for message in "aba"] == [True, True, False]
    now = 61.5
    assert errors.is_news("a")


def test_memory_is_bounded() -> None:
    """However many messages there are."""
    errors = RepeatedErrors()
    assert all(errors.is_news(str(number)) for number in range(1_000))
    assert len(errors._quiet_until) <= 100


def test_a_damaged_library_fills_no_log(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Each request is answered 503, and the log has one line."""

    def damaged(*_: object) -> None:
        raise LibraryDamaged("It is cut off.")

    monkeypatch.setattr(Library, "works", damaged)
    with caplog.at_level(logging.ERROR):
        assert [app.test_client().get("/works").status_code for _ in range(5)] == [503] * 5
    assert [record.getMessage() for record in caplog.records] == ["GET /works: It is cut off."]


def test_the_log_shows_no_control_characters(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Those of an address and of a damaged file are spelled out, so that nobody writes lines of the log."""

    def damaged(*_: object) -> None:
        raise LibraryDamaged("The section \x1b[2J\nof é is not whole.")

    monkeypatch.setattr(Library, "work", damaged)
    with caplog.at_level(logging.ERROR):
        assert app.test_client().get("/works/%1B%0Aa").status_code == 503
    assert [record.getMessage() for record in caplog.records] == [
        r"GET /works/\x1b\na: The section \x1b[2J\nof é is not whole."
    ]
