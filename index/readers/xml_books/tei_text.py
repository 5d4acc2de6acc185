"""The `<text>` of a TEI document to blocks: divisions, verse, speeches, notes, breaks."""

from __future__ import annotations

from typing import Any

from lxml import etree

from fabula.index.readers.html.elements import FRONT

from .sectioned import Sectioned
from .xml_root import attribute, name_of, words_of

__all__ = ["read_text"]

_DIVISIONS = frozenset(("div", *(f"div{level}" for level in range(8)), "group", "text", "floatingtext"))
_BLOCKS = _DIVISIONS | frozenset(
    "p ab l lg quote cit q said sp speaker stage castlist castitem epigraph opener closer salute signed dateline"
    " trailer argument byline docauthor doctitle titlepart titlepage docimprint docdate docedition imprimatur list item"
    " label table row cell figure front body back note postscript head figdesc eg".split()
)
# Within a paragraph q and said, quote too, are words of it.
_INLINE_TOO = frozenset(("q", "said", "quote", "label", "stage"))
# Printed on the page beside the text, or no longer meant.
_ASIDE = frozenset("fw del sic orig abbr figdesc certainty interp interpgrp spangrp linkgrp index".split())
_BETTER = {"sic": "corr", "orig": "reg", "abbr": "expan"}
_NOTES = frozenset("notes note footnotes endnotes titlepage title-page imprint colophon contents toc".split()) | FRONT
_RULES = frozenset("stars asterisk asterisks asterism rule line ornament dots dinkus".split())
_CONTAINERS = frozenset(("p", "ab", "item", "cell", "head"))


def read_text(text: Any) -> Sectioned:
    """The blocks of `text`, and its notes at their places; those at the end that a reference calls stay there."""
    reader = _Text(_depth_of_chapters(text))
    reader.walk(text)
    return reader.sectioned


class _Text:
    def __init__(self, chapters: int) -> None:
        self.sectioned = Sectioned()
        self._chapters = chapters  # how deep in divisions the chapters are
        self._within: list[str] = []  # open containers of running text
        self._in_lines = False

    def walk(self, root: Any) -> None:
        skipped: Any = None
        for action, element in etree.iterwalk(root, events=("start", "end")):
            tag = name_of(element)
            if skipped is None and action == "start":
                if self._opened(tag, element):
                    skipped = element
            elif skipped is None:
                self._closed(tag, element)
                self._tail(element, root)
            elif element is skipped and action == "end":
                skipped = None
                self._tail(element, root)

    def _tail(self, element: Any, root: Any) -> None:
        if element is not root and element.tail:
            self.sectioned.flow.add_text(element.tail)

    def _is_block(self, tag: str) -> bool:
        return tag in _BLOCKS and not (tag in _INLINE_TOO and self._within)

    def _opened(self, tag: str, element: Any) -> bool:
        """True if all that is within the element is read already, or left out."""
        sectioned, flow = self.sectioned, self.sectioned.flow
        if tag in _ASIDE and _is_aside(tag, element):
            return True
        if tag == "note" and not flow.open_elements.notes:
            self._note(element)
            return True
        if self._is_block(tag):
            self._part(tag)
        if tag in _DIVISIONS:
            sectioned.depth += 1
            if _is_note(element):
                flow.open_elements.notes += 1
        elif tag == "titlepage":
            flow.open_elements.notes += 1
        elif tag == "head":
            if name_of(element.getparent()) not in ("figure", "list", "table", "lg"):
                flow.open_elements.heading = min(max(sectioned.depth - self._chapters + 1, 1), 6)
        elif tag == "milestone" or tag == "space":
            self._milestone(element)
        elif tag == "lb":
            # Where the printed line ended: within a word if it says so.
            if attribute(element, "break") != "no":
                flow.add_text(" ")
        elif tag == "figure":
            self._figure(element)
            return True
        if tag in _CONTAINERS:
            self._within.append(tag)
        if element.text:
            flow.add_text(element.text)
        return False

    def _closed(self, tag: str, element: Any) -> None:
        sectioned, flow = self.sectioned, self.sectioned.flow
        if tag in _CONTAINERS and self._within:
            self._within.pop()
        if tag == "l":
            flow.add_line_break()
            self._in_lines = True
        elif self._is_block(tag):
            self._part(tag)
        if tag in _DIVISIONS:
            sectioned.depth -= 1
            if _is_note(element):
                flow.open_elements.notes -= 1
        elif tag == "titlepage":
            flow.open_elements.notes -= 1
        elif tag == "head":
            flow.open_elements.heading = 0

    def _part(self, tag: str) -> None:
        """End the open paragraph; lines of verse go on until something else begins."""
        if tag == "l" and self._in_lines:
            return
        self.sectioned.flow.open_elements.verse += self._in_lines
        self.sectioned.flush()
        self.sectioned.flow.open_elements.verse -= self._in_lines
        self._in_lines = False

    def _note(self, element: Any) -> None:
        # With a place it is printed apart; without one it may stand anywhere.
        self.sectioned.pending.append(words_of(element))
        if not self._within:
            self.sectioned.flush()

    def _milestone(self, element: Any) -> None:
        said = {attribute(element, name).lower() for name in ("rend", "rendition", "type", "unit")}
        if said & _RULES or "section" in said or "scene" in said:
            self.sectioned.flush()
            self.sectioned.flow.add_break()

    def _figure(self, element: Any) -> None:
        self.sectioned.flush()
        self.sectioned.flow.add_picture(" ".join(" ".join(element.itertext()).split()), is_divider=False)
        self.sectioned.flush()


def _depth_of_chapters(text: Any) -> int:
    """How deep the first division that calls itself a chapter is; parts and groups around them are no deeper."""
    first = next((found for found in text.iter() if attribute(found, "type").lower() == "chapter"), None)
    if first is None:
        # Below the text itself.
        return 2
    return 1 + sum(name_of(ancestor) in _DIVISIONS for ancestor in first.iterancestors())


def _is_aside(tag: str, element: Any) -> bool:
    """True unless it is all there is: "sic" without "corr" beside it is the text."""
    better = _BETTER.get(tag)
    parent = element.getparent()
    return better is None or (name_of(parent) == "choice" and any(name_of(child) == better for child in parent))


def _is_note(element: Any) -> bool:
    return attribute(element, "type").lower() in _NOTES
