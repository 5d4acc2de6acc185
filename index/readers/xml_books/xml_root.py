"""A text that is one XML file (FictionBook, TEI) to its tree: leniently, within bounds, and without losing anything."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import Any

from lxml import etree

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.encoding import declared_encoding, decode

__all__ = ["attribute", "name_of", "root_of", "words_of"]

# A tree takes about 200 bytes a tag; the largest novel seen has 60,000.
_MOST_TAGS = 4_000_000
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(?:\[(?P<inner>.*?)\]\s*)?>", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]{1,60})\s+(?:\"([^\"<&%]{0,200})\"|'([^'<&%]{0,200})'|\"&#(x?\w{1,6});\")\s*>")
_REFERENCE = re.compile(r"&([A-Za-z][\w.-]{0,60});")
_STRAY = re.compile(r"&(?!(?:[A-Za-z][\w.-]{0,60}|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_TAG = re.compile(r"<[^<>]*>")
# What a lenient parser may drop: blanks, and letters of broken tags.
_LEAST_KEPT = 0.995


def root_of(data: bytes, closing: str) -> Any:
    """The root element of a document whose root's name ends with `closing` ("FictionBook").

    Small mistakes that many such files have are mended. Raises UnreadableSource for one that is cut off, that would
    lose text, that refers to texts elsewhere, or that is built to exhaust memory.
    """
    text = decode(data, declared_encoding(data)).text
    if text.count("<") > _MOST_TAGS:
        raise UnreadableSource(f"it has more than {_MOST_TAGS:,} tags, which no story needs")
    text = _without_doctype(_DECLARATION.sub("", text, count=1))
    try:
        return etree.fromstring(_bytes(text), _parser(recover=False))
    except etree.XMLSyntaxError as error:
        if closing not in text[text.rfind("</") :]:
            raise UnreadableSource("it is incomplete: it ends before its last element is closed") from error
        return _mended(_STRAY.sub("&amp;", text), error)


def _mended(text: str, error: Any) -> Any:
    root = etree.fromstring(_bytes(text), _parser(recover=True))
    written = "".join(unescape(_TAG.sub("", text)).split())
    if root is None or sum(len("".join(piece.split())) for piece in root.itertext()) < _LEAST_KEPT * len(written):
        raise UnreadableSource(f"it is not well-formed XML ({error.msg})") from error
    return root


def name_of(element: Any) -> str:
    """The tag in lower case, without namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name; "" if it is absent."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def words_of(element: Any) -> str:
    """All text of an element in one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _without_doctype(text: str) -> str:
    """`text` with the plain texts that its DOCTYPE or HTML gives names to in the places of these names."""
    entities: dict[str, str] = {}
    if match := _DOCTYPE.search(text[:65_536]):
        for name, double, single, number in _ENTITY.findall(match["inner"] or ""):
            entities[name] = double or single or (f"&#{number};" if number else "")
        text = text[: match.start()] + text[match.end() :]
    return _REFERENCE.sub(lambda found: _resolved(found[1], entities), text)


def _resolved(name: str, entities: dict[str, str]) -> str:
    if name in _OWN:
        return f"&{name};"
    if name in entities:
        return entities[name]
    if f"{name};" in html5:
        return html5[f"{name};"].replace("&", "&amp;").replace("<", "&lt;")
    raise UnreadableSource(f"it refers to a text that stands elsewhere or nowhere (&{name};)")


def _parser(*, recover: bool) -> Any:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        # Without it lxml stops at texts of 10 MB, such as pictures; with it at 2,048 levels.
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _bytes(text: str) -> bytes:
    return _CONTROLS.sub("", text).encode("utf-8", "replace")
