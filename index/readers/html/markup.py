"""Turns a page of HTML into blocks: one paragraph in a browser is one block here.

This module walks the elements; `elements` classifies them, `head` and `authors` read the page's metadata, and
`BlockBuilder` makes blocks of the text between.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fabula.index.readers.structure.ao3_notes import labels_work_summary
from fabula.index.readers.structure.block_builder import BlockBuilder
from .anchors import Anchors
from .authors import AuthorReader, byline_authors
from .dropped_element import DroppedElement
from .elements import (
    BLOCKS,
    BREAKS,
    CODE,
    DROPPED,
    FRONT,
    HEADINGS,
    LINES_KEPT,
    NOTES,
    ONE_PARAGRAPH,
    PLAIN_TAGS,
    PREFORMATTED,
    SHOWN_WHEN_CALLED,
    SOFT_NOTES,
    VERSE,
    VOID,
    Attributes,
    element_names,
)  # fmt: skip
from .head import HEAD_TAGS, HeadReader, PageMetadata
from .left_out_text import LeftOutText
from .ordinary_paragraphs import OrdinaryParagraphs, ParagraphRun
from .page import Page
from .possible_marks import MARK_TAGS, MARKS, PossibleMark, Verdict, possible_mark
from .styles.linked_sheets import NO_SHEETS, LinkedSheets
from .styles.page_styles import ALL_SHOWN, PageStyles
from .styles.style_declarations import PLAIN, WhiteSpace
from .text_flow import HIDDEN_TEXT, Effect, TextFlow
from .tree import OPEN, TEXT, Event, Paragraph, parse_document

_POSSIBLE_MARKS = frozenset(("sup", "a", *MARK_TAGS))
_AO3 = "archiveofourown.org"
_STANZA_TAGS = frozenset(("div", "blockquote", "section", "td", "figure"))


def read_page(
    text: str, *, sheets: LinkedSheets = NO_SHEETS, name: str = "", language: str = "", hides: bool = True
) -> Page:
    """The blocks of an HTML or XHTML document. Raises UnreadableSource for hostile nesting.

    `sheets` finds the style sheets to which the page, the file `name`, links. `language`: of the page, if it does not
    say it itself. `hides`: hidden text is left out.
    """
    document = parse_document(text)
    styles = sheets.styles(name, document.sheet_links, document.sheets) if hides else ALL_SHOWN
    builder = _PageBuilder(
        is_archive=_AO3 in text and ('id="preface"' in text or 'id="afterword"' in text),
        styles=styles,
        language=language,
    )
    builder.read(document.events)
    return builder.page()


@dataclass(slots=True)
class _Frame:
    """An open element, and what to undo when it closes.

    start, anchors  the number of blocks and of anchors when it opened.
    lines           how many of its children are one line each, in a <div> or <span>; -1 around a stanza.
    effect          what its style does to the text in it.
    is_plain        it does nothing, so that all such elements share one frame.
    """

    tag: str
    attributes: Attributes
    is_plain: bool = False
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
    effect: Effect | None = None


_PLAIN_FRAMES = {tag: _Frame(tag, {}, is_plain=True) for tag in (*PLAIN_TAGS, "br")}


class _PageBuilder:
    def __init__(self, *, is_archive: bool, styles: PageStyles, language: str) -> None:
        self._builder = BlockBuilder()
        self._metadata = PageMetadata()
        self._head = HeadReader(self._metadata)
        self._authors = AuthorReader(self._metadata)
        self._styles = styles
        self._left_out = LeftOutText()
        self._flow = TextFlow(self._builder, self._left_out, language)
        self._anchors = Anchors()
        self._note_names = NOTES | {"preface", "afterword"} if is_archive else NOTES
        self._ordinary = OrdinaryParagraphs(styles, self._note_names)
        self._frames: list[_Frame] = []
        self._dropped = DroppedElement()
        self._mark: PossibleMark | None = None
        self._has_navigation = False

    def read(self, events: Iterable[Event | Paragraph]) -> None:
        run = ParagraphRun(self._builder, self._anchors)
        for event in events:
            if isinstance(event, Event):
                if not run.passes_over(event):
                    run.end()
                    self.add(event)
            elif (run.is_open or self._is_usual()) and self._ordinary.has(event, self._frames):
                if tail := run.add(event):
                    self._add_text(tail)
            else:
                run.end()
                for each in event.events():
                    self.add(each)
        run.end()

    def _is_usual(self) -> bool:
        """True if nothing that is open makes anything but a paragraph of the text of an ordinary one."""
        if self._mark is not None or self._dropped.depth or self._head.is_open or self._authors.is_open:
            return False
        return self._flow.is_usual

    def add(self, event: Event) -> None:
        if self._mark is not None:
            self._add_to_mark(self._mark, event)
            return
        kind, value, attributes = event
        if kind is TEXT:
            self._add_text(value)
        elif kind is OPEN:
            if self._dropped.depth:
                self._dropped.open(value)
            else:
                self._open(value, attributes)
        elif self._dropped.depth:
            self._dropped.close()
        else:
            self._close(value)

    def page(self) -> Page:
        if self._mark is not None:
            self._end_mark(self._mark, None)
        blocks = self._builder.finish()
        self._metadata.main_title = self._builder.main_title
        return Page(
            blocks,
            self._anchors.places,
            self._metadata,
            self._has_navigation,
            self._builder.holds_text,
            self._left_out.all(),
        )

    def _add_text(self, text: str) -> None:
        if self._dropped.depth:
            self._left_out.add(self._dropped.rule, text)
        elif self._head.is_open:
            if not self._head.take_text(text) and self._frames[-1].tag not in CODE:
                self._left_out.add(HIDDEN_TEXT, text)
        else:
            self._flow.add(text)
            self._authors.add_text(text)

    def _add_to_mark(self, mark: PossibleMark, event: Event) -> None:
        verdict = mark.add(event)
        if verdict is Verdict.NO_MARK:
            self._mark = None
            self._replay(mark)
        elif verdict is Verdict.CLOSED:
            self.add(self._end_mark(mark, event) or event)

    def _end_mark(self, mark: PossibleMark, after: Event | None) -> Event | None:
        """Leave out what is a mark, and read what is none; the event after it, without a bracket around the mark."""
        self._mark = None
        before = self._builder.tail()
        if not mark.is_mark(before, after):
            self._replay(mark)
            return after
        self._left_out.add(mark.rule, mark.text)
        for event in mark.events:
            # A table of contents may lead to the mark of a page.
            self._anchors.add(event.value, event.attributes, len(self._builder.blocks))
        if after is None or after.kind is not TEXT or not before:
            return after
        if (before[-1] + after.value[:1]) in ("[]", "()", "{}") and mark.calls_note:
            self._builder.take_back(before[-1])
            return Event(TEXT, after.value[1:])
        if before[-1].isalnum() and after.value[:1].isalnum() and (mark.calls_note or mark.is_block):
            # A mark between two words parts them.
            self._builder.add_text(" ")
        return after

    def _replay(self, mark: PossibleMark) -> None:
        opening, *others = mark.events
        self._open(opening.value, opening.attributes, is_no_mark=True)
        for event in others:
            self.add(event)

    def _open(self, tag: str, attributes: Attributes, *, is_no_mark: bool = False) -> None:
        is_styled = tag in self._styles.tags or self._flow.is_invisible
        if not attributes and not is_styled and (frame := _PLAIN_FRAMES.get(tag)) is not None:
            # Half of all elements in books.
            if tag == "br":
                self._builder.add_line_break()
            self._frames.append(frame)
            return
        if self._head.is_open or tag in HEAD_TAGS:
            self._frames.append(_Frame(tag, attributes))
            self._head.open(tag, attributes)
            return
        names = element_names(attributes)
        look = PLAIN
        if is_styled or "style" in attributes or "hidden" in attributes or not names.isdisjoint(self._styles.names):
            look = self._styles.look(tag, attributes, self._frames)
        is_hidden = look.is_hidden or ("hidden" in attributes and not look.has_display)
        if is_hidden and tag in BLOCKS and not names.isdisjoint(SHOWN_WHEN_CALLED):
            is_hidden, look = False, look._replace(is_invisible=False)
        if tag in DROPPED or (is_hidden and tag not in VOID):
            self._dropped.begin(tag, DROPPED.get(tag, HIDDEN_TEXT))
            self._has_navigation |= tag == "nav"
            self._anchors.add(tag, attributes, len(self._builder.blocks))
            return
        if not is_no_mark and (tag in _POSSIBLE_MARKS or look.is_raised or not names.isdisjoint(MARKS)):
            kind = possible_mark(tag, names, attributes, is_raised=look.is_raised)
            if kind is not None:
                self._mark = PossibleMark(kind, Event(OPEN, tag, attributes))
                return
        if tag == "br":
            self._builder.add_line_break()
        elif tag == "img" and not self._flow.is_invisible:
            self._builder.add_picture(attributes.get("alt") or "", is_divider=bool(names & BREAKS))
        frame = _Frame(tag, attributes)
        if tag in BLOCKS:
            self._open_block(frame, names)
        else:
            frame.is_author = self._authors.open(tag, attributes, names)
        if not names.isdisjoint(LINES_KEPT):
            look = look._replace(white_space=WhiteSpace.LINES)
        if look is not PLAIN or tag == "q":
            frame.effect = self._flow.open(tag, look, self._frames, is_block=frame.is_block)
        if names & VERSE:
            frame.is_verse = True
            self._builder.open_elements.verse += 1
        if tag == "a" and (attributes.get("href") or "").startswith("#"):
            frame.is_link = True
            self._builder.open_elements.links += 1
        self._anchors.add(tag, attributes, len(self._builder.blocks))
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
        frame.anchors = len(self._anchors)
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
        builder.open_elements.preformatted += tag in PREFORMATTED
        builder.open_elements.paragraphs += tag in ONE_PARAGRAPH

    def _close(self, tag: str) -> None:
        if not self._frames:
            return
        frame = self._frames.pop()
        if frame.is_plain or (tag in HEAD_TAGS and self._head.close(tag)):
            return
        if frame.effect is not None:
            self._flow.close(frame.effect)
        if frame.is_author:
            self._authors.close()
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
        builder.open_elements.preformatted -= tag in PREFORMATTED
        builder.open_elements.paragraphs -= tag in ONE_PARAGRAPH
        builder.open_elements.notes -= frame.is_note
        builder.open_elements.front -= frame.is_front
        builder.open_elements.soft_notes -= frame.is_soft_note
        if frame.is_note and tag == "blockquote" and frame.start and not self._metadata.summary:
            if labels_work_summary(builder.blocks[frame.start - 1].text):
                self._metadata.summary = " ".join(block.text for block in builder.blocks[frame.start :])
        elif frame.is_byline and not self._metadata.authors:
            self._metadata.authors += byline_authors(" ".join(block.text for block in builder.blocks[frame.start :]))
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
            self._anchors.move_back(frame.anchors, frame.start)
            if frame.tag == "div" and self._frames:
                # A stanza is not a line of the poem around it.
                self._frames[-1].lines = -1
