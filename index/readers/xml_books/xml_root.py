"""Parses a book in one XML file (FictionBook, TEI) into its tree: leniently, within limits, and without losing text."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, NamedTuple

from lxml import etree

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.encoding import declared_encoding, decode
from fabula.index.readers.bytes.mended_xml import parse_mended

# A tree takes about 200 bytes a tag; the largest novel seen has 60,000.
_MAX_TAGS = 4_000_000
_TAG = re.compile(r"<[^<>]*>")
# Elements that end a line, in FictionBook and TEI.
_PARTED = frozenset(
    "p v l ab lg lb stanza poem cite section title subtitle text-author epigraph head div speaker sp item cell row tr"
    " td th br empty-line closer opener salute signed bibl".split()
)
_CUT_OFF = "it is incomplete: it ends before its last element is closed"
# A lenient parser may drop blanks, and letters of broken tags.
_MIN_KEPT_SHARE = 0.995


class Root(NamedTuple):
    """The root element of a document, and what is missing from it ("" if nothing is)."""

    element: Any
    gap: str = ""


def parse_root(data: bytes, closing: str) -> Root:
    """The root of a document whose root's name ends with `closing` ("FictionBook").

    Mends small mistakes that many such files have. Raises UnreadableSource for one that would lose text, refers to
    texts elsewhere, or is built to exhaust memory.
    """
    text = decode(data, declared_encoding(data)).text
    if text.count("<") > _MAX_TAGS:
        raise UnreadableSource(f"it has more than {_MAX_TAGS:,} tags, which no story needs")
    parsed = parse_mended(text)
    if parsed.elsewhere:
        raise UnreadableSource(f"it refers to a text that stands elsewhere or nowhere (&{parsed.elsewhere[0]};)")
    if not parsed.mistake:
        return Root(parsed.root)
    is_cut_off = closing not in text[text.rfind("</") :]
    if parsed.root is None or _loses_text(parsed.root, parsed.text):
        raise UnreadableSource(_CUT_OFF if is_cut_off else f"it is not well-formed XML ({parsed.mistake})")
    return Root(parsed.root, _CUT_OFF if is_cut_off else "")


def _loses_text(root: Any, text: str) -> bool:
    written = "".join(unescape(_TAG.sub("", text)).split())
    return sum(len("".join(part.split())) for part in root.itertext()) < _MIN_KEPT_SHARE * len(written)


def tag_of(element: Any) -> str:
    """The tag in lower case, without namespace; "" for a node that is no element."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name; "" if it is absent."""
    key = next((key for key in element.attrib if str(key).rpartition("}")[2] == name), None)
    return str(element.get(key)) if key is not None else ""


def children_of(element: Any, tag: str) -> list[Any]:
    """The children with this tag; [] for None."""
    return [child for child in element if tag_of(child) == tag] if element is not None else []


def text_of(element: Any) -> str:
    """All text of an element in one line, its paragraphs and lines parted by blanks; "" for None."""
    if element is None:
        return ""
    parts: list[str] = []
    for action, node in etree.iterwalk(element, events=("start", "end")):
        if tag_of(node) in _PARTED:
            parts.append(" ")
        if action == "start":
            parts.append(node.text or "")
        elif node is not element:
            parts.append(node.tail or "")
    return " ".join("".join(parts).split())
