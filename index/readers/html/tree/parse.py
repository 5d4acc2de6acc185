"""Parses HTML and XHTML into a stream of opening and closing elements and text, within bounds.

lxml reads well-formed XHTML (an HTML parser takes `<a id="x"/>` for an unclosed link, and `<title/>` swallows the rest
of the file); lexbor reads all else, as browsers do. No entity is resolved, nothing is fetched, no text is cut short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from typing import Any, NamedTuple

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from fabula.index.readers.bytes.angle_brackets import keep_words
from fabula.index.readers.bytes.few_attributes import ordinary_tags, with_few_attributes
from fabula.index.readers.bytes.safe_xml import parse_text, without_declaration
from .events import Event, Paragraph
from .html_walk import walk_html
from .nesting import refuse_deep, tag_names
from .xml_walk import attributes_of, walk_xml

_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_REFERENCE = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XHTML = re.compile(r"\s*<\?xml|xmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml")
_EMPTY = re.compile(
    r"<((?!area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)[a-zA-Z][\w:]*)((?:\s[^<>]*)?)/>"
)


class Document(NamedTuple):
    """A parsed page. `sheets`: the texts of its `<style>` elements; `sheet_links`: the addresses of linked sheets."""

    events: Iterator[Event | Paragraph]
    sheets: tuple[str, ...] = ()
    sheet_links: tuple[str, ...] = ()


def parse_events(text: str) -> Iterator[Event]:
    """The elements and text of an HTML or XHTML document, in reading order, without comments. Words in angle brackets
    ("<System> You win") are text.

    Raises UnreadableSource if it is nested too deeply to be a story.
    """
    for event in parse_document(text).events:
        if isinstance(event, Paragraph):
            yield from event.events()
        else:
            yield event


def parse_document(text: str) -> Document:
    """The elements and text of a document with its paragraphs in one piece where they can be, and its style sheets.

    The events raise UnreadableSource where XHTML is nested too deeply, this function where other HTML is.
    """
    text = keep_words(text)
    if _XHTML.search(text[:2_000]) and "<!ENTITY" not in text:
        root = _parse_xml(text)
        if root is not None:
            return Document(walk_xml(root), *_xml_sheets(root))
        text = _EMPTY.sub(r"<\1\2></\1>", text)
    names = ordinary_tags(text)
    refuse_deep(tag_names(text) if names is None else names)
    parser = LexborHTMLParser(with_few_attributes(text) if names is None else text)
    if parser.root is None:
        return Document(iter(()))
    return Document(walk_html(parser.root), *_html_sheets(parser))


def _xml_sheets(root: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    texts, links = [], []
    for element in root.iter("{*}style", "{*}link"):
        attributes = attributes_of(element)
        if not _is_for_screens(attributes):
            continue
        if element.tag.endswith("style"):
            texts.append("".join(element.itertext()))
        elif _links_sheet(attributes):
            links.append(attributes.get("href") or "")
    return tuple(texts), tuple(links)


def _html_sheets(parser: LexborHTMLParser) -> tuple[tuple[str, ...], tuple[str, ...]]:
    texts, links = [], []
    for node in parser.css("style, link"):
        attributes = node.attributes
        # Styles for readers without scripts hide what scripts would show.
        if not _is_for_screens(attributes) or (node.parent is not None and node.parent.tag == "noscript"):
            continue
        if node.tag == "style":
            texts.append(node.text(deep=True))
        elif _links_sheet(attributes):
            links.append(attributes.get("href") or "")
    return tuple(texts), tuple(links)


def _is_for_screens(attributes: Mapping[str, str | None]) -> bool:
    media = (attributes.get("media") or "all").lower()
    return any(medium.strip() in ("all", "screen", "only screen") for medium in media.split(","))


def _links_sheet(attributes: Mapping[str, str | None]) -> bool:
    relations = (attributes.get("rel") or "").lower().split()
    return "stylesheet" in relations and "alternate" not in relations


def _parse_xml(text: str) -> Any:
    """The root element, or None if `text` is not well-formed."""
    try:
        return parse_text(_REFERENCE.sub(_resolve_reference, without_declaration(text)))
    except etree.XMLSyntaxError:
        return None


def _resolve_reference(match: re.Match[str]) -> str:
    if match[1] in _XML_NAMES:
        return match[0]
    return html5.get(f"{match[1]};", match[0])
