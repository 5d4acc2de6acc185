"""Recognises headings and other roles by the name of a paragraph style, in the languages of word processors."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache


class Role(Enum):
    """The role that a style gives a paragraph. TITLE, SUBTITLE and AUTHOR make up a title page."""

    BODY = "body"
    TITLE = "title"
    SUBTITLE = "subtitle"
    AUTHOR = "author"
    VERSE = "verse"
    CONTENTS = "contents"
    NOTE = "note"
    RULE = "rule"


_HEADING = re.compile(
    r"(?:heading|header|überschrift|berschrift|titre|título|titulo|titolo|titlu|заголовок|kop|rubrik|overskrift"
    r"|otsikko|nagłówek|nadpis|başlık|balk|címsor|naslov|επικεφαλίδα|標題|标题|見出し|제목)[ _-]?(?P<level>\d)(?!\d)",
    re.IGNORECASE,
)
_CHAPTER = re.compile(
    r"(?:chapter|kapitel|chapitre|capítulo|capitolo|глава)(?:[ _-]?(?:title|heading|head|name|number|titel))?"
    r"|part[ _-]title",
    re.IGNORECASE,
)
_ROLES = (
    (Role.TITLE, "(?:book |document |story |main )?title|titel|titre|título|titolo|название|titre principal|cím|tytuł"),
    (Role.SUBTITLE, "sub-?title|untertitel|sous-titre|subtítulo|sottotitolo|подзаголовок|date|datum"),
    (Role.AUTHOR, "authors?|by-?line|autor|auteur|autore|автор"),
    (Role.VERSE, ".*(?:verse|poem|poetry|lyrics|stanza|song).*|line ?block|gedicht|стих.*"),
    (Role.CONTENTS, r"(?:toc|table of contents|contents|verzeichnis|inhaltsverzeichnis)(?: ?heading| ?\d.*)?"),
    (Role.NOTE, r"author['’]?s? notes?|(?:foot|end)note(?: text)?"),
    (Role.RULE, "horizontal line|scene ?break|section ?break|ornament|separator|divider"),
)
_ROLE_NAMES = tuple((role, re.compile(names, re.IGNORECASE)) for role, names in _ROLES)


@lru_cache(1024)
def heading_level(name: str) -> int:
    """The level of a heading style, 1 to 9; 0 for any other style.

    >>> [heading_level(name) for name in ("heading 1", "Überschrift 2", "Chapter Title", "Body")]
    [1, 2, 1, 0]
    """
    if match := _HEADING.fullmatch(name.strip()):
        return int(match["level"])
    return 1 if _CHAPTER.fullmatch(name.strip()) else 0


@lru_cache(1024)
def role_of(name: str) -> Role:
    """The role of a style with this name. A heading is BODY: see `heading_level`."""
    name = name.strip().replace("_", " ")
    return next((role for role, pattern in _ROLE_NAMES if pattern.fullmatch(name)), Role.BODY)
