"""Tells whether the title of a chapter says which chapter it is, so that nothing else needs to say so.

Without the patterns of headings: they take 0.1 s to compile, and a command that shows one title would wait for them.
"""

from __future__ import annotations

import re

from .chapter_words import LABELS, parse_number_words
from .east_asian import parse_label
from .heading_ranks import Rank
from .roman_numerals import roman_value

_ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})|C{1,3}(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})"
_BARE_NUMBER = re.compile(rf"[\[(]?(?:\d{{1,3}}|{_ROMAN})[\])]?\.?")
# "I. THE BURIAL", "3) Rain", "4 – The Ferry".
_POINTED = re.compile(rf"[\[(]?(?:\d{{1,3}}|{_ROMAN})[\])]?(?:\s*[.:)—–]|\s+-|--|(?<=[\])]))\s*\S")
_WORDS = re.compile(r"[^\W\d_][^\s\d.,:;#_–—()\[\]-]*|\d+")
_ARTICLES = frozenset("the la le el il der die das no nº".split())
_MAX_DIGITS = 18
_LAST = frozenset(("last", "final"))


def is_bare_number(title: str, number: int) -> bool:
    """True if a title is a number and nothing else: "XXIII", "22", "三", or the words for `number`.

    >>> is_bare_number("XXIII", 22), is_bare_number("Two", 2), is_bare_number("Seven", 3)
    (True, True, False)
    """
    if _BARE_NUMBER.fullmatch(title) is not None:
        return True
    label = parse_label(title)
    return label.rank is Rank.NUMERAL if label else parse_number_words(title.rstrip(".")) == number > 0


def says_its_number(title: str, number: int) -> bool:
    """True if a title has a label and a number, or a number with a point after it, or begins with `number`.

    >>> [says_its_number(title, 1) for title in ("Capítulo primero", "I. THE BURIAL", "第三章 雨", "Of Letters")]
    [True, True, True, False]
    """
    if _POINTED.match(title) is not None or parse_label(title) is not None:
        return True
    words = [word.lower() for word in _WORDS.findall(title)[:4]]
    first, *rest = [word for word in words if word not in _ARTICLES][:3] or [""]
    if first in LABELS:
        return bool(rest) and _is_number(rest[0])
    if rest and rest[0] in LABELS and _is_number(first):
        return True
    # "XIV The Ferry", "3 The Ferry"; but "30 Days" and "I Am Born" are titles.
    word = title.partition(" ")[0]
    # Python refuses to read a number of 4,300 digits, which a forged title may have.
    is_decimal = word.isdecimal() and len(word) <= _MAX_DIGITS
    return (is_decimal and int(word) == number) or (len(word) > 1 and _roman_value(word) == number)


def _is_number(word: str) -> bool:
    return word.isdecimal() or word in _LAST or _roman_value(word.upper()) > 0 or parse_number_words(word) > 0


def _roman_value(word: str) -> int:
    """The value of a roman numeral in capitals; 0 if it is none."""
    return roman_value(word) if re.fullmatch(_ROMAN, word) is not None else 0
