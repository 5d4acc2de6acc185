"""Turns the bodies of a FictionBook into blocks."""

from __future__ import annotations

from typing import Any

from fabula.index.readers.marks.mark_labels import is_note_label
from fabula.index.readers.marks.raised_numbers import raise_number
from .fb2_notes import NOTE_MARKS, Fb2Notes, holds_notes
from .section_builder import SectionBuilder
from .section_reader import SectionReader
from .xml_root import attribute, children_of, tag_of, text_of

_BLOCKS = frozenset(
    "p v subtitle text-author title section body epigraph cite poem stanza annotation table tr td th date".split()
)
_POEMS = frozenset(("poem", "stanza", "cite", "epigraph"))
_PROSE = frozenset(("p", "cite", "table"))


def read_bodies(root: Any) -> SectionBuilder:
    """The blocks of the bodies in order. A note follows the paragraph that refers to it; other notes come last."""
    return _TextReader(root).builder


class _TextReader(SectionReader):
    def __init__(self, root: Any) -> None:
        super().__init__()
        self._notes = Fb2Notes(root, self.builder.left_out)
        self._holds_prose: dict[Any, bool] = {}
        for body in children_of(root, "body"):
            if not holds_notes(body):
                self.walk(body)
        self.builder.end_paragraph()
        for text in self._notes.rest():
            self.builder.add_note(text)

    def _open_element(self, tag: str, element: Any) -> bool:
        builder, blocks = self.builder, self._blocks
        if tag in _BLOCKS and not (tag == "v" and blocks.open_elements.verse):
            builder.end_paragraph()
        if tag in ("section", "body"):
            builder.depth += 1
        elif tag in ("title", "subtitle"):
            self._add_title(tag, element)
            return True
        elif tag == "br":
            blocks.add_text(" ")
        elif tag == "empty-line":
            if blocks.is_empty():
                blocks.add_blank_line()
            else:
                # Within a paragraph, where the schema does not allow it.
                builder.end_paragraph()
        elif tag == "stanza":
            blocks.open_elements.verse += 1
        elif tag == "image":
            blocks.add_picture(attribute(element, "alt") or attribute(element, "title"), is_divider=False)
        elif tag == "a" and attribute(element, "href").lstrip("#") in self._notes:
            builder.pending_notes += self._notes.take(attribute(element, "href").lstrip("#"))
            if is_note_label(text_of(element), surely_note=True):
                builder.left_out.add(NOTE_MARKS, text_of(element))
                return True
        elif tag == "sup" and (number := raise_number(text_of(element))) != text_of(element):
            blocks.add_text(number)
            return True
        if element.text:
            blocks.add_text(element.text)
        return False

    def _close_element(self, tag: str, element: Any) -> None:
        builder, blocks = self.builder, self._blocks
        if tag == "v" and blocks.open_elements.verse:
            blocks.add_line_break()
            return
        if tag in ("p", "v") and blocks.is_empty() and not builder.pending_notes:
            blocks.add_blank_line()
        if tag in _BLOCKS:
            builder.end_paragraph()
        if tag in ("section", "body"):
            builder.depth -= 1
        elif tag == "stanza":
            blocks.open_elements.verse -= 1

    def _add_title(self, tag: str, element: Any) -> None:
        builder = self.builder
        lines = self._title_lines(element) if tag == "title" else [text_of(element)]
        if self._heads_chapter(element):
            builder.depth += tag == "subtitle"
            builder.add_heading(lines)
            builder.depth -= tag == "subtitle"
        else:
            for line in lines:
                self._blocks.add_text(line)
                builder.end_paragraph()
        self._add_referenced_notes(element)
        builder.end_paragraph()

    def _heads_chapter(self, title: Any) -> bool:
        """False for the title of a poem that somebody recites in a chapter; a collection of poems has chapters."""
        parent = title.getparent()
        if tag_of(parent) not in _POEMS:
            return True
        while tag_of(parent) in _POEMS:
            parent = parent.getparent()
        if parent not in self._holds_prose:
            self._holds_prose[parent] = any(tag_of(child) in _PROSE for child in parent)
        return not self._holds_prose[parent]

    def _add_referenced_notes(self, element: Any) -> None:
        for link in element.iter():
            if tag_of(link) == "a":
                self.builder.pending_notes += self._notes.take(attribute(link, "href").lstrip("#"))

    def _title_lines(self, title: Any) -> list[str]:
        lines = [title.text or ""]
        for child in title:
            lines += [self._without_note_marks(child) if isinstance(child.tag, str) else "", child.tail or ""]
        return [text for line in lines if (text := " ".join(line.split()))]

    def _without_note_marks(self, element: Any) -> str:
        """The text of a line of a title. Links in other elements of the line keep their marks."""
        if self._leaves_out_mark(element):
            return ""
        parts = [element.text or ""]
        for child in element:
            parts += ["" if self._leaves_out_mark(child) else " " if tag_of(child) == "br" else text_of(child)]
            parts.append(child.tail or "")
        return " ".join("".join(parts).split())

    def _leaves_out_mark(self, element: Any) -> bool:
        """True for the mark of a note, which is noted as left out."""
        if tag_of(element) != "a" or attribute(element, "type") != "note":
            return False
        text = text_of(element)
        if not is_note_label(text, surely_note=True):
            return False
        self.builder.left_out.add(NOTE_MARKS, text)
        return True
