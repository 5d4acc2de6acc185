"""Reads CSS declarations for what changes the words of a page: what is hidden, where lines end, what is added.

Everything else of CSS is ignored, and where a value is unclear, nothing is hidden: a word too many is better than a
word lost. (CSS 2.2; CSS Display 3, CSS Text 3, CSS Positioned Layout 3.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

Declarations = Mapping[str, str]

PROPERTIES = frozenset(
    "display visibility white-space white-space-collapse vertical-align position left right top bottom text-indent clip"
    " clip-path width height max-height max-width overflow overflow-x overflow-y font-size opacity content quotes"
    " transition animation content-visibility float".split()
)
_DECLARATION = re.compile(r"([a-zA-Z-]{1,40})\s*:\s*((?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^;\"']+)*)", re.DOTALL)
STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_MAX_QUOTES_CHARS = 100
_IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)
_LENGTH = re.compile(r"([+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))\s*(px|pt|pc|in|cm|mm|r?em|ex|ch|vw|vh|%)?")
_PIXELS = {
    "px": 1.0, "": 1.0, "pt": 1.33, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.8, "em": 16.0, "rem": 16.0, "ex": 8.0,
    "ch": 8.0, "vw": 10.0, "vh": 10.0, "%": 10.0,
}  # fmt: skip
# Farther than any page is wide: "left: -9999px".
_OFF_SCREEN_PIXELS = -900.0
_RELATIVE = ("em", "%", "ex", "ch")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LINE_DISPLAYS = frozenset("block flex grid table table-row table-cell list-item flow-root".split())


class WhiteSpace(Enum):
    """COLLAPSE as usual; KEEP lines and blanks ("pre-wrap"); keep LINES only ("pre-line")."""

    COLLAPSE = "collapse"
    KEEP = "keep"
    LINES = "lines"


_WHITE_SPACE = {
    "normal": WhiteSpace.COLLAPSE, "nowrap": WhiteSpace.COLLAPSE, "initial": WhiteSpace.COLLAPSE,
    "pre": WhiteSpace.KEEP, "pre-wrap": WhiteSpace.KEEP, "break-spaces": WhiteSpace.KEEP,
    "-moz-pre-wrap": WhiteSpace.KEEP, "-pre-wrap": WhiteSpace.KEEP, "-o-pre-wrap": WhiteSpace.KEEP,
    "preserve": WhiteSpace.KEEP, "pre-line": WhiteSpace.LINES, "preserve-breaks": WhiteSpace.LINES,
}  # fmt: skip


class Look(NamedTuple):
    """How an element looks, as far as its words go.

    is_hidden       with all that is in it.
    is_invisible    False or True where the element says so itself; elements in it may say otherwise. None: inherited.
    white_space     None: inherited.
    is_line         begins and ends a line.
    has_display     its display is set, which overrides the attribute `hidden`.
    is_raised       a superscript.
    quotes          the marks of quotations, outer and inner ones in turn; () for none; None: inherited.
    before, after   text that the sheet adds; OPEN_QUOTE and CLOSE_QUOTE for a quotation's own; None: nothing is said.
    """

    is_hidden: bool = False
    is_invisible: bool | None = None
    white_space: WhiteSpace | None = None
    is_line: bool = False
    has_display: bool = False
    is_raised: bool = False
    quotes: tuple[str, ...] | None = None
    before: str | None = None
    after: str | None = None


PLAIN = Look()
OPEN_QUOTE, CLOSE_QUOTE = "open-quote", "close-quote"


def parse_declarations(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """The declarations in `text` of the properties read here, and those that are !important; names in lower case."""
    usual: dict[str, str] = {}
    important: dict[str, str] = {}
    for match in _DECLARATION.finditer(text):
        name = match[1].lower()
        if name not in PROPERTIES:
            continue
        value = match[2].strip()
        if bare := _IMPORTANT.search(value):
            important[name] = value[: bare.start()]
        else:
            usual[name] = value
    return usual, important


def look_of(declarations: Declarations) -> Look:
    """How an element with these declarations looks, without the text that a sheet adds."""
    values = {name: value if name == "content" else value.lower() for name, value in declarations.items()}
    display = values.get("display", "").split()
    white_space = values.get("white-space-collapse") or values.get("white-space", "")
    return Look(
        is_hidden="none" in display or _is_hidden(values),
        is_invisible=_is_invisible(values),
        white_space=_WHITE_SPACE.get(white_space.partition(" ")[0]),
        # A drop capital floats, and its word goes on beside it.
        is_line=bool(display) and display[0] in _LINE_DISPLAYS and values.get("float", "none") == "none",
        has_display=bool(display) and display[0] not in ("inherit", "unset", "revert"),
        is_raised=values.get("vertical-align", "") in ("super", "text-top"),
        quotes=_quotes(declarations.get("quotes", "")),
    )


def _is_hidden(values: Mapping[str, str]) -> bool:
    """True for the usual ways to hide an element without `display: none`, except while it moves into view."""
    if values.get("content-visibility") == "hidden":
        return True
    if values.get("transition") or values.get("animation"):
        return False
    cuts = any("hidden" in values.get(name, "") or "clip" in values.get(name, "") for name in _OVERFLOWS)
    position = values.get("position", "")
    is_apart = position in ("absolute", "fixed")
    is_moved = is_apart or position == "relative"
    return (
        _is_zero(values.get("opacity", ""))
        or (is_moved and any(_is_off_screen(values.get(side, "")) for side in ("left", "top", "right", "bottom")))
        or _is_off_screen(values.get("text-indent", ""))
        or (is_apart and _is_clipped_away(values.get("clip", "")))
        or _is_clipped_away(values.get("clip-path", ""))
        or (cuts and any(_is_tiny(values.get(name, "")) for name in ("height", "width", "max-height", "max-width")))
    )


_OVERFLOWS = ("overflow", "overflow-x", "overflow-y")


def _is_clipped_away(value: str) -> bool:
    """True for a shape that shows nothing: "rect(0, 0, 0, 0)", "inset(50%)", "circle(0)"."""
    shape, _, rest = value.partition("(")
    numbers = [float(number) for number in _NUMBER.findall(rest[:100])]
    if shape == "inset":
        return "%" in rest and len(numbers) == 1 and numbers[0] >= 50
    return shape in ("rect", "circle", "polygon") and len(numbers) > 0 and max(numbers) <= 1


def _is_invisible(values: Mapping[str, str]) -> bool | None:
    visibility = values.get("visibility", "")
    if visibility in ("hidden", "collapse"):
        return not (values.get("transition") or values.get("animation")) or None
    size = values.get("font-size", "")
    if _is_zero(size):
        return True
    if visibility == "visible":
        return False
    # A size relative to nothing is nothing.
    return False if size and not size.endswith(_RELATIVE) and size not in ("inherit", "smaller", "larger") else None


def _quotes(value: str) -> tuple[str, ...] | None:
    if value.lower() == "none":
        return ()
    marks = tuple(unescape(double or single) for double, single in STRING.findall(value[:_MAX_QUOTES_CHARS]))
    return marks if len(marks) >= 2 and len(marks) % 2 == 0 else None


def unescape(text: str) -> str:
    """`text` of a string or a name with its escapes resolved: "\\201C" is a quote mark."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: _character(match[1]) if match[1] else match[2].replace("\n", ""), text)


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _pixels(value: str) -> float | None:
    match = _LENGTH.fullmatch(value)
    return float(match[1]) * _PIXELS[match[2] or ""] if match else None


def _is_zero(value: str) -> bool:
    return _pixels(value) == 0


def _is_tiny(value: str) -> bool:
    pixels = _pixels(value)
    return pixels is not None and 0 <= pixels <= 1


def _is_off_screen(value: str) -> bool:
    pixels = _pixels(value)
    return pixels is not None and pixels <= _OFF_SCREEN_PIXELS
