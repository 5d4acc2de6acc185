"""Finds quotes whose marks are no apostrophes: one regular expression a convention, one pass a paragraph."""

from __future__ import annotations

import re
from functools import lru_cache

from .convention import Pair

# After a digit a straight mark is inches: in 6'2", and where the next mark closes, so that this one does not.
_INCHES = r"""(?<=\d)"(?:(?<='\d")|(?<='\d\d")|(?=[^"]*+(?<!\s)"(?:\s|\Z)))"""
# No speech begins with a comma; where it seems to, a mark is missing, and the next one opens.
# A quote in a quote that ends with it: "He calls her "little puss,"" said she.
_INNER = r"""(?<=\s)"(?=\w)[^"]*+"(?=")"""
_STRAIGHT = rf"""\"(?<!\d")(?![,;:!?)]\s)([^"]*+(?:(?:{_INCHES}|{_INNER})[^"]*+)*+)"?"""


@lru_cache
def quotes_pattern(pairs: tuple[Pair, ...]) -> re.Pattern[str]:
    """A pattern for a paragraph's quotes; its group `lastindex` is the text between the marks.

    A quote that no mark closes ends at the next opening mark, or at the paragraph's end. A quote in a quote is part of
    it, also between the same marks if the opening and the closing mark differ.
    """
    return re.compile("|".join(_pattern_of(pair) for pair in pairs))


def _pattern_of(pair: Pair) -> str:
    opening, closing = re.escape(pair.open), "[" + re.escape(pair.close) + "]"
    if pair.open == '"':
        return _STRAIGHT
    if pair.open in pair.close:
        return f"{opening}([^{opening}]*+){closing}?"
    plain = f"[^{opening}{re.escape(pair.close)}]*+"
    nested = f"{opening}{plain}{closing}{plain}"
    return f"{opening}({plain}(?:{nested})*+){closing}?"
