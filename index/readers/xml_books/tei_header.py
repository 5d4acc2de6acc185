"""Reads the description of the work in a TEI header (guidelines, chapter 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fabula.index.analysis.language_tags import language_tag
from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from fabula.index.readers.metadata.dates import iso_date
from .xml_root import attribute, children_of, tag_of, text_of

# A note begins where a run of blanks or signs does: a title of signs alone would be searched again from each of them.
_EDITION = re.compile(
    r"(?:(?<!\s)\s++)?(?<![:;,.(\[-])[:;,.(\[-]++\s*+"
    r"(?:(?:an?\s+|the\s+)?(?:ELTeC|electronic|digital|TEI|machine-readable)\b.{0,60}"
    r"|[ée]dition\s+(?:ELTeC|[ée]lectronique)\b.{0,40}|MiMoText\b.{0,40}|edici[óo]n\s+(?:de\s+)?(?:ELTeC|electr[óo]nica|digital)\b.{0,40}"
    r"|ELTeC[- ]\w+.{0,40})\s*$",
    re.IGNORECASE,
)
# The dates are looked for once, and the closing bracket once.
_LIFE_DATES = re.compile(r" ?[(\[](?=[^()\[\]]*?(?:\d{3}|pseud|\?))[^()\[\]]*+[)\]]", re.IGNORECASE)
_INVERTED = re.compile(r"(?P<last>[^,]{1,60}),\s*(?P<first>[^,]{1,60})")
_PRINTED = ("firstedition", "printsource", "copytext")


def describe_tei(tei: Any) -> Description:
    """Title, authors, language, date of the printed edition, keywords, and where the digital text comes from."""
    header = next(iter(children_of(tei, "teiheader")), None)
    language = attribute(tei, "lang")
    if header is None:
        return Description(metadata=Metadata(language=language_tag(language)))
    titles = next(_descendants(header, "titlestmt"), header)
    source = next(_descendants(header, "sourcedesc"), None)
    idents = [attribute(element, "ident") for element in _descendants(header, "language")]
    terms = [text_of(term) for group in _descendants(header, "keywords") for term in _descendants(group, "term")]
    statements = _descendants(header, "publicationstmt")
    numbers = [text_of(number) for statement in statements for number in _descendants(statement, "idno")]
    metadata = Metadata(
        language=language_tag(idents[0] if len(idents) == 1 else language) or language_tag(language),
        tags=tuple(dict.fromkeys(term for term in terms if term)),
        publisher=_publisher(source),
        published=_published(source),
        summary=text_of(next(_descendants(header, "abstract"), None)),
        identifier=next((number for number in numbers if number), ""),
    )
    return Description(_title(titles), tuple(dict.fromkeys(_authors(titles))), metadata)


def _descendants(element: Any, name: str) -> Iterator[Any]:
    return (descendant for descendant in element.iter() if tag_of(descendant) == name)


def _title(statement: Any) -> str:
    titles = children_of(statement, "title") or list(_descendants(statement, "title"))
    main = next((title for title in titles if attribute(title, "type") in ("main", "full")), None)
    return _EDITION.sub("", text_of(main if main is not None else next(iter(titles), None)))


def _authors(statement: Any) -> Iterator[str]:
    for author in _descendants(statement, "author"):
        person = next((element for tag in ("persname", "name") for element in _descendants(author, tag)), author)
        parts = [text_of(part) for tag in ("forename", "namelink", "surname") for part in _descendants(person, tag)]
        name = " ".join(part for part in parts if part) or _LIFE_DATES.sub("", text_of(person)).strip(" ,;")
        if name.endswith(".") and len(name.split()[-1]) > 3:
            # The full stop of a catalogue, not of an initial.
            name = name[:-1]
        if inverted := _INVERTED.fullmatch(name):
            name = f"{inverted['first']} {inverted['last']}"
        if name:
            yield name


def _editions(source: Any) -> list[Any]:
    """The descriptions of the transcribed editions, the first printed one first."""
    if source is None:
        return []
    editions = [element for element in source.iter() if tag_of(element) in ("bibl", "biblstruct", "biblfull")]
    return sorted(editions, key=lambda element: attribute(element, "type").lower() not in _PRINTED) or [source]


def _published(source: Any) -> str:
    for edition in _editions(source):
        for date in _descendants(edition, "date"):
            if day := iso_date(attribute(date, "when") or text_of(date)):
                return day
    return ""


def _publisher(source: Any) -> str:
    names = (text_of(name) for edition in _editions(source) for name in _descendants(edition, "publisher"))
    return next((name for name in names if name), "")
