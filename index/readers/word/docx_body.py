"""The body of a Word document to paragraphs: what a reader of the printed page would read, in its order.

Deleted text, comments, field codes and hidden text are out, inserted text and fields' results are in. Text boxes come
after the paragraph that holds them, notes are kept with the paragraph that calls them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fabula.index.readers.styled.paragraph import Picture, StyledParagraph
from fabula.index.readers.styled.style_names import Role, heading_level, role_of

from .docx_styles import Look, looked, value_of
from .xml_stream import Step, local, steps

__all__ = ["read_body", "read_notes"]

# Their text is not part of the text: deleted, moved away, or the second form of something.
_LEFT_OUT = frozenset(("del", "moveFrom", "Fallback", "delText", "delInstrText", "annotationRef", "rt"))
_FORGET = frozenset(("p", "tbl", "sectPr"))
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\xad"}
_OFF = ("0", "false", "off")
# Word writes symbols of its own fonts into the private area.
_SYMBOLS = {"F0B7": "•", "F02A": "*", "F07E": "~", "F023": "#", "F098": "~", "F09A": "❦", "F0A7": "§", "F0AA": "◆"}


@dataclass(slots=True)
class _Open:
    """A paragraph that is being read. `bold` and `plain` count letters."""

    made: StyledParagraph
    parts: list[str] = field(default_factory=list)
    bold: int = 0
    plain: int = 0
    style_is_bold: bool = False
    is_deleted: bool = False
    is_contents: bool = False
    boxed: list[StyledParagraph] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    """A field: its code, and whether what follows is its result."""

    code: str = ""
    has_code: bool = False

    @property
    def is_contents(self) -> bool:
        return self.code.split()[:1] == ["TOC"]


def read_body(
    data: bytes,
    name: str,
    styles: Mapping[str, Look],
    notes: Mapping[tuple[str, str], str],
    pictures: Mapping[str, str],
) -> list[StyledParagraph]:
    """The paragraphs of `word/document.xml`. `notes`: their text by kind and number; `pictures`: file by relation."""
    body = _Body(styles, notes, pictures)
    for step in steps(data, name, _FORGET):
        body.take(step)
    return body.done


def read_notes(data: bytes, name: str, kind: str) -> dict[tuple[str, str], str]:
    """The text of each note in `word/footnotes.xml` or `word/endnotes.xml`, by its kind and number."""
    found: dict[tuple[str, str], str] = {}
    body = _Body({}, {}, {})
    for step in steps(data, name, frozenset(("p",))):
        if step.tag == kind and not step.opens:
            text = " ".join(" ".join(paragraph.text.split()) for paragraph in body.done).strip()
            if value_of(step.element, "type") not in ("separator", "continuationSeparator") and text:
                found[kind, value_of(step.element, "id")] = text
            body.done.clear()
        else:
            body.take(step)
    return found


class _Body:
    def __init__(
        self, styles: Mapping[str, Look], notes: Mapping[tuple[str, str], str], pictures: Mapping[str, str]
    ) -> None:
        self._styles = styles
        self._notes = notes
        self._pictures = pictures
        self.done: list[StyledParagraph] = []
        self._open: list[_Open] = []
        self._left_out = 0  # open elements within one that is left out, itself included
        self._fields: list[_Field] = []
        self._controls: list[bool] = []  # open content controls: is it a table of contents?
        self._run_is_bold: bool | None = None
        self._run_is_hidden = False
        self._joined: StyledParagraph | None = None

    def take(self, step: Step) -> None:
        opens, tag, element = step
        if self._left_out:
            self._left_out += 1 if opens else -1
        elif opens:
            if tag in _LEFT_OUT and not self._is_mark(element):
                self._left_out = 1
            else:
                self._opened(tag, element)
        else:
            self._closed(tag, element)

    @staticmethod
    def _is_mark(element: Any) -> bool:
        """True for a <w:del/> that says of a paragraph's end, not of a text, that it was deleted."""
        parent = element.getparent()
        return local(str(element.tag)) == "del" and parent is not None and local(str(parent.tag)) == "rPr"

    def _opened(self, tag: str, element: Any) -> None:
        if tag == "p":
            self._open.append(_Open(StyledParagraph()))
            self._style(self._styles.get("", Look()))
        elif tag == "r":
            self._run_is_bold, self._run_is_hidden = None, False
        elif tag == "sdt":
            self._controls.append(False)
        elif tag == "docPartGallery" and self._controls:
            self._controls[-1] = "contents" in value_of(element).lower()

    def _closed(self, tag: str, element: Any) -> None:
        if tag == "sdt":
            self._controls.pop()
        elif tag == "pPr":
            self._properties(element)
        elif tag == "rPr":
            self._run(element)
        elif tag == "p":
            self._paragraph()
        elif tag == "fldChar":
            self._field(value_of(element, "fldCharType"))
        elif tag == "instrText" and self._fields:
            self._fields[-1].code += element.text or ""
        elif self._open and not self._run_is_hidden and all(field.has_code for field in self._fields):
            self._content(tag, element)

    def _content(self, tag: str, element: Any) -> None:
        paragraph = self._open[-1]
        if tag == "t":
            self._text((element.text or "").replace("\n", " "))
        elif tag == "br":
            # A page's or column's end is none of the story's.
            if value_of(element, "type") not in ("page", "column"):
                self._text("\n")
        elif tag in _SIGNS and local(str(element.getparent().tag)) == "r":
            self._text(_SIGNS[tag])
        elif tag == "sym":
            self._text(_SYMBOLS.get(value_of(element, "char").upper(), "•"))
        elif tag in ("footnoteReference", "endnoteReference"):
            note = self._notes.get((tag.removesuffix("Reference"), value_of(element, "id")))
            if note:
                paragraph.made.notes.append(note)
        elif tag == "docPr":
            paragraph.made.pictures.append(Picture(value_of(element, "descr") or value_of(element, "title")))
        elif tag in ("blip", "imagedata"):
            self._picture(element)
        elif tag == "rect" and value_of(element, "hr") in ("t", "true"):
            paragraph.made.is_rule = True

    def _picture(self, element: Any) -> None:
        """The file of the picture that was named last; in the older form of drawings it says its own name."""
        made = self._open[-1].made
        name = self._pictures.get(value_of(element, "embed") or value_of(element, "id"), "")
        alt = made.pictures.pop().alt if made.pictures and not made.pictures[-1].name else value_of(element, "title")
        made.pictures.append(Picture(alt, name))

    def _text(self, text: str) -> None:
        paragraph = self._open[-1]
        paragraph.parts.append(text)
        letters = any(map(str.isalnum, text))
        if paragraph.style_is_bold if self._run_is_bold is None else self._run_is_bold:
            paragraph.bold += letters
        else:
            paragraph.plain += letters

    def _style(self, look: Look) -> None:
        paragraph = self._open[-1]
        made = paragraph.made
        made.level, made.role, made.is_centred = look.outline, look.role, look.is_centred
        made.is_indented, made.is_rule = look.is_indented, look.is_ruled
        paragraph.style_is_bold = look.is_bold

    def _properties(self, element: Any) -> None:
        if not self._open or local(str(element.getparent().tag)) != "p":
            return
        named = next((value_of(child) for child in element if local(str(child.tag)) == "pStyle"), "")
        # Some programs write the style's name where its id belongs, and no styles at all.
        look = self._styles.get(named) or Look(heading_level(named), role_of(named))
        own = looked(look, [child for child in element if local(str(child.tag)) != "rPr"])
        self._style(own)
        mark = next((child for child in element if local(str(child.tag)) == "rPr"), ())
        self._open[-1].is_deleted = any(local(str(child.tag)) == "del" for child in mark)
        self._run_is_bold, self._run_is_hidden = None, False

    def _run(self, element: Any) -> None:
        if local(str(element.getparent().tag)) != "r":
            return
        for child in element:
            tag = local(str(child.tag))
            if tag == "b":
                self._run_is_bold = value_of(child) not in _OFF
            elif tag in ("vanish", "webHidden"):
                self._run_is_hidden = value_of(child) not in _OFF

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].has_code = True
            self._mark_contents()
        elif kind == "end" and self._fields:
            self._mark_contents()
            self._fields.pop()

    def _mark_contents(self) -> None:
        if self._open and (any(self._controls) or any(field.is_contents for field in self._fields)):
            self._open[-1].is_contents = True

    def _paragraph(self) -> None:
        if not self._open:
            return
        self._mark_contents()
        paragraph = self._open.pop()
        made = paragraph.made
        made.text = "".join(paragraph.parts)
        made.is_bold = paragraph.bold > 0 and paragraph.plain == 0
        if paragraph.is_contents:
            made.role = Role.CONTENTS
        if self._open:
            self._open[-1].boxed += [made, *paragraph.boxed]
            return
        if self._joined is not None:
            # The end of the paragraph before was deleted: both are one.
            self._joined.text += made.text
            self._joined.notes += made.notes
            self._joined.pictures += made.pictures
            self.done += paragraph.boxed
        else:
            self.done += [made, *paragraph.boxed]
        self._joined = (self._joined or made) if paragraph.is_deleted else None
