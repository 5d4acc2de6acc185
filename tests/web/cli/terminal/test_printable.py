"""Untrusted text is safe to print."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.web.cli.terminal.printable import one_line, story_text, visible

ANYTHING = st.text(st.characters())
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(ANYTHING)
def test_story_text_keeps_no_control_character(text: str) -> None:
    """No character that moves the cursor or reverses text is left, but line ends are."""
    shown = story_text(text)
    assert shown.count("\n") == text.count("\n")
    assert not [c for c in shown if c != "\n" and (unicodedata.category(c) in ("Cc", "Cs") or c in BIDI)]


@given(ANYTHING)
def test_one_line_is_one_line(text: str) -> None:
    """A title never breaks the layout."""
    assert len(one_line(text).splitlines()) <= 1


@given(ANYTHING, ANYTHING)
def test_visible_tells_paths_apart(first: str, second: str) -> None:
    """A path is shown without control characters."""
    for path in (visible(first), visible(second)):
        assert not [c for c in path if unicodedata.category(c) in ("Cc", "Cs") or c in BIDI]


@given(st.text(st.characters(exclude_categories=("C", "Z"))))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    """Letters of every script, accents and punctuation are not touched."""
    assert story_text(text) == visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a[2Jb"),
        ("two\twords", "two words"),
        ("cafe\u0301", "cafe\u0301"),
        ("\u202eevil\u202c", "evil"),
        ("half\ud83d", "half\ufffd"),
        ("line\r\nend", "line \nend"),
    ],
)
def test_story_text(text: str, shown: str) -> None:
    """Control characters are removed, white space becomes spaces."""
    assert story_text(text) == shown


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("a\x1b[2J.txt", "a\\x1b[2J.txt"),
        ("two\nlines.txt", "two\\x0alines.txt"),
        ("caf\udce9.txt", "caf\\xe9.txt"),
        ("\u202etxt.exe", "\\u202etxt.exe"),
        ("Überfahrt.txt", "Überfahrt.txt"),
    ],
)
def test_visible(path: str, shown: str) -> None:
    """Control characters of a path are spelled out, and so are bytes that are not UTF-8."""
    assert visible(path) == shown
