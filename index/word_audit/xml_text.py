"""The text nodes of XML by expat; the readers use lxml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NoReturn
from xml.parsers import expat

from .decoding import decodings
from .markup import page_text

# Elements after which another word begins, in Word, OpenDocument, FictionBook and TEI. All others may stand in a word.
_PARTING = frozenset(
    "p br h tab s cr line-break tc title subtitle v text-author l lg lb pb ab head div section note item cell row"
    " speaker note-citation sp stage body author date name genre lang annotation instrText delText".split()
)


# A note stands within a paragraph, right behind a word.
_PARTING_BEFORE = frozenset(("note", "note-citation", "note-body", "annotation"))


class _EntityDeclared(Exception):
    """The document declares entities, which may grow without bound."""


def xml_text(data: bytes, without: Iterable[str] = ()) -> str:
    """The text nodes of the document in `data`, except for those in elements `without`, by local name."""
    return next(xml_texts(data, without))


def xml_texts(data: bytes, without: Iterable[str] = ()) -> Iterator[str]:
    """As `xml_text`, most likely first.

    What is no well-formed XML, or declares entities, is taken as HTML is, in each encoding that it may have: a reader
    that recovers has its text, too.
    """
    text = _parsed(data, without)
    if text is not None:
        yield text
        return
    names = "|".join(map(re.escape, without))
    # An element that is never closed ends with the file, so the time is linear.
    hidden = re.compile(rf"<(?:\w+:)?({names})\b.*?(?:</(?:\w+:)?\1\s*>|\Z)", re.DOTALL) if names else None
    for decoded in decodings(data):
        yield page_text(hidden.sub(" ", decoded) if hidden else decoded)


def _parsed(data: bytes, without: Iterable[str]) -> str | None:
    """The text nodes; None if expat cannot parse the document."""
    pieces: list[str] = []
    hidden_depth = 0
    skipped = frozenset(without)

    def start(name: str, _: object) -> None:
        nonlocal hidden_depth
        name = name.rpartition(":")[2]
        if hidden_depth or name in skipped:
            hidden_depth += 1
        elif name in _PARTING_BEFORE:
            pieces.append(" ")

    def end(name: str) -> None:
        nonlocal hidden_depth
        if hidden_depth:
            hidden_depth -= 1
        elif name.rpartition(":")[2] in _PARTING:
            pieces.append(" ")

    def characters(text: str) -> None:
        if not hidden_depth:
            pieces.append(text)

    def declares_entity(*_: object) -> NoReturn:
        raise _EntityDeclared

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.EntityDeclHandler = declares_entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _EntityDeclared, LookupError, ValueError):
        return None
    return "".join(pieces)
