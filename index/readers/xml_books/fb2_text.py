"""Turns the bodies of a FictionBook into blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .section_builder import SectionBuilder
from .section_reader import SectionReader
from .xml_root import attribute, children_of, tag_of, text_of

_BLOCKS = frozenset(
    "p v subtitle text-author title section body epigraph cite poem stanza annotation table tr td th date".split()
)
_NOTE_BODIES = ("notes", "footnotes", "comments")


def _notes(root: Any) -> Mapping[str, Any]:
    """The sections of the bodies of notes, by their ids."""
    bodies = [body for body in children_of(root, "body") if attribute(body, "name").lower() in _NOTE_BODIES]
    return {
        note_id: element
        for body in bodies
        for element in body.iter()
        if tag_of(element) == "section" and (note_id := attribute(element, "id"))
    }


def read_bodies(root: Any) -> SectionBuilder:
    """The blocks of the bodies in order. A note follows the paragraph that refers to it; other notes come last."""
    return _TextReader(root).builder


class _TextReader(SectionReader):
    def __init__(self, root: Any) -> None:
        super().__init__()
        self._notes = _notes(root)
        self._referenced: set[str] = set()
        for body in children_of(root, "body"):
            if attribute(body, "name").lower() not in _NOTE_BODIES:
                self.walk(body)
        self.builder.end_paragraph()
        for note_id, element in self._notes.items():
            if note_id not in self._referenced:
                self.builder.add_note(_without_title(element))

    def _open_element(self, tag: str, element: Any) -> bool:
        builder, blocks = self.builder, self._blocks
        if tag in _BLOCKS and not (tag == "v" and blocks.open_elements.verse):
            builder.end_paragraph()
        if tag in ("section", "body"):
            builder.depth += 1
        elif tag == "title":
            builder.add_heading(_lines(element))
            self._add_referenced_notes(element)
            builder.end_paragraph()
            return True
        elif tag == "subtitle":
            builder.depth += 1
            builder.add_heading([text_of(element)])
            builder.depth -= 1
            self._add_referenced_notes(element)
            builder.end_paragraph()
            return True
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
            self._add_referenced_note(attribute(element, "href").lstrip("#"))
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

    def _add_referenced_notes(self, element: Any) -> None:
        for link in element.iter():
            if tag_of(link) == "a":
                self._add_referenced_note(attribute(link, "href").lstrip("#"))

    def _add_referenced_note(self, note_id: str) -> None:
        if note_id in self._notes and note_id not in self._referenced:
            self._referenced.add(note_id)
            self.builder.pending_notes.append(_without_title(self._notes[note_id]))


def _without_title(section: Any) -> str:
    """The text of a note; its title is its number."""
    pieces = [text_of(child) for child in section if tag_of(child) not in ("title", "")]
    return " ".join(piece for piece in pieces if piece) or text_of(section)


def _lines(title: Any) -> list[str]:
    lines = [title.text or ""]
    for child in title:
        lines += [_without_note_links(child) if isinstance(child.tag, str) else "", child.tail or ""]
    return [text for line in lines if (text := " ".join(line.split()))]


def _without_note_links(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if tag_of(child) != "a" or attribute(child, "type") != "note":
            parts += child.itertext()
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())
