"""Parses a book in one XML file (FictionBook, TEI) into its tree: leniently, within limits, and without losing text."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import Any

from lxml import etree

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.encoding import declared_encoding, decode
from fabula.index.readers.bytes.safe_xml import SAFE_XML

# A tree takes about 200 bytes a tag; the largest novel seen has 60,000.
_MAX_TAGS = 4_000_000
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(?:\[(?P<inner>.*?)\]\s*)?>", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]{1,60})\s+(?:\"([^\"<&%]{0,200})\"|'([^'<&%]{0,200})'|\"&#(x?\w{1,6});\")\s*>")
_REFERENCE = re.compile(r"&([A-Za-z][\w.-]{0,60});")
_STRAY_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][\w.-]{0,60}|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_TAG = re.compile(r"<[^<>]*>")
# A lenient parser may drop blanks, and letters of broken tags.
_MIN_KEPT_SHARE = 0.995


def parse_root(data: bytes, closing: str) -> Any:
    """The root element of a document whose root's name ends with `closing` ("FictionBook").

    Mends small mistakes that many such files have. Raises UnreadableSource for one that is cut off, would lose text,
    refers to texts elsewhere, or is built to exhaust memory.
    """
    text = decode(data, declared_encoding(data)).text
    if text.count("<") > _MAX_TAGS:
        raise UnreadableSource(f"it has more than {_MAX_TAGS:,} tags, which no story needs")
    text = _without_doctype(_DECLARATION.sub("", text, count=1))
    try:
        return etree.fromstring(_bytes(text), _parser(recover=False))
    except etree.XMLSyntaxError as error:
        if closing not in text[text.rfind("</") :]:
            raise UnreadableSource("it is incomplete: it ends before its last element is closed") from error
        return _parse_leniently(_STRAY_AMPERSAND.sub("&amp;", text), error)


def _parse_leniently(text: str, error: Any) -> Any:
    root = etree.fromstring(_bytes(text), _parser(recover=True))
    written = "".join(unescape(_TAG.sub("", text)).split())
    if root is None or sum(len("".join(part.split())) for part in root.itertext()) < _MIN_KEPT_SHARE * len(written):
        raise UnreadableSource(f"it is not well-formed XML ({error.msg})") from error
    return root


def tag_of(element: Any) -> str:
    """The tag in lower case, without namespace; "" for a node that is no element."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name; "" if it is absent."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def children_of(element: Any, tag: str) -> list[Any]:
    """The children with this tag; [] for None."""
    return [child for child in element if tag_of(child) == tag] if element is not None else []


def text_of(element: Any) -> str:
    """All text of an element in one line; "" for None."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _without_doctype(text: str) -> str:
    """`text` without its DOCTYPE, with the entities that it or HTML defines replaced by their text."""
    entities: dict[str, str] = {}
    if match := _DOCTYPE.search(text[:65_536]):
        for name, double, single, number in _ENTITY.findall(match["inner"] or ""):
            entities[name] = double or single or (f"&#{number};" if number else "")
        text = text[: match.start()] + text[match.end() :]
    return _REFERENCE.sub(lambda match: _entity_text(match[1], entities), text)


def _entity_text(name: str, entities: dict[str, str]) -> str:
    if name in _XML_ENTITIES:
        return f"&{name};"
    if name in entities:
        return entities[name]
    if f"{name};" in html5:
        return html5[f"{name};"].replace("&", "&amp;").replace("<", "&lt;")
    raise UnreadableSource(f"it refers to a text that stands elsewhere or nowhere (&{name};)")


def _parser(*, recover: bool) -> Any:
    return etree.XMLParser(
        encoding="utf-8",
        # Without it lxml stops at texts of 10 MB, such as pictures; with it at 2,048 levels.
        huge_tree=True,
        recover=recover,
        **SAFE_XML,
    )


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _bytes(text: str) -> bytes:
    return _CONTROLS.sub("", text).encode("utf-8", "replace")
