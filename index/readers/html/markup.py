"""A page of HTML to blocks, as a browser would show it: what is one paragraph there is one block here.

The page's elements are walked here; `elements` knows what each of them is, `head` what the page says of itself, and
`flow` makes blocks of the text between.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fabula.index.model import Block
from fabula.index.readers.structure.ao3_notes import labels_work_summary
from fabula.index.readers.structure.block_builder import BlockBuilder, collapse_whitespace

from .elements import (
    BLOCKS,
    BREAKS,
    DROPPED,
    FRONT,
    HEADINGS,
    MARKS,
    NOTES,
    SOFT_NOTES,
    VERSE,
    Attributes,
    element_names,
)
from .head import HeadReader, PageMetadata
from .tree import Event, EventKind, parse_events

__all__ = ["Page", "read_page"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page. A HEADING's level is its tag's (1 to 6). `anchors`: id -> index of the block that begins there.

    holds_text  False if all it says is what stands around a book (a title page, an imprint, a table of contents).
    """

    blocks: tuple[Block, ...]
    anchors: Mapping[str, int]
    metadata: PageMetadata
    has_navigation: bool
    holds_text: bool


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_AO3 = "archiveofourown.org"
_POEMS = frozenset(("div", "blockquote", "section", "td", "figure"))
_BY = re.compile(r"\s*(?:written\s+)?by:?\s+(\S.{0,98})", re.IGNORECASE)


def read_page(text: str) -> Page:
    """The blocks of an HTML or XHTML document. Raises UnreadableSource for hostile nesting."""
    builder = _Builder(is_archive=_AO3 in text and ('id="preface"' in text or 'id="afterword"' in text))
    for event in parse_events(text):
        builder.take(event)
    return builder.page()


def _named_in(byline: str) -> list[str]:
    """The author of a line without links: "by Anonymous"."""
    match = _BY.fullmatch(byline)
    return [match[1]] if match else []


@dataclass(slots=True)
class _Frame:
    """What an open element changed, to be undone when it closes.

    before, anchors  the number of blocks and of anchors when it opened.
    lines            how many of its children are one line each, in a <div> or <span> of its own.
    """

    tag: str
    is_block: bool = False
    is_note: bool = False
    is_soft_note: bool = False
    is_front: bool = False
    is_verse: bool = False
    is_author: bool = False
    is_break: bool = False
    is_byline: bool = False
    is_link: bool = False
    lines: int = 0
    anchors: int = 0
    before: int = 0


class _Builder:
    def __init__(self, *, is_archive: bool) -> None:
        self._flow = BlockBuilder()
        self._said = PageMetadata()
        self._head = HeadReader(self._said)
        self._anchors: dict[str, int] = {}
        self._anchored: list[str] = []  # the same ids, as they came
        self._note_names = NOTES | {"preface", "afterword"} if is_archive else NOTES
        self._frames: list[_Frame] = []
        self._dropped = 0  # open elements within a dropped one, itself included
        self._has_navigation = False
        self._author: list[str] | None = None
        self._address = ""  # of the last link to elsewhere

    def take(self, event: Event) -> None:
        kind, value, attributes = event
        if kind is EventKind.TEXT:
            self._text(value)
        elif kind is EventKind.OPEN:
            if self._dropped:
                self._dropped += 1
            else:
                self._open(value, attributes)
        elif self._dropped:
            self._dropped -= 1
        else:
            self._close(value)

    def page(self) -> Page:
        blocks = self._flow.finish()
        self._said.main_title = self._flow.main_title
        return Page(blocks, self._anchors, self._said, self._has_navigation, self._flow.holds_text)

    def _text(self, text: str) -> None:
        if not self._head.take_text(text) and not self._dropped:
            self._flow.add_text(text)
            if self._author is not None:
                self._author.append(text)

    def _open(self, tag: str, attributes: Attributes) -> None:
        if self._head.wants(tag):
            self._frames.append(_Frame(tag))
            self._head.open(tag, attributes)
            return
        names = element_names(attributes)
        if tag in DROPPED or names & MARKS or "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            self._dropped = 1
            self._has_navigation |= tag == "nav"
            return
        if tag == "br":
            self._flow.add_line_break()
        elif tag == "img":
            self._flow.add_picture(attributes.get("alt") or "", is_divider=bool(names & BREAKS))
        frame = _Frame(tag)
        if tag in BLOCKS:
            self._open_block(frame, names)
        elif tag == "a" or names & {"z3998:author"}:
            rel = (attributes.get("rel") or "").lower().split()
            if "author" in rel or "authorlink" in names or "z3998:author" in names:
                frame.is_author = True
                self._author = []
                if "authorlink" in names and self._address:
                    # FanFicFare writes the work's own link right before its author's.
                    self._said.links.setdefault("canonical", self._address)
            elif (address := attributes.get("href") or "").startswith(("http://", "https://")):
                self._address = address
        if names & VERSE:
            frame.is_verse = True
            self._flow.open_elements.verse += 1
        if tag == "a" and (attributes.get("href") or "").startswith("#"):
            frame.is_link = True
            self._flow.open_elements.links += 1
        if (anchor := attributes.get("id") or (attributes.get("name") if tag == "a" else None)) is not None:
            self._anchors.setdefault(anchor, len(self._flow.blocks))
            self._anchored.append(anchor)
        if tag in ("html", "body") and not self._said.language:
            self._said.language = attributes.get("xml:lang") or attributes.get("lang") or ""
        self._frames.append(frame)

    def _open_block(self, frame: _Frame, names: frozenset[str]) -> None:
        flow, tag = self._flow, frame.tag
        frame.is_block = True
        flow.end_paragraph()
        if tag == "hr":
            flow.add_break()
        elif tag == "hgroup":
            flow.open_hgroup()
        flow.open_elements.heading = HEADINGS.get(tag, 0) or flow.open_elements.heading
        frame.before = len(flow.blocks)
        frame.anchors = len(self._anchored)
        # A section is a note as a whole; a phrase in a paragraph is not, whatever its class.
        if tag not in ("body", "html"):
            frame.is_note = bool(names & self._note_names)
            frame.is_front = bool(names & FRONT)
        frame.is_note |= tag == "blockquote" and flow.mark_note_label()
        frame.is_byline = "byline" in names
        frame.is_soft_note = tag in ("div", "dl", "section", "p") and bool(names & SOFT_NOTES)
        frame.is_break = tag in ("p", "div") and bool(names & BREAKS)
        flow.open_elements.notes += frame.is_note
        flow.open_elements.front += frame.is_front
        flow.open_elements.soft_notes += frame.is_soft_note
        flow.open_elements.preformatted += tag == "pre"

    def _close(self, tag: str) -> None:
        if not self._frames:
            return
        frame = self._frames.pop()
        if self._head.close(tag):
            return
        if frame.is_author and self._author is not None:
            name = collapse_whitespace("".join(self._author))
            if name and name not in self._said.authors:
                self._said.authors.append(name)
            self._author = None
        if frame.is_block:
            self._close_block(frame)
        self._flow.open_elements.verse -= frame.is_verse
        self._flow.open_elements.links -= frame.is_link

    def _close_block(self, frame: _Frame) -> None:
        flow, tag = self._flow, frame.tag
        if tag == "p" and frame.before == len(flow.blocks) and flow.is_empty():
            if frame.is_break:
                flow.add_break()
            else:
                flow.add_blank_line()
        flow.end_paragraph()
        if tag in HEADINGS:
            flow.open_elements.heading = 0
        flow.open_elements.hgroups -= tag == "hgroup"
        flow.open_elements.preformatted -= tag == "pre"
        flow.open_elements.notes -= frame.is_note
        flow.open_elements.front -= frame.is_front
        flow.open_elements.soft_notes -= frame.is_soft_note
        if frame.is_note and tag == "blockquote" and frame.before and not self._said.summary:
            if labels_work_summary(flow.blocks[frame.before - 1].text):
                self._said.summary = " ".join(block.text for block in flow.blocks[frame.before :])
        elif frame.is_byline and not self._said.authors:
            self._said.authors += _named_in(" ".join(block.text for block in flow.blocks[frame.before :]))
        if tag in _POEMS:
            self._close_poem(frame)
        if tag == "div" and frame.is_break and frame.before == len(flow.blocks):
            flow.add_break()

    def _close_poem(self, frame: _Frame) -> None:
        """Lines that each have a <div> of their own are one stanza, where all of an element is such lines."""
        flow = self._flow
        count = len(flow.blocks) - frame.before
        if frame.tag == "div" and count == 1 and self._frames and frame.lines == 0:
            self._frames[-1].lines += 1
        if count < 2 or frame.lines != count:
            return
        if flow.merge_into_stanza(frame.before, sure=flow.open_elements.verse > 0 or frame.is_verse):
            for anchor in self._anchored[frame.anchors :]:
                self._anchors[anchor] = min(self._anchors[anchor], frame.before)
            if frame.tag == "div" and self._frames:
                # A stanza is no line of the poem around it.
                self._frames[-1].lines = -1
