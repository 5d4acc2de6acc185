"""Reads title, authors, language, date and number from Project Gutenberg's header, of today and of the 1990s."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.index.analysis.language_tags import language_tag
from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from .dates import iso_date

_FIELD = re.compile(
    r"^(Title|Author|Authors|Language|Release Date|Posting Date|Date)[ \t]*:[ \t]*(\S.*(?:\n[ \t]+\S.*)*)",
    re.MULTILINE | re.IGNORECASE,
)
_BOOK_NUMBER = re.compile(r"\[?\b(?:E-?text|E-?book)(?:[ -]?No\.?)?\s*#?\s*(\d+)\b", re.IGNORECASE)
_FIRST_LINE = re.compile(
    r"Project\s+Gutenberg(?:['’]s)?\s+(?:E-?text|E-?book)?(?:,|\s+of)?\s*(?P<title>\S(?:[^\n]|\n(?!\n)){0,150}?),?\s+by\s+(?P<author>[^\n]{2,80})",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"by\s+(\S.{0,80})", re.IGNORECASE)


def describe_header(header: Sequence[str]) -> Description:
    """The description in `header`, the pieces before the book."""
    text = "\n\n".join(header)
    fields: dict[str, list[str]] = {}
    for label, value in _FIELD.findall(text):
        fields.setdefault(label.lower().removesuffix("s"), []).append(value)
    title = " ".join(fields.get("title", [""])[0].split())
    authors = [" ".join(line.split()) for value in fields.get("author", []) for line in value.split("\n")]
    if not title:
        title, authors = _title_and_authors_of_1990s(header, text)
    number = _BOOK_NUMBER.search(text)
    dates = fields.get("release date") or fields.get("posting date") or fields.get("date") or [""]
    published = iso_date(dates[0].split("[")[0])
    if not published and number:
        published = iso_date(text[text.rfind("\n", 0, number.start()) + 1 : number.start()])
    return Description(
        title,
        tuple(dict.fromkeys(author for author in authors if author)),
        Metadata(
            language=language_tag(fields.get("language", [""])[0]),
            published=published,
            address=f"https://www.gutenberg.org/ebooks/{number[1]}" if number else "",
        ),
    )


def _title_and_authors_of_1990s(header: Sequence[str], text: str) -> tuple[str, list[str]]:
    """Title and authors of a header of the 1990s: title, "by …" and "[Etext #…]" in a row, or its first line."""
    for index in range(2, len(header)):
        byline = _BYLINE.match(header[index - 1])
        if byline and _BOOK_NUMBER.search(header[index]) and len(header[index - 2]) < 100:
            return " ".join(header[index - 2].split()), [re.sub(r"\s*\[.*", "", byline[1]).strip()]
    first_line = _FIRST_LINE.search(text[:600])
    if not first_line:
        return "", []
    return " ".join(first_line["title"].split()), [first_line["author"].strip(" .*")]
