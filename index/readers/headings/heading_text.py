"""Normalises the text of headings: one line, one label, and the keys that match a table of contents."""

from __future__ import annotations

import re

from .chapter_words import CHAPTERS, PARTS, SCENES, parse_number_words
from .east_asian import parse_label
from .heading_patterns import BEFORE_NUMBER, NUMERAL, ROMAN, ROMAN_CAPITALS, labelled, ordinal
from .roman_numerals import roman_value

_KEY_LABEL = re.compile(
    rf"(?:(?:{PARTS}|{CHAPTERS}|{SCENES}){BEFORE_NUMBER})?(?:\d{{1,4}}|{ROMAN})\b[\s.:)\]—–-]*", re.IGNORECASE
)
_KEY_NUMERAL = re.compile(rf"[\[(]?(?P<number>\d{{1,3}}|{ROMAN_CAPITALS})\b")
# It begins at the first dot only: dots that lead to no page would be tried from each of them again.
_KEY_PAGE = re.compile(r"(?<![\s.…])[\s.…]*+\b(?:\d{1,4}|[ivxl]+)$")
_DOUBLED = re.compile(
    r"(?P<label>(?:chapter|part|book)\s+(?P<number>\d{1,4}))\s*[:.—–-]\s*(?P<title>.+)", re.IGNORECASE | re.DOTALL
)


def join_heading(lines: list[str]) -> str:
    """`lines` as one: "CHAPTER I." and "Down the Rabbit-Hole" become "CHAPTER I: Down the Rabbit-Hole"."""
    parts = [" ".join(line.split()).strip("_*=") for line in lines]
    parts = [part for part in parts if part]
    if not parts:
        return ""
    first, title = parts[0], " ".join(parts[1:])
    if not title:
        return first.rstrip(" .:") or first
    label = labelled().match(first) or NUMERAL.fullmatch(first) or ordinal().fullmatch(first)
    groups = label.groupdict() if label else {}
    is_bare = label is not None and not any(map(str.isalnum, groups.get("rest") or groups.get("title") or ""))
    return f"{first.rstrip(' .:')}: {title.rstrip(' .')}" if is_bare else f"{first} {title}".rstrip(" .")


def title_key(text: str) -> str:
    """`text` without label, number, page, case and punctuation: equal for a heading and its entry in a list."""
    bare = _KEY_PAGE.sub("", text.strip(" _*\t"))
    bare = _KEY_LABEL.sub("", bare, count=1) if _KEY_LABEL.match(bare) else bare
    return " ".join(re.findall(r"\w+", bare.replace("_", " ").casefold()))


def number_key(text: str) -> str:
    """The number at the head of a heading or of a list's entry, in digits; "" if it has none.

    >>> number_key("CHAPTER THE FIRST"), number_key("IV. The Stockbroker's Clerk"), number_key("Prologue")
    ('1', '4', '')
    """
    if label := parse_label(text):
        return str(label.number or "")
    match = _match_label(text) or _KEY_NUMERAL.match(text)
    if not match:
        return ""
    number = match["number"].lower().rstrip(".")
    if number.isdecimal():
        return str(int(number))
    if spelled := parse_number_words(number):
        return str(spelled)
    return str(roman_value(number) or number)


def _match_label(text: str) -> re.Match[str] | None:
    return labelled().match(text) or ordinal().fullmatch(text)


def drop_doubled_label(title: str) -> str:
    """`title` with one label, where an archive set its own before the author's with the same number.

    >>> drop_doubled_label("Chapter 32: CHAPITRE XXXII"), drop_doubled_label("Chapter 4: IV")
    ('CHAPITRE XXXII', 'Chapter 4')
    >>> drop_doubled_label("Chapter 2: Part One")
    'Chapter 2: Part One'
    """
    match = _DOUBLED.fullmatch(title)
    if not match or number_key(match["title"]) != match["number"].lstrip("0"):
        return title
    if parse_label(match["title"]) or _match_label(match["title"]):
        return match["title"]
    return match["label"] if NUMERAL.fullmatch(match["title"].rstrip(" .")) and " " not in match["title"] else title
