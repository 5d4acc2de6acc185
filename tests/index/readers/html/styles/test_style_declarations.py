"""CSS declarations that change words."""

from __future__ import annotations

import pytest

from fabula.index.readers.html.styles.style_declarations import PLAIN, WhiteSpace, look_of, parse_declarations, unescape
from .....growth import grows_evenly


def test_only_known_properties_are_kept() -> None:
    """Names in lower case; what is important apart; strings and addresses may hold any sign."""
    text = "COLOR:red; Display : None !IMPORTANT;content:'a;b}';background:url(data:a;b:c);display:block;x"
    assert parse_declarations(text) == ({"content": "'a;b}'", "display": "block"}, {"display": "None"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("white-space:pre", WhiteSpace.KEEP),
        ("white-space: -moz-pre-wrap", WhiteSpace.KEEP),
        ("white-space: preserve nowrap", WhiteSpace.KEEP),
        ("white-space-collapse: preserve-breaks", WhiteSpace.LINES),
        ("white-space:normal", WhiteSpace.COLLAPSE),
        ("white-space:inherit", None),
        ("color:red", None),
    ],
)
def test_white_space(text: str, expected: WhiteSpace | None) -> None:
    """Old and new spellings; None is inherited."""
    assert look_of(parse_declarations(text)[0]).white_space is expected


@pytest.mark.parametrize(
    "text",
    ["left:-9999px", "position:absolute;left:-20px", "text-indent:-2em", "width:0", "height:1px", "overflow:hidden",
     "clip:rect(0,0,0,0)", "position:absolute;clip:rect(0,100px,20px,0)", "clip-path:inset(10%)", "opacity:.5",
     "font-size:smaller", "opacity:0;animation:show 1s", "position:absolute;left:calc(-9999px)", "font-size:0.01em"],
)  # fmt: skip
def test_near_ways_to_hide_hide_nothing(text: str) -> None:
    """In doubt words are shown."""
    look = look_of(parse_declarations(text)[0])
    assert not look.is_hidden and not look.is_invisible


def test_quotes() -> None:
    """Pairs of strings; none; an odd number is no value."""
    assert look_of({"quotes": "'\\ab' '\\bb'"}).quotes == ("«", "»")
    assert look_of({"quotes": "none"}).quotes == ()
    assert look_of({"quotes": "'a'"}).quotes is None
    assert look_of({}) == PLAIN


def test_escapes() -> None:
    """Of code points, with a blank that ends them, and of signs."""
    assert unescape("\\201C a\\201d b\\;\\0") == "“a”b;\ufffd"
    assert unescape("\\110000 \\d800 x") == "\ufffd\ufffdx"


def test_time_grows_as_the_text() -> None:
    """Names, blanks and strings that lead to nothing."""
    for unit in ("a", "-", "a ", "a:", '"', "'\\", "a:'x';", "a:url("):
        assert grows_evenly(lambda times, unit=unit: parse_declarations(unit * times), 40_000), unit
