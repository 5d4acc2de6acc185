"""Turns a page of HTML into blocks: one paragraph in a browser is one block here.

This module walks the elements; `elements` classifies them, `head` reads the page's metadata, and `BlockBuilder` makes
blocks of the text between.
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


@dataclass(frozen=True, slots=True)
class Page:
    """One page. A HEADING's level is its tag's (1 to 6). `anchors`: id -> index of the block that begins there.

    holds_text  False for a title page, an imprint, a table of contents.
    """

    blocks: tuple[Block, ...]
    anchors: Mapping[str, int]
    metadata: PageMetadata
    has_navigation: bool
    holds_text: bool


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_AO3 = "archiveofourown.org"
_STANZA_TAGS = frozenset(("div", "blockquote", "section", "td", "figure"))
_BYLINE = re.compile(r"\s*(?:written\s+)?by:?\s+(\S.{0,98})", re.IGNORECASE)


def read_page(text: str) -> Page:
    """The blocks of an HTML or XHTML document. Raises UnreadableSource for hostile nesting."""
    builder = _PageBuilder(is_archive=_AO3 in text and ('id="preface"' in text or 'id="afterword"' in text))
    for event in parse_events(text):
        builder.add(event)
    return builder.page()


def _byline_authors(byline: str) -> list[str]:
    """The author in a byline without links: "by Anonymous"."""
    match = _BYLINE.fullmatch(byline)
    return [match[1]] if match else []


@dataclass(slots=True)
class _Frame:
    """An open element, and what to undo when it closes.

    start, anchors  the number of blocks and of anchors when it opened.
    lines           how many of its children are one line each, in a <div> or <span>; -1 around a stanza.
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
    start: int = 0


class _PageBuilder:
    def __init__(self, *, is_archive: bool) -> None:
        self._builder = BlockBuilder()
        self._metadata = PageMetadata()
        self._head = HeadReader(self._metadata)
        self._anchors: dict[str, int] = {}
        self._anchor_order: list[str] = []
        self._note_names = NOTES | {"preface", "afterword"} if is_archive else NOTES
        self._frames: list[_Frame] = []
        self._dropped_depth = 0  # open elements in a dropped one, which counts
        self._has_navigation = False
        self._author: list[str] | None = None  # text of the open author element
        self._address = ""  # of the last external link

    def add(self, event: Event) -> None:
        kind, value, attributes = event
        if kind is EventKind.TEXT:
            self._add_text(value)
        elif kind is EventKind.OPEN:
            if self._dropped_depth:
                self._dropped_depth += 1
            else:
                self._open(value, attributes)
        elif self._dropped_depth:
            self._dropped_depth -= 1
        else:
            self._close(value)

    def page(self) -> Page:
        blocks = self._builder.finish()
        self._metadata.main_title = self._builder.main_title
        return Page(blocks, self._anchors, self._metadata, self._has_navigation, self._builder.holds_text)

    def _add_text(self, text: str) -> None:
        if not self._head.take_text(text) and not self._dropped_depth:
            self._builder.add_text(text)
            if self._author is not None:
                self._author.append(text)

    def _open(self, tag: str, attributes: Attributes) -> None:
        if self._head.wants(tag):
            self._frames.append(_Frame(tag))
            self._head.open(tag, attributes)
            return
        names = element_names(attributes)
        if tag in DROPPED or names & MARKS or "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            self._dropped_depth = 1
            self._has_navigation |= tag == "nav"
            return
        if tag == "br":
            self._builder.add_line_break()
        elif tag == "img":
            self._builder.add_picture(attributes.get("alt") or "", is_divider=bool(names & BREAKS))
        frame = _Frame(tag)
        if tag in BLOCKS:
            self._open_block(frame, names)
        elif tag == "a" or names & {"z3998:author"}:
            rel = (attributes.get("rel") or "").lower().split()
            if "author" in rel or "authorlink" in names or "z3998:author" in names:
                frame.is_author = True
                self._author = []
                if "authorlink" in names and self._address:
                    # FanFicFare puts the link to the work right before the one to its author.
                    self._metadata.links.setdefault("canonical", self._address)
            elif (address := attributes.get("href") or "").startswith(("http://", "https://")):
                self._address = address
        if names & VERSE:
            frame.is_verse = True
            self._builder.open_elements.verse += 1
        if tag == "a" and (attributes.get("href") or "").startswith("#"):
            frame.is_link = True
            self._builder.open_elements.links += 1
        if (anchor := attributes.get("id") or (attributes.get("name") if tag == "a" else None)) is not None:
            self._anchors.setdefault(anchor, len(self._builder.blocks))
            self._anchor_order.append(anchor)
        if tag in ("html", "body") and not self._metadata.language:
            self._metadata.language = attributes.get("xml:lang") or attributes.get("lang") or ""
        self._frames.append(frame)

    def _open_block(self, frame: _Frame, names: frozenset[str]) -> None:
        builder, tag = self._builder, frame.tag
        frame.is_block = True
        builder.end_paragraph()
        if tag == "hr":
            builder.add_break()
        elif tag == "hgroup":
            builder.open_hgroup()
        builder.open_elements.heading = HEADINGS.get(tag, 0) or builder.open_elements.heading
        frame.start = len(builder.blocks)
        frame.anchors = len(self._anchor_order)
        # Only a whole section is a note; a phrase in a paragraph is not, whatever its class.
        if tag not in ("body", "html"):
            frame.is_note = bool(names & self._note_names)
            frame.is_front = bool(names & FRONT)
        frame.is_note |= tag == "blockquote" and builder.mark_note_label()
        frame.is_byline = "byline" in names
        frame.is_soft_note = tag in ("div", "dl", "section", "p") and bool(names & SOFT_NOTES)
        frame.is_break = tag in ("p", "div") and bool(names & BREAKS)
        builder.open_elements.notes += frame.is_note
        builder.open_elements.front += frame.is_front
        builder.open_elements.soft_notes += frame.is_soft_note
        builder.open_elements.preformatted += tag == "pre"

    def _close(self, tag: str) -> None:
        if not self._frames:
            return
        frame = self._frames.pop()
        if self._head.close(tag):
            return
        if frame.is_author and self._author is not None:
            name = collapse_whitespace("".join(self._author))
            if name and name not in self._metadata.authors:
                self._metadata.authors.append(name)
            self._author = None
        if frame.is_block:
            self._close_block(frame)
        self._builder.open_elements.verse -= frame.is_verse
        self._builder.open_elements.links -= frame.is_link

    def _close_block(self, frame: _Frame) -> None:
        builder, tag = self._builder, frame.tag
        if tag == "p" and frame.start == len(builder.blocks) and builder.is_empty():
            if frame.is_break:
                builder.add_break()
            else:
                builder.add_blank_line()
        builder.end_paragraph()
        if tag in HEADINGS:
            builder.open_elements.heading = 0
        builder.open_elements.hgroups -= tag == "hgroup"
        builder.open_elements.preformatted -= tag == "pre"
        builder.open_elements.notes -= frame.is_note
        builder.open_elements.front -= frame.is_front
        builder.open_elements.soft_notes -= frame.is_soft_note
        if frame.is_note and tag == "blockquote" and frame.start and not self._metadata.summary:
            if labels_work_summary(builder.blocks[frame.start - 1].text):
                self._metadata.summary = " ".join(block.text for block in builder.blocks[frame.start :])
        elif frame.is_byline and not self._metadata.authors:
            self._metadata.authors += _byline_authors(" ".join(block.text for block in builder.blocks[frame.start :]))
        if tag in _STANZA_TAGS:
            self._close_poem(frame)
        if tag == "div" and frame.is_break and frame.start == len(builder.blocks):
            builder.add_break()

    def _close_poem(self, frame: _Frame) -> None:
        """Make one stanza of an element in which every line has a <div>."""
        builder = self._builder
        count = len(builder.blocks) - frame.start
        if frame.tag == "div" and count == 1 and self._frames and frame.lines == 0:
            self._frames[-1].lines += 1
        if count < 2 or frame.lines != count:
            return
        if builder.merge_into_stanza(frame.start, sure=builder.open_elements.verse > 0 or frame.is_verse):
            for anchor in self._anchor_order[frame.anchors :]:
                self._anchors[anchor] = min(self._anchors[anchor], frame.start)
            if frame.tag == "div" and self._frames:
                # A stanza is not a line of the poem around it.
                self._frames[-1].lines = -1
