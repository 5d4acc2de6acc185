"""Patterns of numbered headings: a label and its number, an ordinal and its label, a number alone."""

import re

from .chapter_words import CHAPTERS, EAST_ASIAN, NUMBERS, ORDINALS, PARTS, SCENES

ROMAN = r"(?=[ivxlcdm]+\b)(?:m{0,3})(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
_LABEL = rf"(?P<word>(?P<part>{PARTS})|(?P<chapter>{CHAPTERS})|(?P<scene>{SCENES}))"
LABELLED = re.compile(
    rf"{_LABEL}\s+(?:the\s+|n[o°º]\.?\s*|#\s?)?(?P<number>\d{{1,4}}|{ROMAN}|{NUMBERS})(?P<rest>(?![\w'’]).*)",
    re.IGNORECASE | re.DOTALL,
)
# "Erstes Kapitel", "2. Akt", "12. fejezet"; some languages do not capitalise the label then.
ORDINAL = re.compile(
    rf"(?:the\s+)?(?P<number>{ORDINALS}|\d{{1,3}}\.|{ROMAN}\.)\s+{_LABEL}(?P<rest>\s*(?:[.:—–-].*)?)",
    re.IGNORECASE | re.DOTALL,
)
EAST_ASIAN_LABEL = re.compile(rf"(?:{EAST_ASIAN})(?P<rest>.*)", re.DOTALL)
ROMAN_CAPITALS = ROMAN.upper().replace("\\B", "\\b")
NUMERAL = re.compile(
    rf"[\[(]?(?P<number>\d{{1,3}}|{ROMAN_CAPITALS})[\])]?(?:(?P<point>\s*(?:[.:)—–]|--|-)\s*)(?P<title>.*))?", re.DOTALL
)
