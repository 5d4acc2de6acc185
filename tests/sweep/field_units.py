"""Units of the fields that describe a work: titles, authors, tags, dates and the like, long or many."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import NamedTuple

from .units import Unit

_VALUES = (
    Unit("words", "word "),
    Unit("a word", "a"),
    Unit("accents", "\u0301", "a"),
    Unit("Han", "中"),
    Unit("blanks", " ", "a", "b"),
    Unit("names with commas", "{}, "),
    Unit("names with ampersands", "{} & ", "", "Ann"),
    Unit("names with conjunctions", "{} and ", "", "Ann"),
    Unit("names with semicolons", "{}; "),
    Unit("names with slashes", "{}/"),
    Unit("names with dashes", "{} - "),
    Unit("initials", "J. "),
    Unit("bylines", "by {} "),
    Unit("parentheses", "(a) "),
    Unit("parentheses opened", "("),
    Unit("parentheses closed", ")"),
    Unit("square brackets", "[a] "),
    Unit("square brackets opened", "["),
    Unit("life dates", "(1856-1934) "),
    Unit("life dates opened", "(1856 "),
    Unit("digits of life dates", "1", "("),
    Unit("dates", "2020-01-02 "),
    Unit("months", "May 2, "),
    Unit("digits", "1"),
    Unit("numbers", "1."),
    Unit("pairs of counts", "Words: 12 - "),
    Unit("labels", "Title: "),
    Unit("colons", ": "),
    Unit("editions", " : the digital", "a"),
    Unit("series", "{} #1, "),
    Unit("chapters", "Chapter 1 "),
    Unit("addresses", "https://a.example/{} "),
    Unit("an address", "a/", "https://a.example/"),
    Unit("dots", ".", "a"),
    Unit("hyphens", "-a", "a"),
    Unit("stars", "*"),
    Unit("underscores", "_a_ "),
    Unit("straight quotes", "'a' "),
    Unit("tags", "<b>a</b>"),
    Unit("tags opened", "<b "),
    Unit("references", "&amp;"),
    Unit("shelves", "Last Update: 2011/07/09, "),
)


class Field(NamedTuple):
    """What is written before and after a value."""

    before: str
    after: str


def _named(opening: str, closing: str, names: str) -> dict[str, Field]:
    """A field for each name, which stands where "%" is."""
    return {name: Field(opening.replace("%", name), closing.replace("%", name)) for name in names.split()}


def _field_units(fields: Mapping[str, Field], written: Callable[[str], str] = str) -> tuple[Unit, ...]:
    """Each value in each field; `written` escapes a value."""
    return tuple(
        Unit(
            f"{name}, {value.name}",
            written(value.text),
            field.before + written(value.before),
            written(value.after) + field.after,
        )
        for name, field in fields.items()
        for value in _VALUES
    )


def _json_text(text: str) -> str:
    return json.dumps(text)[1:-1]


def _rtf_text(text: str) -> str:
    return "".join(char if char < "\x80" else f"\\u{ord(char)}?" for char in text)


def _pdf_text(text: str) -> str:
    return "".join("\\" + char if char in "()\\" else char if char < "\x80" else "?" for char in text)


TEXT_FIELDS = _field_units(
    _named("%: ", "\n", "Title Author Fandom Characters Summary Words Rated Published Series Chapters URL")
    | {"byline": Field("by ", "\n"), "title": Field("\n\n", "\n\nChapter 1\n\n")}
)
PAGE_FIELDS = _field_units(
    _named('<meta name="%" content="', '">', "author description keywords dcterms.date og:url og:title")
    | _named("<%>", "</%>", "title h1")
    | {
        "link": Field('<link rel="canonical" href="', '">'),
        "author's link": Field('<a rel="author" href="#">', "</a>"),
        "byline": Field('<div class="byline">', "</div>"),
        "defined": Field("<dl><dt>Characters:</dt><dd>", "</dd></dl>"),
        "labelled": Field("<p>Characters: ", "</p>"),
    },
    escape,
)
PACKAGE_FIELDS = _field_units(
    _named("<dc:%>", "</dc:%>", "title creator subject description date identifier source language")
    | _named('<meta name="%" content="', '"/>', "calibre:series calibre:series_index")
    | {"collection": Field('<meta property="belongs-to-collection">', "</meta>")},
    escape,
)
NAVIGATION_UNITS = (
    *_field_units({"point": Field('<li><a href="p0.xhtml">', "</a></li>")}, escape),
    Unit("points", '<li><a href="p0.xhtml#{}">{}</a></li>'),
    Unit("points without addresses", "<li><span>{}</span></li>"),
    Unit("points that lead nowhere", '<li><a href="{}.xhtml">a</a></li>'),
    Unit("points nested", '<li><a href="p0.xhtml">a</a><ol>'),
)
FRONT_MATTER_FIELDS = _field_units(
    _named("%: ", "\n", "title author tags date summary")
    | {"quoted": Field('title: "', '"\n'), "listed": Field("- ", "\n"), "commented": Field("title: a # ", "\n")}
)
CORE_FIELDS = _field_units(
    _named("<dc:%>", "</dc:%>", "title creator subject description language identifier")
    | {
        "keywords": Field("<cp:keywords>", "</cp:keywords>"),
        "created": Field("<dcterms:created>", "</dcterms:created>"),
    },
    escape,
)
OPEN_DOCUMENT_FIELDS = _field_units(
    _named("<dc:%>", "</dc:%>", "title creator subject description date language")
    | _named("<meta:%>", "</meta:%>", "keyword initial-creator creation-date"),
    escape,
)
RTF_FIELDS = _field_units(_named(r"{\% ", "}", "title author subject keywords doccomm creatim"), _rtf_text)
FICTION_BOOK_FIELDS = _field_units(
    _named("<%>", "</%>", "book-title keywords genre date lang annotation")
    | {"author": Field("<author><first-name>", "</first-name></author>"), "sequence": Field('<sequence name="', '"/>')},
    escape,
)
TEI_FIELDS = _field_units(
    _named("<%>", "</%>", "title author date idno abstract publisher term")
    | {"person": Field("<author><persName>", "</persName></author>")},
    escape,
)
ORG_FIELDS = _field_units(_named("#+%: ", "\n", "TITLE AUTHOR FILETAGS DATE KEYWORDS DESCRIPTION"))
ASCIIDOC_FIELDS = _field_units(
    _named(":%: ", "\n", "keywords description author revdate")
    | {"title": Field("= ", "\n"), "authors": Field("= T\n", "\n"), "revision": Field("= T\nAnn Bell\n", "\n")}
)
JSON_FIELDS = _field_units(
    _named('"%": "', '",', "title authors tags summary published address language series series_number fandoms other")
    | {
        "list": Field('"tags": ["', '"],'),
        "chapters": Field('"chapters": [{"title": "', '", "text": "a"}],'),
        "blocks": Field('"chapters": [{"blocks": [["paragraph", "', '"]]}],'),
    },
    _json_text,
)
# The numbers of records (MobileRead wiki, "MOBI"): author, publisher, description, subject, date, source, title.
MOBI_FIELDS = _field_units({number: Field(f"{number} ", "") for number in "100 101 103 105 106 112 503 524".split()})
PDF_FIELDS = _field_units(_named("/% (", ")", "Title Author Subject Keywords CreationDate"), _pdf_text)
