"""The notes of a FictionBook: sections in bodies of their own, which links in the text refer to by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fabula.index.readers.html.left_out_text import LeftOutText
from fabula.index.readers.marks.mark_labels import is_note_label
from .xml_root import attribute, children_of, tag_of, text_of

NOTE_MARKS = "note marks"
_BODIES = ("notes", "footnotes", "comments")


def holds_notes(body: Any) -> bool:
    """True for a body of notes."""
    return attribute(body, "name").lower() in _BODIES


class Fb2Notes:
    """The notes of the document `root`. `take` gives each note once; `rest` what was not taken."""

    def __init__(self, root: Any, left_out: LeftOutText) -> None:
        self._left_out = left_out
        self._bodies = [body for body in children_of(root, "body") if holds_notes(body)]
        self._sections = {
            note_id: element
            for body in self._bodies
            for element in body.iter()
            if tag_of(element) == "section" and (note_id := attribute(element, "id"))
        }
        self._taken: set[Any] = set()

    def __contains__(self, note_id: str) -> bool:
        return note_id in self._sections

    def take(self, note_id: str) -> list[str]:
        """The paragraphs and poems of a note; [] if there is no such note, or if it was taken before."""
        section = self._sections.get(note_id)
        if section is None or section in self._taken:
            return []
        self._taken.add(section)
        return self._texts(section)

    def rest(self) -> Iterator[str]:
        """The texts that nothing refers to, in their order."""
        remaining = [content for body in reversed(self._bodies) for content in _contents(body)]
        while remaining:
            content = remaining.pop()
            if isinstance(content, str):
                yield content
            elif tag_of(content) == "title":
                self._left_out.add("titles of notes", text_of(content))
            elif tag_of(content) != "section":
                yield text_of(content)
            elif not self._is_note(content) and any(tag_of(child) == "section" for child in content):
                remaining += _contents(content)
            else:
                remaining += [child for child in reversed(content) if self._is_note(child)]
                yield from self._texts(content) if content not in self._taken else ()

    def _is_note(self, element: Any) -> bool:
        return tag_of(element) == "section" and attribute(element, "id") in self._sections

    def _texts(self, section: Any) -> list[str]:
        """What a note says, without the notes in it. Its title is its number, and left out; other titles are kept."""
        texts: list[str] = []
        for content in reversed(_contents(section)):
            text = content if isinstance(content, str) else "" if self._is_note(content) else text_of(content)
            if not isinstance(content, str) and tag_of(content) == "title" and is_note_label(text, surely_note=True):
                self._left_out.add(NOTE_MARKS, text)
            elif text:
                texts.append(text)
        return texts


def _contents(element: Any) -> list[Any]:
    """The elements and pieces of text in `element`, the last first."""
    contents: list[Any] = []
    for child in reversed(element):
        if tail := " ".join((child.tail or "").split()):
            contents.append(tail)
        contents.append(child)
    if text := " ".join((element.text or "").split()):
        contents.append(text)
    return contents
