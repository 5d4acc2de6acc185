"""Parses HTML and XHTML into a stream of opening and closing elements and text, within bounds.

lxml reads well-formed XHTML (an HTML parser takes `<a id="x"/>` for an unclosed link, and `<title/>` swallows the rest
of the file); lexbor reads all else, as browsers do. No entity is resolved, nothing is fetched, no text is cut short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from html import unescape
from html.entities import html5
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.angle_brackets import keep_words
from fabula.index.readers.bytes.few_attributes import ATTRIBUTE, COMMENT, MAX_ATTRIBUTES, with_few_attributes
from fabula.index.readers.bytes.safe_xml import parse_text, without_declaration

# lexbor takes seconds for 20,000 nested elements and minutes for 200,000; stories nest 30.
_MAX_DEPTH = 500


class EventKind(Enum):
    OPEN = "open"
    TEXT = "text"
    CLOSE = "close"


# An attribute of an enumeration takes three times as long to find as a name of the module.
OPEN, TEXT, CLOSE = EventKind.OPEN, EventKind.TEXT, EventKind.CLOSE


class Event(NamedTuple):
    """`value`: the tag in lower case without namespace, or the text. Only OPEN has `attributes`."""

    kind: EventKind
    value: str
    attributes: Mapping[str, str | None] = {}


# Also a tag that nothing ends: it would be searched to the end of the page from each "<" in it.
_TAG = re.compile(rf"{COMMENT}|<(/?)([a-zA-Z][^\s/>]*+)((?:{ATTRIBUTE})*+[\s/]*+)>?")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Elements that may lack an end tag: the next one closes the last.
_IMPLIED = frozenset("p li dt dd tr td th thead tbody tfoot option optgroup colgroup rp rt a body html head".split())
# If one of these is never closed, a parser opens it again in every later paragraph.
_FORMATTING = frozenset("b big code em font i nobr s small strike strong tt u".split())
# An end tag closes nothing outside these.
_WALLS = frozenset("table caption button object template select svg math marquee applet".split())
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_REFERENCE = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XHTML = re.compile(r"\s*<\?xml|xmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml")
_EMPTY = re.compile(
    r"<((?!area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)[a-zA-Z][\w:]*)((?:\s[^<>]*)?)/>"
)
_SHEET_SIGNS = ("<style", "<STYLE", "<Style", "stylesheet", "STYLESHEET", "StyleSheet", "Stylesheet")
_NAMESPACES = {"http://www.idpf.org/2007/ops": "epub:", "http://www.w3.org/XML/1998/namespace": "xml:"}


class Document(NamedTuple):
    """A parsed page. `sheets`: the texts of its `<style>` elements; `sheet_links`: the addresses of linked sheets."""

    events: Iterator[Event]
    sheets: tuple[str, ...] = ()
    sheet_links: tuple[str, ...] = ()


def parse_events(text: str) -> Iterator[Event]:
    """The elements and text of an HTML or XHTML document, in reading order, without comments. Words in angle brackets
    ("<System> You win") are text.

    Raises UnreadableSource if it is nested too deeply to be a story.
    """
    return parse_document(text).events


def parse_document(text: str) -> Document:
    """The elements and text of a document as `parse_events` gives them, and its style sheets.

    The events raise UnreadableSource where XHTML is nested too deeply, this function where other HTML is.
    """
    text = keep_words(text)
    has_sheets = any(sign in text for sign in _SHEET_SIGNS)
    if _XHTML.search(text[:2_000]) and "<!ENTITY" not in text:
        root = _parse_xml(text)
        if root is not None:
            return Document(_walk_xml(root), *(_xml_sheets(root) if has_sheets else ()))
        text = _EMPTY.sub(r"<\1\2></\1>", text)
    _refuse_deep(text)
    parser = LexborHTMLParser(with_few_attributes(text))
    return Document(_walk_html(parser), *(_html_sheets(parser) if has_sheets else ()))


def _xml_sheets(root: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    texts, links = [], []
    for element in root.iter("{*}style", "{*}link"):
        attributes = _attributes(element.attrib)
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


def _too_deep() -> UnreadableSource:
    return UnreadableSource(f"its elements are nested more than {_MAX_DEPTH} deep, which no story needs")


def _refuse_deep(text: str) -> None:
    """Refuse deep nesting by an upper bound, before any tree is built (0.5 s for 1,000,000 tags)."""
    open_tags: list[str] = []
    unclosed = 0
    for match in _TAG.finditer(text):
        if match[2] is None:
            continue
        closing, tag, rest = match[1], match[2].lower(), match[3]
        if tag in _VOID or tag in _IMPLIED or (rest.endswith("/") and not closing):
            continue
        if not closing:
            open_tags.append(tag)
            if len(open_tags) + unclosed > _MAX_DEPTH:
                raise _too_deep()
            continue
        index = len(open_tags) - 1
        while index >= 0 and open_tags[index] != tag and open_tags[index] not in _WALLS:
            index -= 1
        if index >= 0 and open_tags[index] == tag:
            unclosed += sum(name in _FORMATTING for name in open_tags[index + 1 :])
            del open_tags[index:]
        elif tag in _FORMATTING and unclosed:
            unclosed -= 1


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


def _walk_xml(root: Any) -> Iterator[Event]:
    names: dict[Any, str] = {}
    depth = 0
    for action, element in etree.iterwalk(root, events=("start", "end")):
        full_name = element.tag
        tag = names.get(full_name)
        if tag is None:
            # Comments have a function for a name.
            is_element = isinstance(full_name, str)
            tag = names[full_name] = full_name.rpartition("}")[2].lower() if is_element else ""
        if not tag:
            continue
        if action == "start":
            depth += 1
            if depth > _MAX_DEPTH:
                raise _too_deep()
            yield Event(OPEN, tag, _attributes(element.attrib) if element.attrib else {})
            if element.text:
                yield Event(TEXT, element.text)
        else:
            depth -= 1
            yield Event(CLOSE, tag)
            if element.tail:
                yield Event(TEXT, element.tail)


def _attributes(xml_attributes: Any) -> dict[str, str | None]:
    attributes: dict[str, str | None] = {}
    pairs = xml_attributes.items() if len(xml_attributes) <= MAX_ATTRIBUTES else _first_pairs(xml_attributes)
    for name, value in pairs:
        if name[0] == "{":
            namespace, _, local = name[1:].partition("}")
            name = _NAMESPACES.get(namespace, "") + local
        attributes[name.lower()] = value
    return attributes


def _first_pairs(xml_attributes: Any) -> list[tuple[str, str]]:
    """As many as an element may have; for each of its items lxml looks through all before it."""
    return [(name, xml_attributes[name]) for name in islice(xml_attributes, MAX_ATTRIBUTES)]


def _walk_html(parser: LexborHTMLParser) -> Iterator[Event]:
    root = parser.root
    node: LexborNode | None = root
    while node is not None:
        tag = node.tag or ""
        descend = None
        if tag == "-text":
            yield Event(TEXT, node.text_content or "")
        elif tag == "template":
            # Its content is no part of the tree.
            yield from (Event(OPEN, tag), Event(TEXT, unescape(_TAG.sub(" ", node.html or ""))), Event(CLOSE, tag))
        elif not tag.startswith(("-", "_", "!")):
            yield Event(OPEN, tag, node.attributes)
            descend = node.first_child
            if descend is None:
                yield Event(CLOSE, tag)
        if descend is not None:
            node = descend
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is None or (root is not None and node.mem_id == root.mem_id):
                return
            yield Event(CLOSE, node.tag or "")
        node = node.next if node is not None else None
