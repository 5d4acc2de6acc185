"""Phrases tell what websites say instead of a story, whichever site it is."""

from __future__ import annotations

import time

import pytest

from fabula.index.losses.error_pages import looks_like_error_page

PAGES = [
    ("504 Gateway Time-out", "nginx"),
    ("", "Retry later"),
    ("Just a moment...", "Enable JavaScript and cookies to continue"),
    ("Log In", "Sorry! This work is only available to registered users of the Archive."),
    ("FanFiction", "Story Not Found\nUnable to locate story. Code 1."),
    ("Attention Required!", "Why have I been blocked? Ray ID: 77"),
    ("Stories", "Age verification. Are you over 18?"),
    ("Archive", "The story has been removed by its author."),
    ("429", "Too many requests"),
    ("Error 1015", "You are being rate limited"),
    ("Fehler", "Die Seite wurde nicht gefunden"),
    ("Ошибка", "Страница не найдена"),
    ("", "ページが見つかりません"),
    ("Wayback Machine", "This page is not available on the web."),
]


@pytest.mark.parametrize(("title", "text"), PAGES)
def test_error_pages_are_known(title: str, text: str) -> None:
    """The title or the text tells."""
    assert looks_like_error_page(title, text)


def test_stories_are_not() -> None:
    """A phrase far into a story is chance, and a long text is no error page."""
    story = "Nobody came to the ferry that night, and the lamp burned low. " * 8
    assert not looks_like_error_page("The Ferry", story)
    assert not looks_like_error_page("The Ferry", story + "It was an error to wait.")
    assert looks_like_error_page("The Ferry", story + "It was an error to wait. She asked for permission.")
    assert not looks_like_error_page("Error", story * 40)


def test_any_text_is_looked_at_in_little_time() -> None:
    """Texts are cut at a bound, and the phrases have no choice that could be taken twice."""
    started = time.process_time()
    for text in ("not " * 1400, "log " * 1400, "a" * 5999, "error" * 1100, "http " * 1100, " " * 5000):
        looks_like_error_page(text * 20, text)
    assert time.process_time() - started < 0.5
