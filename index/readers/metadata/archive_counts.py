"""Splits the line of counts in a header: "Published: 2019-10-31 Words: 5,629 Chapters: 5/?" (Archive of Our Own),
"Rated: T - English - Romance - Harry P. - Chapters: 3 - Words: 4,321" (fanfiction.net)."""

from __future__ import annotations

import re
from typing import NamedTuple

from fabula.index.analysis.language_tags import language_tag
from .series_number import series_number

_LABEL = (
    r"published|updated|completed|words|chapters|reviews|favs|favorites|follows|status|kudos|hits|bookmarks|comments|id"
)
# The longest seen has 400; the cap also bounds the work on a hostile one.
_MAX_CHARS = 2_000
_AO3 = re.compile(rf"\b({_LABEL}):\s*([^\s:]+)(?=\s|$)", re.IGNORECASE)
_PAIR_SEPARATOR = re.compile(r"\s+[-–—|·•]\s+|\s*,\s+(?=(?:" + _LABEL + r")\s*:)", re.IGNORECASE)
_PAIR = re.compile(r"([A-Za-z][A-Za-z ]{0,20}):\s*(.+)")
# fanfiction.net's own list; "/" joins two of them.
_GENRES = frozenset(
    "adventure angst crime drama family fantasy friendship general horror humor hurt/comfort mystery parody poetry"
    " romance sci-fi spiritual supernatural suspense tragedy western".split()
)
_BRACKETED = re.compile(r"\[([^\[\]]+)\]")
_AMERICAN_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_FICTION = re.compile(r"^fiction\s+(?=\S)", re.IGNORECASE)
_SERIES = re.compile(
    r"(?:^|[,;\n]\s*)(?:Part|Book|Volume)\s+(?P<before>\d[\d.]*)\s+of\s+(?:(?-i:the)\s+)?(?P<of>.+?)"
    r"(?=[,;\n]\s*(?:Part|Book|Volume)\s+\d|$)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(
    r"(?P<name>.+?)(?:\s*[\[(](?:(?:Part|Book|Volume|Vol\.?|No\.?)\s*)?#?(?P<bracketed>\d{1,3}(?:\.\d{1,3})?)[\])]"
    r"|\s*,?\s*#(?P<hash>\d[\d.]*)|,\s*(?:Part|Book|Volume|Vol\.?|No\.?)\s*(?P<word>\d{1,3}(?:\.\d{1,3})?))",
    re.IGNORECASE,
)
_COUNT = re.compile(r"[~\d][\d,. ’'\u202f\xa0]*[kK]?\+?(?:\s*/\s*[\d?]+)?(?:\s+words)?")


class SeriesPlace(NamedTuple):
    """A series and the number of the work in it ("" if unknown)."""

    name: str
    number: str


def split_counts(label: str, value: str) -> list[tuple[str, str]]:
    """The pairs of label and value in a line that has several; [] for a single pair."""
    value = " ".join(value.split())
    if len(value) > _MAX_CHARS:
        return []
    if label.lower() == "stats":
        return _AO3.findall(value)
    parts = _PAIR_SEPARATOR.split(value)
    if len(parts) < 3 or sum(_PAIR.fullmatch(part) is not None for part in parts[1:]) < 2:
        return []
    pairs = [(label, strip_fiction(parts[0]))]
    for part in parts[1:]:
        if match := _PAIR.fullmatch(part.strip()):
            pairs.append((match[1], _american_to_iso(match[2])))
        else:
            pairs += _label_part(part.strip())
    return pairs


def _label_part(part: str) -> list[tuple[str, str]]:
    """A part without a label, labelled: language, genres, characters; pairings are in brackets (fanfiction.net)."""
    if part.lower() in ("complete", "completed", "in-progress"):
        return [("Status", part)]
    if (genres := split_genres(part)) != [part] or part.lower() in _GENRES:
        return [("Genre", ", ".join(genres))]
    if language_tag(part) and len(part) > 3:
        return [("Language", part)]
    pairs = [("Relationship", "/".join(name.strip() for name in pair.split(","))) for pair in _BRACKETED.findall(part)]
    names = re.sub(r"\s*\]\s*", ", ", part.replace("[", "")).strip(", ")
    names = re.sub(r"\s+&\s+", ", ", names)
    return [*pairs, ("Characters", names)] if names else pairs


def split_genres(name: str) -> list[str]:
    """The genres that fanfiction.net joins: "Hurt/Comfort" is one, "Romance/Humor" are two; others are `name` itself.

    >>> split_genres("Hurt/Comfort/Romance"), split_genres("Odo/Vell")
    (['Hurt/Comfort', 'Romance'], ['Odo/Vell'])
    """
    parts = re.sub("hurt/comfort", "hurt&comfort", name, flags=re.IGNORECASE).split("/")
    parts = ["Hurt/Comfort" if "&" in part else part for part in parts]
    return parts if all(part.lower() in _GENRES for part in parts) else [name]


def strip_fiction(rating: str) -> str:
    """fanfiction.net's "Fiction T" as "T"."""
    return _FICTION.sub("", rating)


def _american_to_iso(value: str) -> str:
    """A date of fanfiction.net, with the month first, in ISO 8601. For its dates only."""
    match = _AMERICAN_DATE.fullmatch(value.strip())
    return f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}" if match else value.strip()


def parse_series(value: str) -> list[SeriesPlace]:
    """The series in "Part 4 of The Canon, Part 1 of Holmes, Young", "The Canon [4]" or plain "The Canon".

    >>> parse_series("Part 4 of The Canon, Part 1 of Holmes, Young")
    [SeriesPlace(name='The Canon', number='4'), SeriesPlace(name='Holmes, Young', number='1')]
    """
    value = value[:_MAX_CHARS]
    parts = [
        SeriesPlace(" ".join(match["of"].split()), series_number(match["before"].rstrip(".")))
        for match in _SERIES.finditer(value)
    ]
    if parts:
        return parts
    places: list[SeriesPlace] = []
    for line in value.split("\n"):
        name = " ".join(line.split())
        if match := _NUMBERED.fullmatch(name):
            number = match["bracketed"] or match["hash"] or match["word"]
            places.append(SeriesPlace(match["name"], series_number(number.rstrip("."))))
        elif name:
            places.append(SeriesPlace(name, ""))
    return places


def is_count(value: str) -> bool:
    """True for a count: "4,321", "12k+", "5/?"."""
    return len(value) < 40 and _COUNT.fullmatch(value.strip()) is not None


def parse_count(value: str) -> int:
    """The number in "4,321", "4.321", "4 321 words" or "12k+"; 0 if there is none.

    >>> parse_count("40,438"), parse_count("12k+"), parse_count("many")
    (40438, 12000, 0)
    """
    match = re.match(r"[~\s]*(\d{1,3}(?:[,.’'\s\u202f\xa0]\d{3})+|\d{1,12})\s*(k\b)?", value, re.IGNORECASE)
    if not match:
        return 0
    number = int(re.sub(r"\D", "", match[1]))
    return number * 1_000 if match[2] else number
