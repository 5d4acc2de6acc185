"""Reads labelled headers: "Title: …", "Fandom: …", front matter, an archive's table of tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from fabula.index.analysis.language_tags import language_tag
from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from .archive_counts import is_count, parse_count, parse_series, split_counts, split_genres, strip_fiction
from .dates import iso_date
from .series_number import series_number


class LabelledValue(NamedTuple):
    """One line of a header: the label as written, and the text after it."""

    label: str
    value: str


_TEXTS = {
    "rating": "rating", "rated": "rating", "content rating": "rating",
    "summary": "summary", "description": "summary", "synopsis": "summary", "blurb": "summary",
    "publisher": "publisher", "archive": "publisher", "site": "publisher",
    "status": "status", "简介": "summary", "簡介": "summary", "内容简介": "summary", "內容簡介": "summary",
    "内容提要": "summary", "文案": "summary", "あらすじ": "summary", "概要": "summary", "소개": "summary",
    "작품소개": "summary", "작품 소개": "summary", "줄거리": "summary", "状态": "status", "狀態": "status",
}  # fmt: skip
_LISTS = {
    "fandom": "fandoms", "fandoms": "fandoms",
    "relationship": "relationships", "relationships": "relationships", "pairing": "relationships",
    "pairings": "relationships", "ship": "relationships", "ships": "relationships",
    "character": "characters", "characters": "characters",
    "genre": "tags", "genres": "tags", "tag": "tags", "tags": "tags", "additional tags": "tags",
    "freeform": "tags", "freeforms": "tags", "freeform tags": "tags",
    "keywords": "tags", "subject": "tags", "subjects": "tags",
    "warning": "warnings", "warnings": "warnings", "archive warning": "warnings",
    "archive warnings": "warnings", "content warning": "warnings", "content warnings": "warnings",
    "标签": "tags", "標籤": "tags", "类型": "tags", "類型": "tags", "关键词": "tags", "キーワード": "tags",
    "タグ": "tags", "ジャンル": "tags", "태그": "tags", "장르": "tags",
    "category": "categories", "categories": "categories", "ao3 categories": "categories",
}  # fmt: skip
_DATES = {
    "published": "published", "posted": "published", "date": "published", "date published": "published",
    "publication date": "published", "release date": "published", "posting date": "published", "year": "published",
    "updated": "updated", "date updated": "updated", "last updated": "updated", "most recently updated": "updated",
    "completed": "updated",
}  # fmt: skip
_ADDRESSES = (
    "story url", "url", "link", "source", "story link", "ao3 link", "original url", "address", "permalink",
)  # fmt: skip
_TITLES = (
    "title", "story title", "story", "fic", "fic title", "书名", "書名", "标题", "標題", "タイトル", "題名", "作品名",
    "제목",
)  # fmt: skip
_AUTHORS = (
    "author", "authors", "by", "written by", "penname", "pen name", "creator", "creators", "writer", "作者", "著者",
    "저자", "작가", "지은이", "글쓴이",
)  # fmt: skip
# Labels of such headers whose values have no field.
_IGNORED = (
    "packaged", "stats", "author url", "language", "lang", "story id", "author id", "file type", "series url",
    "disclaimer", "disclaimers", "translator", "illustrator", "editor", "edition", "character set encoding", "spoilers",
    "spoiler", "beta", "betas", "collections", "collection", "extra metadata", "credits", "original publication",
    "start note", "end note", "a/n", "author's note", "authors note", "notes", "note", "feedback", "archive date",
)  # fmt: skip
_WORDS = ("words", "word count", "wordcount", "字数", "字數", "文字数", "글자수")
# pandoc's names for EPUB 3's are the last ones.
_SERIES = ("series", "belongs-to-collection")
_SERIES_NUMBERS = ("series index", "series number", "series part", "number in series", "series-index", "group-position")
_CHAPTERS = ("chapters", "chapter count", "number of chapters")
# Labels only before a number: "Comments: none" may be anything.
_COUNTERS = frozenset(
    ("reviews", "favs", "favorites", "favourites", "follows", "kudos", "hits", "bookmarks", "comments")
)
_KNOWN = frozenset(
    (
        *_TEXTS,
        *_LISTS,
        *_DATES,
        *_ADDRESSES,
        *_TITLES,
        *_AUTHORS,
        *_IGNORED,
        *_WORDS,
        *_CHAPTERS,
        *_SERIES,
        *_SERIES_NUMBERS,
    )
)  # fmt: skip
# The Archive of Our Own's categories; other sites call the fandom a category.
_PAIRING_KINDS = frozenset(("gen", "f/m", "m/m", "f/f", "m/f", "multi", "other", "het", "slash", "femslash"))

# FanFicFare ("Packaged:") and fanfiction.net (its counters) put the fandom under Category.
_FANDOM_AS_CATEGORY = frozenset(("packaged", "reviews", "favs", "follows", "story id"))
_PUBLISHED = frozenset(("published", "date published", "posted"))

_LINE = re.compile(
    r"[*_#>\s]*(?P<label>[^\W\d_][^:\n]{0,30}?)[*_\s]*(?:[:：][*_]*(?:\s+|$)|：)(?P<value>.*)", re.DOTALL
)
# "Steins;Gate" and "Warhammer 40,000" are one name each.
_NAME_SEPARATOR = re.compile(r",(?!\d{3}\b)|;(?=\s|$)|[、，；]|\n")
_ADDRESS = re.compile(r"https?://[^\s\"'<>)\]]+")
# A longer name is prose that happens to begin like a label. A summary may be long.
_MAX_NAME_CHARS = 300


def _key(label: str) -> str:
    return re.sub(r"[\s_]+", " ", label.replace("’", "'")).strip(" *_#").lower()


def parse_label(line: str) -> LabelledValue | None:
    """The label and value of `line`, if headers use that label; else None.

    >>> parse_label("**Rating:** Teen"), parse_label("He said: no")
    (LabelledValue(label='Rating', value='Teen'), None)
    """
    match = _LINE.match(line)
    if not match:
        return None
    key, value = _key(match["label"]), match["value"].strip()
    if key not in _KNOWN and not (key in _COUNTERS and is_count(value)):
        return None
    return LabelledValue(match["label"].strip(), value)


def names_author(pair: LabelledValue) -> bool:
    """True if the label is one for authors, and a name follows it."""
    return _key(pair.label) in _AUTHORS and bool(_name(pair.value))


def split_labels(pairs: Iterable[LabelledValue]) -> list[LabelledValue]:
    """`pairs`, with the lines that hold several labels split."""
    return [
        LabelledValue(label, value)
        for pair in pairs
        for label, value in (split_counts(_key(pair.label), pair.value) or [pair])
    ]


def describe_labels(pairs: Iterable[LabelledValue]) -> Description:
    """The description in `pairs`. Repeated names add up; of repeated single values the first counts."""
    pairs = [pair for pair in split_labels(pairs) if pair.value]
    keys = {_key(pair.label) for pair in pairs}
    title = ""
    authors: list[str] = []
    texts: dict[str, str] = {}
    lists: dict[str, list[str]] = {}
    words = 0
    number = ""
    for label, value in pairs:
        key = _key(label)
        if key in _TITLES:
            title = title or _name(value)
        elif key in _AUTHORS:
            authors += [name for name in map(_name, value.split("\n")) if name]
        elif key in _SERIES:
            series = parse_series(value)
            if series and "series" not in texts:
                texts |= {"series": series[0].name, "series_number": series[0].number}
                series = series[1:]
            lists.setdefault("more_series", []).extend(other.name for other in series)
        elif key in _SERIES_NUMBERS:
            number = number or series_number(value)
        elif key in _LISTS:
            names = _names(value)
            if key in ("genre", "genres"):
                names = [genre for name in names for genre in split_genres(name)]
            lists.setdefault(_list_field(key, value, keys), []).extend(names)
        elif key in _TEXTS:
            text = " ".join(value.split())
            texts.setdefault(_TEXTS[key], strip_fiction(text) if _TEXTS[key] == "rating" else text)
        elif key in _DATES:
            texts.setdefault(_date_field(key, keys), iso_date(value))
        elif key in ("language", "lang"):
            texts.setdefault("language", language_tag(value))
        elif key in _WORDS:
            words = words or parse_count(value)
        elif key in _CHAPTERS and is_count(value):
            texts.setdefault("stated_chapters", re.sub(r"\s+", "", value))
        elif key in _ADDRESSES and (match := _ADDRESS.search(value)):
            texts.setdefault("address", match[0])
    if number and texts.get("series") and not texts["series_number"]:
        texts["series_number"] = number
    tuples = {field: tuple(dict.fromkeys(values)) for field, values in lists.items()}
    metadata = Metadata(stated_words=words, **texts, **tuples)  # type: ignore[arg-type]  # the tables name fields
    return Description(title, tuple(dict.fromkeys(authors)), metadata)


def _name(value: str) -> str:
    value = " ".join(value.split()).strip('*_"“” ')
    return value if len(value) <= _MAX_NAME_CHARS else ""


def _names(value: str) -> list[str]:
    names = (" ".join(name.split()) for name in _NAME_SEPARATOR.split(value))
    return [name for name in names if name and len(name) <= _MAX_NAME_CHARS]


def _list_field(key: str, value: str, keys: set[str]) -> str:
    if key == "category" and not _FANDOM_AS_CATEGORY.isdisjoint(keys):
        return "categories" if all(name.lower() in _PAIRING_KINDS for name in _names(value)) else "fandoms"
    return _LISTS[key]


def _date_field(key: str, keys: set[str]) -> str:
    # Beside a day of publication, a plain "date" is the day of the last change.
    return "updated" if key == "date" and not _PUBLISHED.isdisjoint(keys) else _DATES[key]
