"""Finds what may be the mark of a page or a note, and decides it by what the mark holds.

In the middle of a sentence a mark would break every phrase, so it is left out; but only if it is a label. People put
page marks around words, raise "th" in "10th", and link words to notes. So an element that may be a mark is held back,
event by event, until its text is known, and what follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from fabula.index.readers.marks.mark_labels import (
    MAX_LABEL_CHARS,
    PageLabel,
    is_bracketed,
    is_note_label,
    is_way_back,
    names_page,
    page_label,
)
from fabula.index.readers.marks.raised_numbers import begins_fraction, is_power
from .elements import BLOCKS, Attributes
from .tree import OPEN, TEXT, Event


class MarkKind(Enum):
    """RAISED: a superscript. LINK: a link to a place in a page, such as a note."""

    PAGE = "page"
    NOTE = "note"
    WAY_BACK = "way back"
    ARCHIVE_PAGE = "archive page"
    RAISED = "raised"
    LINK = "link"


_KINDS = {
    MarkKind.PAGE: "pagenum pageno page-number page_number pagenumber page-num pgnum pagebreak doc-pagebreak"
    " x-ebookmaker-pageno",
    MarkKind.NOTE: "noteref doc-noteref footnote-ref footnote_ref footnoteref footnote-anchor fnanchor fnref"
    " msofootnotereference msoendnotereference",
    MarkKind.WAY_BACK: "backlink doc-backlink footnote-backref footnote-back",
    MarkKind.ARCHIVE_PAGE: "toc-heading",
    MarkKind.RAISED: "sup super superscript supscript",
}
_KIND_BY_NAME = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_ORDER = tuple(MarkKind)
MARKS = frozenset(_KIND_BY_NAME)
# Elements of DAISY talking books (DTBook), which EPUB 2 allows as pages.
MARK_TAGS = {"pagenum": MarkKind.PAGE, "noteref": MarkKind.NOTE, "annoref": MarkKind.NOTE}
# The Archive of Our Own calls the pages around a story so.
_ARCHIVE_PAGES = frozenset(("preface", "afterword"))
# A mark has a few elements and blanks at most; the cap bounds what is held back.
_MAX_EVENTS = 32


def possible_mark(tag: str, names: frozenset[str], attributes: Attributes, *, is_raised: bool) -> MarkKind | None:
    """The kind of mark that an element may be."""
    if tag in MARK_TAGS:
        return MARK_TAGS[tag]
    if found := names & MARKS:
        return min((_KIND_BY_NAME[name] for name in found), key=_ORDER.index)
    if tag == "sup" or is_raised:
        return MarkKind.RAISED
    if tag == "a":
        address = attributes.get("href") or ""
        if "#" in address or "note" in address:
            return MarkKind.LINK
    return None


class Verdict(Enum):
    """WAIT for more; CLOSED: the element and the event after it are known; NO_MARK: it holds too much."""

    WAIT = "wait"
    CLOSED = "closed"
    NO_MARK = "no mark"


class PossibleMark:
    """An element that may be a mark: its events so far."""

    def __init__(self, kind: MarkKind, opening: Event) -> None:
        self.kind = kind
        self.events = [opening]
        self._depth = 1
        self._texts: list[str] = []
        self._chars = 0
        self._is_linked = kind is MarkKind.LINK
        self._is_raised = kind is MarkKind.RAISED

    @property
    def text(self) -> str:
        return "".join(self._texts)

    @property
    def rule(self) -> str:
        """The name of the rule by which it is left out."""
        if self.kind is MarkKind.ARCHIVE_PAGE:
            return "repeated text"
        return "page marks" if self.kind is MarkKind.PAGE else "note marks"

    @property
    def calls_note(self) -> bool:
        return self.kind in (MarkKind.NOTE, MarkKind.RAISED, MarkKind.LINK)

    @property
    def is_block(self) -> bool:
        return self.events[0].value in BLOCKS

    def add(self, event: Event) -> Verdict:
        """Add the next event; after CLOSED, that was not of this element."""
        if not self._depth:
            return Verdict.CLOSED
        self.events.append(event)
        if event.kind is TEXT:
            self._texts.append(event.value)
            self._chars += len(event.value.strip())
        elif event.kind is OPEN:
            self._depth += 1
            self._is_linked |= event.value == "a"
            self._is_raised |= event.value == "sup"
        else:
            self._depth -= 1
        return Verdict.NO_MARK if self._chars > MAX_LABEL_CHARS or len(self.events) > _MAX_EVENTS else Verdict.WAIT

    def is_mark(self, before: str, after: Event | None) -> bool:
        """True if it is a mark: `before` is the text in front of it on its line, `after` the event after it."""
        text = self.text.strip()
        if self._depth:
            return False
        if self.kind is MarkKind.PAGE:
            return self._is_page(text, before, after)
        if self.kind is MarkKind.NOTE:
            return is_note_label(text, surely_note=True)
        if self.kind is MarkKind.WAY_BACK:
            return is_way_back(text)
        if self.kind is MarkKind.ARCHIVE_PAGE:
            return text.lower() in _ARCHIVE_PAGES
        return text != "" and self._calls_note(text, before, after)

    def _is_page(self, text: str, before: str, after: Event | None) -> bool:
        label = page_label(text)
        if label is not PageLabel.NUMERAL:
            return label is PageLabel.SURE
        if any(names_page(value, text) for value in _labels_of(self.events[0].attributes)):
            return True
        # "Then <I> went": taken out, a word leaves two blanks, or one at the start of the paragraph.
        follows_blank = not before or before[-1].isspace()
        precedes_blank = after is not None and after.kind is TEXT and after.value[:1].isspace()
        return not (follows_blank and precedes_blank)

    def _calls_note(self, text: str, before: str, after: Event | None) -> bool:
        if not is_note_label(text, surely_note=self._is_linked and (self._is_raised or is_bracketed(text))):
            return False
        if self._is_raised:
            if after is not None and after.kind is OPEN and after.value == "sub":
                return False
            if after is not None and after.kind is TEXT and begins_fraction(after.value):
                return False
            return self._is_linked or not is_power(before, text)
        # A link with a number in the middle of a line is a mark if it touches a word, or stands in brackets.
        is_inside = before.strip() != ""
        return is_inside and (is_bracketed(text) or not before[-1].isspace())


def _labels_of(attributes: Attributes) -> Sequence[str]:
    return [attributes.get(name) or "" for name in ("title", "aria-label", "id", "value")]
