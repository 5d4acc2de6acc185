"""Reads the `<description>` of a FictionBook."""

from __future__ import annotations

import re
from typing import Any

from fabula.index.analysis.language_tags import language_tag
from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from fabula.index.readers.metadata.dates import iso_date
from fabula.index.readers.metadata.series_number import series_number
from fabula.index.readers.metadata.source_address import first_address
from .xml_root import attribute, children_of, text_of

_GENRE_PARTS = re.compile(r"[_,;\s]+")


def _first(element: Any, *tags: str) -> Any:
    """The element at the end of the path `tags`; None if there is none."""
    for tag in tags:
        element = next(iter(children_of(element, tag)), None)
    return element


def describe_fb2(root: Any) -> Description:
    """Title, authors, language, genres and keywords as tags, series, dates and sources."""
    info = _first(root, "description", "title-info")
    publish_info = _first(root, "description", "publish-info")
    document_info = _first(root, "description", "document-info")
    if info is None:
        return Description()
    date = _first(info, "date")
    sequences = [
        (" ".join(attribute(one, "name").split()), attribute(one, "number")) for one in children_of(info, "sequence")
    ]
    series, number = next((place for place in sequences if place[0]), ("", ""))
    keywords = [word.strip() for words in children_of(info, "keywords") for word in re.split(r"[,;]", text_of(words))]
    genres = [" ".join(_GENRE_PARTS.split(text_of(genre))).strip() for genre in children_of(info, "genre")]
    tags = [tag for tag in (*genres, *keywords) if tag and tag != "unrecognised"]
    day = iso_date(attribute(date, "value") or text_of(date)) if date is not None else ""
    metadata = Metadata(
        language=language_tag(text_of(_first(info, "lang"))),
        tags=tuple(dict.fromkeys(tags)),
        series=series,
        series_number=series_number(number),
        more_series=tuple(dict.fromkeys(name for name, _ in sequences if name not in ("", series))),
        publisher=text_of(_first(publish_info, "publisher")),
        published=day or iso_date(text_of(_first(publish_info, "year"))),
        summary=text_of(_first(info, "annotation")),
        address=first_address(map(text_of, children_of(document_info, "src-url"))),
        identifier=text_of(_first(document_info, "id")),
    )
    authors = [name for author in children_of(info, "author") if (name := _name(author))]
    return Description(text_of(_first(info, "book-title")), tuple(dict.fromkeys(authors)), metadata)


def _name(author: Any) -> str:
    parts = (text_of(_first(author, part)) for part in ("first-name", "middle-name", "last-name"))
    return " ".join(part for part in parts if part) or text_of(_first(author, "nickname"))
