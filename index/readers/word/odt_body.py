"""An OpenDocument text to paragraphs: what a reader of the printed page would read, in its order.

Deleted text, comments and hidden text are out; text boxes come after the paragraph that holds them, notes are kept with
the paragraph that calls them.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from fabula.index.readers.metadata.document_properties import Properties
from fabula.index.readers.styled.paragraph import Picture, StyledParagraph
from fabula.index.readers.styled.style_names import Role

from .docx_styles import value_of
from .odt_styles import Styles
from .xml_stream import forget, local, steps

__all__ = ["read_document"]

_PARAGRAPHS = frozenset(("p", "h"))
_BINARY = frozenset(("binary-data",))
# Not of the text: what was deleted, what is printed on every page, forms, scripts.
_ASIDE = frozenset(("tracked-changes", "master-styles", "forms", "scripts", "settings", "annotation"))
_INDEXES = frozenset(f"{kind}-index" for kind in ("illustration", "table", "object", "user", "alphabetical")) | {
    "table-of-content",
    "bibliography",
}
# Within a paragraph.
_UNSEEN = frozenset(
    ("annotation", "note-citation", "ruby-text", "hidden-text", "page-number", "tracked-changes", "a-none")
)
_FIELDS = {
    "title": "title", "language": "language", "subject": "subject", "description": "description", "date": "modified",
    "creation-date": "created",
}  # fmt: skip


def read_document(data: bytes, name: str, styles: Styles, properties: Properties) -> list[StyledParagraph]:
    """The paragraphs of one of an archive's files, or of a flat one; styles and properties in it are added to these."""
    done: list[StyledParagraph] = []
    aside = indexes = depth = 0
    in_body = in_meta = False
    for opens, tag, element in steps(data, name, _BINARY):
        if tag in _ASIDE:
            aside += 1 if opens else -1
        elif tag in _INDEXES:
            indexes += 1 if opens else -1
        elif tag == "body":
            in_body = opens
        elif tag == "meta":
            in_meta = opens
        elif tag in _PARAGRAPHS and in_body:
            depth += 1 if opens else -1
            if not opens and depth == 0:
                if aside == 0:
                    done += _Paragraph(styles, is_contents=indexes > 0).read(element)
                forget(element)
        elif in_meta and not opens:
            _property(tag, element.text or "", properties)
        elif tag == "style" and not opens and not in_body:
            styles.add(element)
    return done


def _property(tag: str, text: str, properties: Properties) -> None:
    if tag in _FIELDS:
        setattr(properties, _FIELDS[tag], text)
    elif tag == "initial-creator" or (tag == "creator" and not properties.author):
        # Who wrote the first version, before who saved the last.
        properties.author = text or properties.author
    elif tag == "keyword" and text:
        properties.keywords = f"{properties.keywords}, {text}".strip(", ")


class _Paragraph:
    """One paragraph and those within it (text boxes, notes)."""

    def __init__(self, styles: Styles, *, is_contents: bool) -> None:
        self._styles = styles
        self._is_contents = is_contents
        self._done: list[StyledParagraph] = []
        self._open: list[tuple[StyledParagraph, list[str], list[int], bool]] = []
        self._notes: list[list[str]] = []
        self._bold: list[bool] = []
        self._unseen = 0

    def read(self, element: Any) -> list[StyledParagraph]:
        for action, child in etree.iterwalk(element, events=("start", "end")):
            if not isinstance(child.tag, str):
                continue
            tag = local(child.tag)
            if action == "start":
                self._opened(tag, child)
            else:
                self._closed(tag, child)
                if child is not element and child.tail:
                    self._text(child.tail)
        return self._done

    def _opened(self, tag: str, element: Any) -> None:
        if self._unseen or tag in _UNSEEN or (tag == "hidden-paragraph"):
            self._unseen += 1
            return
        if tag in _PARAGRAPHS:
            self._begin(tag, element)
        elif tag == "span":
            bold = self._styles.is_bold(value_of(element, "style-name"))
            self._bold.append(bold if bold is not None else bool(self._bold and self._bold[-1]))
        elif tag == "note":
            self._notes.append([])
        elif tag == "s":
            count = value_of(element, "c")
            self._text(" " * min(int(count) if count.isdecimal() and len(count) < 4 else 1, 20))
        elif tag == "tab":
            self._text("\t")
        elif tag == "line-break" and self._open:
            self._open[-1][1].append("\n")
        elif tag == "frame" and self._open:
            self._picture(element)
        if element.text and not (tag in ("title", "desc") and "svg" in element.tag) and tag != "binary-data":
            self._text(element.text)

    def _closed(self, tag: str, element: Any) -> None:
        if self._unseen:
            self._unseen -= 1
            return
        if tag in _PARAGRAPHS:
            self._end()
        elif tag == "span":
            self._bold.pop()
        elif tag == "note" and self._notes:
            note = " ".join(" ".join(self._notes.pop()).split())
            if note and self._open:
                self._open[-1][0].notes.append(note)

    def _begin(self, tag: str, element: Any) -> None:
        look = self._styles.look(value_of(element, "style-name"))
        level = look.outline
        if tag == "h" and look.role is Role.BODY:
            said = value_of(element, "outline-level")
            level = int(said) if said.isdecimal() and len(said) < 3 and said != "0" else level or 1
        made = StyledParagraph(
            level=level,
            role=Role.CONTENTS if self._is_contents else look.role,
            is_centred=look.is_centred,
            is_indented=look.is_indented,
            is_rule=look.is_ruled,
        )
        self._open.append((made, [], [0, 0], look.is_bold))

    def _end(self) -> None:
        made, parts, (bold, plain), _ = self._open.pop()
        made.text = "".join(parts)
        made.is_bold = bold > 0 and plain == 0
        if self._notes:
            self._notes[-1].append(made.text)
        elif self._open:
            self._done.append(made)
        else:
            self._done.insert(0, made)

    def _text(self, text: str) -> None:
        if self._unseen or not self._open:
            return
        _, parts, counts, style_is_bold = self._open[-1]
        parts.append(text.replace("\n", " "))
        bold = self._bold[-1] if self._bold else style_is_bold
        counts[0 if bold else 1] += any(map(str.isalnum, text))

    def _picture(self, frame: Any) -> None:
        if not any(local(str(child.tag)) == "image" for child in frame):
            return
        said = {local(str(child.tag)): child.text or "" for child in frame if isinstance(child.tag, str)}
        file = next((value_of(child, "href") for child in frame if local(str(child.tag)) == "image"), "")
        self._open[-1][0].pictures.append(Picture(said.get("desc") or said.get("title") or "", file))
