"""FictionBook 2 (.fb2; .fb2.zip is an archive of one): the schema of 2.0 to 2.2, read leniently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from fabula.index.analysis.language_tags import language_tag
from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Metadata, Work
from fabula.index.readers.description import Description
from fabula.index.readers.metadata.dates import iso_date
from fabula.index.readers.metadata.make_work import make_work

from .sectioned import Sectioned, finished
from .xml_root import attribute, name_of, root_of, words_of

__all__ = ["Fb2Reader"]

_ROOT = re.compile(rb"<(?:\w{1,20}:)?FictionBook[\s>]")
_BLOCKS = frozenset(
    "p v subtitle text-author title section body epigraph cite poem stanza annotation table tr td th date".split()
)
_NOTES = ("notes", "footnotes", "comments")
_GENRE_PARTS = re.compile(r"[_,;\s]+")


class Fb2Reader:
    """Reads FictionBook under any name."""

    name = "fb2"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()
        if _ROOT.search(_ascii(head[:8_192])):
            return 95
        return 50 if source.suffix == ".fb2" else 0

    def read(self, source: Source) -> Iterator[Work]:
        root = root_of(source.read(), "FictionBook")
        if name_of(root) != "fictionbook":
            raise UnreadableSource("it is XML, but no FictionBook")
        described = _described(root)
        text = _Text(root)
        described, chapters = finished(text.sectioned, described)
        yield make_work(self.name, source, described, chapters)


def _ascii(head: bytes) -> bytes:
    return head.replace(b"\x00", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if name_of(child) == name] if element is not None else []


def _first(element: Any, *names: str) -> Any:
    """The element at the end of this path; None if there is none."""
    for name in names:
        element = next(iter(_children(element, name)), None)
    return element


def _described(root: Any) -> Description:
    info = _first(root, "description", "title-info")
    published = _first(root, "description", "publish-info")
    file_info = _first(root, "description", "document-info")
    if info is None:
        return Description()
    date = _first(info, "date")
    sequence = next((found for found in _children(info, "sequence") if attribute(found, "name").strip()), None)
    keywords = [word.strip() for found in _children(info, "keywords") for word in re.split(r"[,;]", words_of(found))]
    genres = [" ".join(_GENRE_PARTS.split(words_of(found))).strip() for found in _children(info, "genre")]
    tags = [tag for tag in (*genres, *keywords) if tag and tag != "unrecognised"]
    day = iso_date(attribute(date, "value") or words_of(date)) if date is not None else ""
    metadata = Metadata(
        language=language_tag(words_of(_first(info, "lang"))),
        tags=tuple(dict.fromkeys(tags)),
        series=" ".join(attribute(sequence, "name").split()) if sequence is not None else "",
        series_number=attribute(sequence, "number").strip() if sequence is not None else "",
        publisher=words_of(_first(published, "publisher")),
        published=day or iso_date(words_of(_first(published, "year"))),
        summary=words_of(_first(info, "annotation")),
        address=_address(words_of(_first(file_info, "src-url"))),
        identifier=words_of(_first(file_info, "id")),
    )
    authors = [name for found in _children(info, "author") if (name := _name(found))]
    return Description(words_of(_first(info, "book-title")), tuple(dict.fromkeys(authors)), metadata)


def _name(author: Any) -> str:
    parts = (words_of(_first(author, part)) for part in ("first-name", "middle-name", "last-name"))
    return " ".join(part for part in parts if part) or words_of(_first(author, "nickname"))


def _address(text: str) -> str:
    return text if text.startswith(("http://", "https://")) else ""


def _notes(root: Any) -> Mapping[str, Any]:
    """The sections of the bodies of notes, by what links call them."""
    bodies = [body for body in _children(root, "body") if attribute(body, "name").lower() in _NOTES]
    return {
        identity: element
        for body in bodies
        for element in body.iter()
        if name_of(element) == "section" and (identity := attribute(element, "id"))
    }


class _Text:
    """The bodies in order. A note follows the paragraph that calls it; those that nobody calls come last."""

    def __init__(self, root: Any) -> None:
        self.sectioned = Sectioned()
        self._notes = _notes(root)
        self._called: set[str] = set()
        for body in _children(root, "body"):
            if attribute(body, "name").lower() not in _NOTES:
                self._walk(body)
        self.sectioned.flush()
        for identity, element in self._notes.items():
            if identity not in self._called:
                self.sectioned.note(_without_title(element))

    def _walk(self, body: Any) -> None:
        skipped: Any = None
        for action, element in etree.iterwalk(body, events=("start", "end")):
            tag = name_of(element)
            if skipped is not None:
                if element is skipped and action == "end":
                    skipped = None
                    self._tail(element, body)
                continue
            if action == "start":
                if self._opened(tag, element):
                    skipped = element
            else:
                self._closed(tag, element)
                self._tail(element, body)

    def _tail(self, element: Any, body: Any) -> None:
        if element is not body and element.tail:
            self.sectioned.flow.add_text(element.tail)

    def _opened(self, tag: str, element: Any) -> bool:
        """True if all that is within the element is read already."""
        sectioned, flow = self.sectioned, self.sectioned.flow
        if tag in _BLOCKS and not (tag == "v" and flow.open_elements.verse):
            sectioned.flush()
        if tag in ("section", "body"):
            sectioned.depth += 1
        elif tag == "title":
            sectioned.heading(_lines(element))
            self._call_notes(element)
            sectioned.flush()
            return True
        elif tag == "subtitle":
            sectioned.depth += 1
            sectioned.heading([words_of(element)])
            sectioned.depth -= 1
            self._call_notes(element)
            sectioned.flush()
            return True
        elif tag == "empty-line":
            if flow.is_empty():
                flow.add_blank_line()
            else:
                # Within a paragraph, where the schema has none.
                sectioned.flush()
        elif tag == "stanza":
            flow.open_elements.verse += 1
        elif tag == "image":
            flow.add_picture(attribute(element, "alt") or attribute(element, "title"), is_divider=False)
        elif tag == "a" and attribute(element, "href").lstrip("#") in self._notes:
            self._call(attribute(element, "href").lstrip("#"))
            return True
        if element.text:
            flow.add_text(element.text)
        return False

    def _closed(self, tag: str, element: Any) -> None:
        sectioned, flow = self.sectioned, self.sectioned.flow
        if tag == "v" and flow.open_elements.verse:
            flow.add_line_break()
            return
        if tag in ("p", "v") and flow.is_empty() and not sectioned.pending:
            flow.add_blank_line()
        if tag in _BLOCKS:
            sectioned.flush()
        if tag in ("section", "body"):
            sectioned.depth -= 1
        elif tag == "stanza":
            flow.open_elements.verse -= 1

    def _call_notes(self, element: Any) -> None:
        for link in element.iter():
            if name_of(link) == "a":
                self._call(attribute(link, "href").lstrip("#"))

    def _call(self, identity: str) -> None:
        if identity in self._notes and identity not in self._called:
            self._called.add(identity)
            self.sectioned.pending.append(_without_title(self._notes[identity]))


def _without_title(section: Any) -> str:
    """The text of a note; its title is its number."""
    pieces = [words_of(child) for child in section if name_of(child) not in ("title", "")]
    return " ".join(piece for piece in pieces if piece) or words_of(section)


def _lines(title: Any) -> list[str]:
    lines = [title.text or ""]
    for child in title:
        lines += [_text_without_calls(child) if isinstance(child.tag, str) else "", child.tail or ""]
    return [text for line in lines if (text := " ".join(line.split()))]


def _text_without_calls(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if name_of(child) != "a" or attribute(child, "type") != "note":
            parts += child.itertext()
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())
