"""What a TEI header says of the work (guidelines, chapter 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fabula.index.analysis.language_tags import language_tag
from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from fabula.index.readers.metadata.dates import iso_date

from .xml_root import attribute, name_of, words_of

__all__ = ["described_in"]

_EDITION = re.compile(
    r"\s*[:;,.(\[-]+\s*(?:(?:an?\s+|the\s+)?(?:ELTeC|electronic|digital|TEI|machine-readable)\b.{0,60}"
    r"|[ée]dition\s+(?:ELTeC|[ée]lectronique)\b.{0,40}|MiMoText\b.{0,40}|edici[óo]n\s+(?:de\s+)?(?:ELTeC|electr[óo]nica|digital)\b.{0,40}"
    r"|ELTeC[- ]\w+.{0,40})\s*$",
    re.IGNORECASE,
)
_LIFE = re.compile(r"\s*[(\[][^()\[\]]*(?:\d{3,4}|pseud|\?)[^()\[\]]*[)\]]", re.IGNORECASE)
_INVERTED = re.compile(r"(?P<last>[^,]{1,60}),\s*(?P<first>[^,]{1,60})")
_PRINTED = ("firstedition", "printsource", "copytext")


def described_in(tei: Any) -> Description:
    """Title, authors, language, date of the printed edition, keywords, and where the digital text comes from."""
    header = next((child for child in tei if name_of(child) == "teiheader"), None)
    language = attribute(tei, "lang")
    if header is None:
        return Description(metadata=Metadata(language=language_tag(language)))
    titles = next(_within(header, "titlestmt"), header)
    source = next(_within(header, "sourcedesc"), None)
    idents = [attribute(found, "ident") for found in _within(header, "language")]
    terms = [words_of(term) for group in _within(header, "keywords") for term in _within(group, "term")]
    numbers = [
        words_of(found) for statement in _within(header, "publicationstmt") for found in _within(statement, "idno")
    ]
    metadata = Metadata(
        language=language_tag(idents[0] if len(idents) == 1 else language) or language_tag(language),
        tags=tuple(dict.fromkeys(term for term in terms if term)),
        publisher=_publisher(source),
        published=_published(source),
        summary=words_of(next(_within(header, "abstract"), None)),
        identifier=next((number for number in numbers if number), ""),
    )
    return Description(_title(titles), tuple(dict.fromkeys(_authors(titles))), metadata)


def _within(element: Any, name: str) -> Iterator[Any]:
    return (found for found in element.iter() if name_of(found) == name)


def _title(statement: Any) -> str:
    titles = [found for found in statement if name_of(found) == "title"] or list(_within(statement, "title"))
    main = next((found for found in titles if attribute(found, "type") in ("main", "full")), None)
    return _EDITION.sub("", words_of(main if main is not None else next(iter(titles), None)))


def _authors(statement: Any) -> Iterator[str]:
    for author in _within(statement, "author"):
        named = next((found for name in ("persname", "name") for found in _within(author, name)), author)
        parts = [words_of(found) for name in ("forename", "namelink", "surname") for found in _within(named, name)]
        name = " ".join(part for part in parts if part) or _LIFE.sub("", words_of(named)).strip(" ,;")
        if name.endswith(".") and len(name.split()[-1]) > 3:
            # A catalogue's full stop, not an initial's.
            name = name[:-1]
        if inverted := _INVERTED.fullmatch(name):
            name = f"{inverted['first']} {inverted['last']}"
        if name:
            yield name


def _editions(source: Any) -> list[Any]:
    """The descriptions of what was transcribed, the first printed one first."""
    if source is None:
        return []
    found = [element for element in source.iter() if name_of(element) in ("bibl", "biblstruct", "biblfull")]
    return sorted(found, key=lambda element: attribute(element, "type").lower() not in _PRINTED) or [source]


def _published(source: Any) -> str:
    for edition in _editions(source):
        for date in _within(edition, "date"):
            if day := iso_date(attribute(date, "when") or words_of(date)):
                return day
    return ""


def _publisher(source: Any) -> str:
    return next(
        (name for edition in _editions(source) for found in _within(edition, "publisher") if (name := words_of(found))),
        "",
    )
