"""Turns the `<text>` of a TEI document into blocks: divisions, verse, speeches, notes, breaks."""

from __future__ import annotations

from itertools import islice
from typing import Any

from fabula.index.readers.html.elements import FRONT
from fabula.index.readers.marks.quote_marks import OPENING_SIGNS, quote_marks
from fabula.index.readers.marks.raised_numbers import raise_number
from .section_builder import SectionBuilder
from .section_reader import SectionReader
from .xml_root import attribute, tag_of, text_of

# Forms of one word that are looked at. A file may have a thousand in one `<choice>`, and each looks at the others.
_MAX_FORMS = 16
_DIVISIONS = frozenset(("div", *(f"div{level}" for level in range(8)), "group", "text", "floatingtext"))
_BLOCKS = _DIVISIONS | frozenset(
    "p ab l lg quote cit q said sp speaker stage castlist castitem epigraph opener closer salute signed dateline"
    " trailer argument byline docauthor doctitle titlepart titlepage docimprint docdate docedition imprimatur list item"
    " label table row cell figure front body back note postscript head figdesc eg".split()
)
# Their heads are headings; that of a poem, a list, a letter or a table is a paragraph.
_HEADED = (_DIVISIONS | frozenset(("body", "front", "back"))) - {"floatingtext"}
# Within a paragraph, these are part of its text.
_BLOCK_OR_INLINE = frozenset(("q", "said", "quote", "label", "stage"))
# Printed beside the text, corrected, or said about it: element -> the rule by which it is left out.
_DROPPED = {
    "fw": "running heads", "del": "deleted text", "sic": "printed corrections", "orig": "printed corrections",
    "abbr": "printed corrections", "figdesc": "descriptions of pictures", "certainty": "interpretations",
    "interp": "interpretations", "interpgrp": "interpretations", "spangrp": "interpretations",
    "linkgrp": "interpretations", "index": "index entries",
}  # fmt: skip
_CORRECTIONS = {"sic": "corr", "orig": "reg", "abbr": "expan"}
_QUOTATIONS = frozenset(("q", "said"))
_TYPED_MARKS = OPENING_SIGNS | frozenset("—–―-")
_NOTES = frozenset("notes note footnotes endnotes titlepage title-page imprint colophon contents toc".split()) | FRONT
_BREAK_VALUES = frozenset("stars asterisk asterisks asterism rule line ornament dots dinkus".split())
_TEXT_CONTAINERS = frozenset(("p", "ab", "item", "cell", "head"))


def read_text(text: Any) -> SectionBuilder:
    """The blocks of `text`, with its notes in their places; those at the end stay there."""
    reader = _TextReader(_chapter_depth(text))
    reader.walk(text)
    return reader.builder


class _TextReader(SectionReader):
    def __init__(self, chapter_depth: int) -> None:
        super().__init__()
        self._chapter_depth = chapter_depth
        self._containers: list[str] = []  # open elements of running text
        self._in_verse_lines = False
        self._closing_marks: list[str] = []  # of the open quotations in paragraphs; "" for one that brings its own

    def _is_block(self, tag: str) -> bool:
        return tag in _BLOCKS and not (tag in _BLOCK_OR_INLINE and self._containers)

    def _open_element(self, tag: str, element: Any) -> bool:
        builder, blocks = self.builder, self._blocks
        if tag in _DROPPED and _is_dropped(tag, element):
            builder.left_out.add(_DROPPED[tag], text_of(element))
            return True
        if tag == "note" and not blocks.open_elements.notes:
            self._add_note(element)
            return True
        if self._is_block(tag):
            self._end_paragraph(tag)
        if tag in _DIVISIONS:
            builder.depth += 1
            if _is_note(element):
                blocks.open_elements.notes += 1
        elif tag == "titlepage":
            blocks.open_elements.notes += 1
        elif tag == "head":
            if tag_of(element.getparent()) in _HEADED:
                blocks.open_elements.heading = min(max(builder.depth - self._chapter_depth + 1, 1), 6)
        elif tag == "milestone" or tag == "space":
            self._add_milestone(element)
        elif tag == "lb":
            # The end of a printed line; "no": within a word.
            if attribute(element, "break") != "no":
                blocks.add_text(" ")
        elif self._is_raised(tag, element) and (number := raise_number(text_of(element))) != text_of(element):
            blocks.add_text(number)
            return True
        elif tag == "figure":
            self._add_figure(element)
            return True
        if tag in _TEXT_CONTAINERS:
            self._containers.append(tag)
        elif tag in _QUOTATIONS and self._containers:
            self._open_quotation(element)
        if element.text:
            blocks.add_text(element.text)
        return False

    def _is_raised(self, tag: str, element: Any) -> bool:
        """True for a superscript, and for a link to a place in the document that touches the word before it."""
        if tag == "hi":
            return "sup" in f"{attribute(element, 'rend')} {attribute(element, 'rendition')}".lower()
        is_link = tag == "ref" and attribute(element, "target").startswith("#")
        return is_link and self._blocks.tail()[-1:].strip() != ""

    def _close_element(self, tag: str, element: Any) -> None:
        builder, blocks = self.builder, self._blocks
        if tag in _TEXT_CONTAINERS and self._containers:
            self._containers.pop()
        elif tag in _QUOTATIONS and self._containers and self._closing_marks:
            blocks.add_text(self._closing_marks.pop())
        if tag == "l":
            blocks.add_line_break()
            self._in_verse_lines = True
        elif self._is_block(tag):
            self._end_paragraph(tag)
        if tag in _DIVISIONS:
            builder.depth -= 1
            if _is_note(element):
                blocks.open_elements.notes -= 1
        elif tag == "titlepage":
            blocks.open_elements.notes -= 1
        elif tag == "head":
            blocks.open_elements.heading = 0

    def _open_quotation(self, element: Any) -> None:
        """Set the marks that the encoder replaced by an element, unless they stand in the text or before it."""
        before, first = self._blocks.tail().rstrip()[-1:], _first_letter(element)
        opening = closing = ""
        if not ({before, first} & _TYPED_MARKS) and first and attribute(element, "aloud") != "false":
            depth = sum(mark != "" for mark in self._closing_marks)
            opening, closing = quote_marks(_language(element)).at(depth)
        self._blocks.add_text(opening)
        self._closing_marks.append(closing)

    def _end_paragraph(self, tag: str) -> None:
        """End the open paragraph. Lines of verse are one until another element begins."""
        if tag == "l" and self._in_verse_lines:
            return
        self._blocks.open_elements.verse += self._in_verse_lines
        self.builder.end_paragraph()
        self._blocks.open_elements.verse -= self._in_verse_lines
        self._in_verse_lines = False

    def _add_note(self, element: Any) -> None:
        # Follows the open paragraph, if there is one.
        self.builder.pending_notes.append(text_of(element))
        if not self._containers:
            self.builder.end_paragraph()

    def _add_milestone(self, element: Any) -> None:
        values = {attribute(element, name).lower() for name in ("rend", "rendition", "type", "unit")}
        if values & _BREAK_VALUES or "section" in values or "scene" in values:
            self.builder.end_paragraph()
            self._blocks.add_break()

    def _add_figure(self, element: Any) -> None:
        self.builder.end_paragraph()
        self._blocks.add_picture(" ".join(" ".join(element.itertext()).split()), is_divider=False)
        self.builder.end_paragraph()


def _chapter_depth(text: Any) -> int:
    """The depth in divisions of the first that is labelled as a chapter; 2, right below the text, without one."""
    first = next((element for element in text.iter() if attribute(element, "type").lower() == "chapter"), None)
    if first is None:
        return 2
    return 1 + sum(tag_of(ancestor) in _DIVISIONS for ancestor in first.iterancestors())


def _is_dropped(tag: str, element: Any) -> bool:
    """False for a form without its correction beside it: "sic" without "corr" is the text."""
    correction = _CORRECTIONS.get(tag)
    parent = element.getparent()
    if correction is None or tag_of(parent) != "choice":
        return correction is None
    return any(tag_of(child) == correction for child in islice(parent, _MAX_FORMS))


def _first_letter(element: Any) -> str:
    """The first character of its text that is no blank. Not from `text_of`: quotations hold quotations."""
    return next((stripped[0] for text in element.itertext() if (stripped := text.lstrip())), "")


def _language(element: Any) -> str:
    for each in (element, *element.iterancestors()):
        if language := attribute(each, "lang"):
            return language
    return ""


def _is_note(element: Any) -> bool:
    return attribute(element, "type").lower() in _NOTES
