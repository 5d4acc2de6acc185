"""What a page's tree is streamed as: opening and closing elements, text, and whole paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from fabula.index.errors import UnreadableSource

# lexbor takes seconds for 20,000 nested elements and minutes for 200,000; stories nest 30.
MAX_DEPTH = 500


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


class Element(NamedTuple):
    """An element with attributes that is in a paragraph."""

    tag: str
    attributes: Mapping[str, str | None]


class Paragraph(NamedTuple):
    """A `<p>` that holds nothing but text, `<br>` and plain elements, in one piece.

    Nine in ten elements of books are in such a paragraph, and a page takes a fifth of the time that its events take.

    lines       its text between the `<br>`.
    attributes  of the `<p>` itself.
    elements    those in it that have attributes.
    tail        the text behind it, up to the next tag.
    events      gives the same as single events, tail included, where a paragraph is not just its lines.
    """

    lines: Sequence[str]
    attributes: Mapping[str, str | None]
    elements: Sequence[Element]
    tail: str
    events: Callable[[], Iterator[Event]]


def too_deep() -> UnreadableSource:
    return UnreadableSource(f"its elements are nested more than {MAX_DEPTH} deep, which no story needs")
