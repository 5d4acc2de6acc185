"""The fields of the query language, and which values each can have."""

from __future__ import annotations

import re
from typing import NamedTuple

from fabula.index.analysis import words
from fabula.index.work_fields import WORK_FIELDS, FieldKind

# "in" and "speaker" are about scenes and speech, not about the work.
FIELDS = (*(field.name for field in WORK_FIELDS.values() if field.is_filter), "in", "speaker")

_SCOPES = ("notes", "story", "all", "dialogue", "narration")
_NUMBER = r"\d{1,12}"
_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_LANGUAGE = r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*"


# The fields whose values are texts: these can be asked for letter by letter.
_EXACT_KINDS = (FieldKind.WORDS, FieldKind.LABEL, FieldKind.ID, FieldKind.LANGUAGE)


class Range(NamedTuple):
    """A range of numbers or ISO dates as written, both ends included; "" is open."""

    low: str
    high: str


def range_of(name: str, value: str) -> Range | None:
    """`>5000`, `<100`, `2015..`, `..2017`, `2015..2017` or a single value, as a range; None if it is none of them.

    ">" and "<" exclude the value itself for numbers only: the next whole number begins the range.
    """
    is_number = WORK_FIELDS[name].kind is FieldKind.NUMBER
    bound = _NUMBER if is_number else _DATE
    if match := re.fullmatch(rf"({bound})?\.\.({bound})?", value):
        return Range(match[1] or "", match[2] or "") if match[1] or match[2] else None
    if match := re.fullmatch(rf"(>=|<=|>|<)({bound})", value):
        sign, limit = match[1], match[2]
        if sign in (">", "<") and is_number:
            limit = str(int(limit) + 1) if sign == ">" else str(int(limit) - 1)
        return Range(limit, "") if sign.startswith(">") else Range("", limit)
    if re.fullmatch(bound, value):
        return Range(value, value)
    return None


def value_pattern(name: str) -> str | None:
    """A regular expression (ECMA-262) that describes the values of a field as a filter; None if they are any words.

    >>> re.search(value_pattern("words"), ">5000") is not None, re.search(value_pattern("words"), "many") is not None
    (True, False)
    """
    if name == "in":
        return f"^=?({'|'.join(_SCOPES)})$"
    kind = WORK_FIELDS[name].kind if name in WORK_FIELDS else FieldKind.WORDS
    if kind is FieldKind.LANGUAGE:
        return rf"^(=[\s\S]+|{_LANGUAGE})$"
    if kind in (FieldKind.NUMBER, FieldKind.DATE):
        bound = (_NUMBER if kind is FieldKind.NUMBER else _DATE).replace(r"\d", "[0-9]")
        return rf"^=?({bound}|(>=|<=|>|<){bound}|{bound}\.\.({bound})?|\.\.{bound})$"
    return None


def is_value(name: str, value: str) -> bool:
    """True if `value` makes sense for the field `name`."""
    if name == "in":
        return value in _SCOPES
    kind = WORK_FIELDS[name].kind if name in WORK_FIELDS else FieldKind.WORDS
    if kind in (FieldKind.NUMBER, FieldKind.DATE):
        return range_of(name, value) is not None
    if kind is FieldKind.LANGUAGE:
        return re.fullmatch(_LANGUAGE, value) is not None
    return bool(words(value))


def is_exact_value(name: str, value: str) -> bool:
    """True if a work can have exactly `value` in the field `name`."""
    return bool(value) and name in WORK_FIELDS and WORK_FIELDS[name].kind in _EXACT_KINDS
