"""Patterns of numbered headings: a label and its number, an ordinal and its label, a number alone.

Those with labels and numbers in words are compiled when they are first needed: both take 60 ms, and a process that
finds nothing new to read needs neither.
"""

from __future__ import annotations

import re
from functools import cache

from .chapter_words import CHAPTERS, NUMBERS, ORDINALS, PARTS, SCENES

ROMAN = r"(?=[ivxlcdm]+\b)(?:m{0,3})(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
_LABEL = rf"(?P<word>(?P<part>{PARTS})|(?P<chapter>{CHAPTERS})|(?P<scene>{SCENES}))"
# "Chapter 7", "chapter.007", "Chapter-07", "Ch12", "บทที่๑": without a blank, only digits are sure to be a number.
BEFORE_NUMBER = r"(?:\s*[.,:#_–—-]\s*(?=\d)|\s*[.#_–—-]\s*|\s+|(?=\d))(?:the\s+|n[o°º]\.?\s*|#\s?)?"
# "Chapitre Ier", "Глава 1-я", "Capítulo 1º".
_ORDINAL_ENDS = r"(?:er|e|[ºª°]|st|nd|rd|th|-[а-яё]{1,2})(?!\w)"
ROMAN_CAPITALS = ROMAN.upper().replace("\\B", "\\b")
NUMERAL = re.compile(
    rf"(?:[#№]\s?|No\.\s?)?[\[(]?(?P<number>\d{{1,3}}|{ROMAN_CAPITALS})[\])]?(?:(?P<point>\s*(?:[.:)—–、．：]|--|-)\s*)(?P<title>.*))?",
    re.DOTALL,
)


@cache
def labelled() -> re.Pattern[str]:
    """ "Chapter 7", "Chapitre Ier", "Part One": a label and its number."""
    return re.compile(
        rf"{_LABEL}{BEFORE_NUMBER}(?P<number>\d{{1,4}}|[ivx]+(?=(?:er|e|[ºª°])(?!\w))|{ROMAN}|{NUMBERS})"
        rf"(?:(?<=[\divx]){_ORDINAL_ENDS})?(?P<rest>(?![\w'’]).*)",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def ordinal() -> re.Pattern[str]:
    """ "Erstes Kapitel", "2. Akt", "12. fejezet"; some languages do not capitalise the label then."""
    return re.compile(
        rf"(?:the\s+)?(?P<number>{ORDINALS}|\d{{1,3}}\.|{ROMAN}\.)\s+{_LABEL}(?P<rest>\s*(?:[.:—–-].*)?)",
        re.IGNORECASE | re.DOTALL,
    )
