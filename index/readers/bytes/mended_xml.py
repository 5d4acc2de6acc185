"""Parses XML that people and programs have damaged a little: strictly if it can be, else mended, else as it comes.

The mistakes that all formats share are mended: a bare "&", a "<" that begins no tag, entities of HTML, control
characters, "<br>" that is not closed. No entity is resolved from elsewhere, nothing is fetched.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any, NamedTuple

from lxml import etree

from .angle_brackets import keep_words
from .safe_xml import parse_text, without_declaration

_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(?:\[(?P<inner>.*?)\]\s*)?>", re.DOTALL)
_DOCTYPE_CHARS = 65_536
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]{1,60})\s+(?:\"([^\"<&%]{0,200})\"|'([^'<&%]{0,200})'|\"&#(x?\w{1,6});\")\s*>")
_ENTITY_NAME = re.compile(r"<!ENTITY\s+([\w.-]{1,60})\s")
_REFERENCE = re.compile(r"&([A-Za-z][\w.-]{0,60});")
_STRAY_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][\w.-]{0,60}|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_STRAY_LESS = re.compile(r"<(?![\w/!?:])|<(?=\d)")
_ROOT = re.compile(r"<([^\W\d][^\s<>/]*)")
_VOID = re.compile(r"<(br|hr|img|wbr)\b(?!\s*/?>\s*</\1>)([^<>]*+)(?<!/)>", re.IGNORECASE)
_CHARACTER = re.compile(r"&#(?:(\d{1,7})|x([0-9a-fA-F]{1,6}));")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class ParsedXml(NamedTuple):
    """root     the root element; None if nothing can be made of the text.
    text     what was parsed in the end.
    mistake  why the strict parser refused it even mended; "" if it did not.
    elsewhere  the names of entities whose text stands in another file, and is missing.
    """

    root: Any
    text: str
    mistake: str
    elsewhere: tuple[str, ...]


def parse_mended(text: str) -> ParsedXml:
    """The document in `text`, which is decoded: the encoding that it declares is not used."""
    elsewhere: list[str] = []
    text = _CONTROLS.sub("", _without_doctype(without_declaration(text), elsewhere))
    root, _ = _parse(text, recover=False)
    mistake = ""
    if root is None:
        text = _STRAY_LESS.sub("&lt;", _STRAY_AMPERSAND.sub("&amp;", _CHARACTER.sub(_allowed_character, text)))
        text = _VOID.sub(r"<\1\2/>", text)
        # In a file that is cut off, elements are unclosed that are none the less markup.
        text = keep_words(text) if _is_whole(text) else text
        root, mistake = _parse(text, recover=False)
    if root is None:
        root, _ = _parse(text, recover=True)
    return ParsedXml(root, text, mistake, tuple(elsewhere))


def _is_whole(text: str) -> bool:
    """True if the root element is closed."""
    root = _ROOT.search(text)
    return root is None or f"</{root[1]}" in text


def _parse(text: str, *, recover: bool) -> tuple[Any, str]:
    try:
        return parse_text(text, recover=recover), ""
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, str(getattr(error, "msg", error))


def _without_doctype(text: str, elsewhere: list[str]) -> str:
    """`text` without its DOCTYPE, with the entities that it or HTML defines replaced by their text."""
    entities: dict[str, str | None] = {}
    head = text[:_DOCTYPE_CHARS]
    # Only at the first place: a search would read the rest of the head at each of many.
    if match := _DOCTYPE.match(head, max(0, head.find("<!DOCTYPE"))):
        inner = match["inner"] or ""
        entities = dict.fromkeys(_ENTITY_NAME.findall(inner))
        for name, double, single, number in _ENTITY.findall(inner):
            entities[name] = double or single or (f"&#{number};" if number else "")
        text = text[: match.start()] + text[match.end() :]
    return _REFERENCE.sub(lambda match: _entity_text(match[1], entities, elsewhere), text)


def _entity_text(name: str, entities: dict[str, str | None], elsewhere: list[str]) -> str:
    if name in _XML_ENTITIES:
        return f"&{name};"
    if name in entities:
        value = entities[name]
        if value is None and name not in elsewhere:
            elsewhere.append(name)
        return value or ""
    if f"{name};" in html5:
        return html5[f"{name};"].replace("&", "&amp;").replace("<", "&lt;")
    # Nobody defines it: these are letters of the text ("AT&T;").
    return f"&amp;{name};"


def _allowed_character(match: re.Match[str]) -> str:
    """A reference to a character that XML allows; "" for controls and halves of characters."""
    number = int(match[1]) if match[1] else int(match[2], 16)
    is_allowed = number < 0x110000 and not _CONTROLS.match(chr(number)) and not 0xD800 <= number < 0xE000
    return match[0] if is_allowed else ""
