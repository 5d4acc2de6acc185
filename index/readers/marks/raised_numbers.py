"""Tells a raised number that is a power or a fraction's part from one that calls a note.

"x²", "12 ft²" and "10⁶" are read as they are; in "flew²" and "in 1851²" the number belongs to a note.
"""

from __future__ import annotations

import re

# Letters that are words by themselves call notes more often than they are variables.
_WORDS_OF_ONE_LETTER = frozenset("I")
_UNITS = frozenset("km cm mm dm hm nm µm μm mc kms cms sqm".split())
# These are words, too: units only after a number.
_UNITS_AFTER_NUMBER = re.compile(r"\d\s*(?:in|ft|yd|mi|ha|rd|pi|po|zoll|fuß)$", re.IGNORECASE)
_BASE = re.compile(r"([^\W\d_]+|\d+)$")
_YEAR_DIGITS = 4
_TO_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LABEL = re.compile(r"\s*[\[({]?\s*([0-9]{1,3})\s*[\])}]?\s*")


def raise_number(text: str) -> str:
    """Raised `text` as it is read: a number in raised digits, so that it is no part of the word before it.

    >>> raise_number("12"), raise_number("[3]"), raise_number("th")
    ('¹²', '³', 'th')
    """
    match = _LABEL.fullmatch(text)
    return match[1].translate(_TO_RAISED) if match else text


def is_power(before: str, number: str) -> bool:
    """True if the raised `number` is a power of what ends `before`, the text in front of it.

    >>> [is_power(before, "2") for before in ("x", "5 km", "12 ft", "10", "flew", "in 1851", "over the weir.")]
    [True, True, True, True, False, False, False]
    """
    base = _BASE.search(before[-24:])
    if not base or not number.isdigit() or len(number) > 2:
        return False
    word = base[1]
    if word[0].isdigit():
        return len(word) < _YEAR_DIGITS
    if len(word) == 1:
        return word < "Ͽ" and word not in _WORDS_OF_ONE_LETTER
    return number in "23" and (word in _UNITS or _UNITS_AFTER_NUMBER.search(before[-24:]) is not None)


def begins_fraction(after: str) -> bool:
    """True if the text after a raised number makes it a numerator: "¹/₂"."""
    return after[:1] in ("/", "⁄", "∕")
