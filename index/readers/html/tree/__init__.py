"""The tree of a page as a stream: parsed within bounds, and walked in reading order."""

from .events import CLOSE, OPEN, TEXT, Element, Event, EventKind, Paragraph
from .parse import Document, parse_document, parse_events

__all__ = [
    "CLOSE", "OPEN", "TEXT", "Document", "Element", "Event", "EventKind", "Paragraph", "parse_document", "parse_events",
]  # fmt: skip
