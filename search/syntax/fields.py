"""The fields of the query language, and which values each can have."""

from __future__ import annotations

import re
from typing import NamedTuple

from fabula.index.analysis import words

__all__ = ["FIELDS", "Range", "is_value", "range_of"]

FIELDS = (
    "title", "author", "fandom", "relationship", "character", "tag", "rating", "warning", "category", "series", "lang",
    "work", "words", "date", "in", "speaker",
)  # fmt: skip

_NUMBER = r"\d{1,12}"
_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_RANGES = {"words": _NUMBER, "date": _DATE}
_LANGUAGE = r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*"
_LAYERS = ("notes", "story", "all", "dialogue", "narration")


class Range(NamedTuple):
    """A range of numbers or ISO dates as written, both ends included; "" is open."""

    low: str
    high: str


def range_of(name: str, value: str) -> Range | None:
    """`>5000`, `<100`, `2015..`, `..2017`, `2015..2017` or a single value, as a range; None if it is none of them.

    ">" and "<" leave the value itself out, as they do for numbers only: the next whole number begins the range.
    """
    one = _RANGES[name]
    if match := re.fullmatch(rf"({one})?\.\.({one})?", value):
        return Range(match[1] or "", match[2] or "") if match[1] or match[2] else None
    if match := re.fullmatch(rf"(>=|<=|>|<)({one})", value):
        sign, bound = match[1], match[2]
        if sign in (">", "<") and name == "words":
            bound = str(int(bound) + 1) if sign == ">" else str(int(bound) - 1)
        return Range(bound, "") if sign.startswith(">") else Range("", bound)
    if re.fullmatch(one, value):
        return Range(value, value)
    return None


def is_value(name: str, value: str) -> bool:
    """True if `value` makes sense for the field `name`."""
    if name in _RANGES:
        return range_of(name, value) is not None
    if name == "in":
        return value in _LAYERS
    if name == "lang":
        return re.fullmatch(_LANGUAGE, value) is not None
    return bool(words(value))
