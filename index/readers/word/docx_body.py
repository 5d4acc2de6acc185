"""Turns the body of a Word document into paragraphs, in the order of the printed page.

Leaves out deleted text, comments, field codes and hidden text; keeps inserted text and the results of fields. Text
boxes come after the paragraph that holds them; notes stay with the paragraph that refers to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fabula.index.readers.styled.open_paragraph import OpenParagraph
from fabula.index.readers.styled.paragraph import Picture, StyledParagraph
from fabula.index.readers.styled.style_names import Role, heading_level, role_of
from .docx_fields import OpenFields
from .docx_styles import apply_properties
from .paragraph_style import ParagraphStyle
from .xml_stream import XmlEvent, attribute, local_name, xml_events

# Deleted, moved away, or the second form of something.
_DROPPED = frozenset(("del", "moveFrom", "Fallback", "delText", "delInstrText", "annotationRef", "rt"))
_FREE_TAGS = frozenset(("p", "tbl", "sectPr"))
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\xad"}
_OFF = ("0", "false", "off")
# Word writes symbols of its own fonts into the private area.
_SYMBOLS = {"F0B7": "•", "F02A": "*", "F07E": "~", "F023": "#", "F098": "~", "F09A": "❦", "F0A7": "§", "F0AA": "◆"}


@dataclass(slots=True)
class _OpenParagraph(OpenParagraph):
    """`is_deleted`: its end was, so the next paragraph continues it. `boxed`: the paragraphs of its text boxes."""

    style_is_bold: bool = False
    is_deleted: bool = False
    is_contents: bool = False
    boxed: list[StyledParagraph] = field(default_factory=list)


def read_body(
    data: bytes,
    name: str,
    styles: Mapping[str, ParagraphStyle],
    notes: Mapping[tuple[str, str], str],
    pictures: Mapping[str, str],
) -> list[StyledParagraph]:
    """The paragraphs of `word/document.xml`. `notes`: their text by kind and number; `pictures`: file by relation."""
    body = _Body(styles, notes, pictures)
    for event in xml_events(data, name, _FREE_TAGS):
        body.handle(event)
    return body.paragraphs


def read_notes(data: bytes, name: str, kind: str) -> dict[tuple[str, str], str]:
    """The text of each note in `word/footnotes.xml` or `word/endnotes.xml`, by its kind and number."""
    notes: dict[tuple[str, str], str] = {}
    body = _Body({}, {}, {})
    for event in xml_events(data, name, frozenset(("p",))):
        if event.tag == kind and not event.opens:
            text = " ".join(" ".join(paragraph.text.split()) for paragraph in body.paragraphs).strip()
            if attribute(event.element, "type") not in ("separator", "continuationSeparator") and text:
                notes[kind, attribute(event.element, "id")] = text
            body.paragraphs.clear()
        else:
            body.handle(event)
    return notes


def _parent_tag(element: Any) -> str:
    parent = element.getparent()
    return local_name(str(parent.tag)) if parent is not None else ""


class _Body:
    """Takes the events of a document in order; `paragraphs` holds those that ended."""

    def __init__(
        self, styles: Mapping[str, ParagraphStyle], notes: Mapping[tuple[str, str], str], pictures: Mapping[str, str]
    ) -> None:
        self._styles = styles
        self._notes = notes
        self._pictures = pictures
        self.paragraphs: list[StyledParagraph] = []
        self._open: list[_OpenParagraph] = []  # one, and those of text boxes in it
        self._dropped = 0  # open elements within a dropped one, itself included
        self._fields = OpenFields()
        self._run_is_bold: bool | None = None
        self._run_is_hidden = False
        self._continued: StyledParagraph | None = None  # its end was deleted

    def handle(self, event: XmlEvent) -> None:
        opens, tag, element = event
        if self._dropped:
            self._dropped += 1 if opens else -1
        elif not opens:
            self._close_element(tag, element)
        # A <w:del/> in run properties means that the end of a paragraph was deleted, and no text.
        elif tag in _DROPPED and not (tag == "del" and _parent_tag(element) == "rPr"):
            self._dropped = 1
        else:
            self._open_element(tag, element)

    def _open_element(self, tag: str, element: Any) -> None:
        if tag == "p":
            self._open.append(_OpenParagraph())
            self._apply(self._styles.get("", ParagraphStyle()))
        elif tag == "r":
            self._run_is_bold, self._run_is_hidden = None, False
        elif tag == "sdt":
            self._fields.open_control()
        elif tag == "docPartGallery":
            self._fields.name_control(attribute(element))

    def _close_element(self, tag: str, element: Any) -> None:
        if tag == "sdt":
            self._fields.close_control()
        elif tag == "pPr":
            self._read_paragraph_properties(element)
        elif tag == "rPr":
            self._read_run_properties(element)
        elif tag == "p":
            self._end_paragraph()
        elif tag == "fldChar":
            self._mark_field(attribute(element, "fldCharType"))
        elif tag == "instrText":
            self._fields.add_code(element.text or "")
        elif self._open and not self._run_is_hidden and not self._fields.in_code:
            self._add_content(tag, element)

    def _add_content(self, tag: str, element: Any) -> None:
        paragraph = self._open[-1].paragraph
        if tag == "t":
            self._add_text((element.text or "").replace("\n", " "))
        elif tag == "br":
            # The end of a page or column is none of the story's.
            if attribute(element, "type") not in ("page", "column"):
                self._add_text("\n")
        elif tag in _SIGNS and _parent_tag(element) == "r":
            self._add_text(_SIGNS[tag])
        elif tag == "sym":
            self._add_text(_SYMBOLS.get(attribute(element, "char").upper(), "•"))
        elif tag in ("footnoteReference", "endnoteReference"):
            note = self._notes.get((tag.removesuffix("Reference"), attribute(element, "id")))
            if note:
                paragraph.notes.append(note)
        elif tag == "docPr":
            paragraph.pictures.append(Picture(attribute(element, "descr") or attribute(element, "title")))
        elif tag in ("blip", "imagedata"):
            self._add_picture_file(element)
        elif tag == "rect" and attribute(element, "hr") in ("t", "true"):
            paragraph.is_rule = True

    def _add_picture_file(self, element: Any) -> None:
        """Name the file of the last picture; in the older form of drawings the element has the picture's title, too."""
        pictures = self._open[-1].paragraph.pictures
        name = self._pictures.get(attribute(element, "embed") or attribute(element, "id"), "")
        alt = pictures.pop().alt if pictures and not pictures[-1].name else attribute(element, "title")
        pictures.append(Picture(alt, name))

    def _add_text(self, text: str) -> None:
        opened = self._open[-1]
        opened.add(text, is_bold=opened.style_is_bold if self._run_is_bold is None else self._run_is_bold)

    def _apply(self, style: ParagraphStyle) -> None:
        opened = self._open[-1]
        paragraph = opened.paragraph
        paragraph.level, paragraph.role, paragraph.is_centred = style.level, style.role, style.is_centred
        paragraph.is_indented, paragraph.is_rule = style.is_indented, style.is_ruled
        opened.style_is_bold = style.is_bold

    def _read_paragraph_properties(self, element: Any) -> None:
        if not self._open or _parent_tag(element) != "p":
            return
        name = next((attribute(child) for child in element if local_name(str(child.tag)) == "pStyle"), "")
        # Some programs write the style's name instead of its id, and no styles at all.
        style = self._styles.get(name) or ParagraphStyle(heading_level(name), role_of(name))
        self._apply(apply_properties(style, [child for child in element if local_name(str(child.tag)) != "rPr"]))
        end_mark = next((child for child in element if local_name(str(child.tag)) == "rPr"), ())
        self._open[-1].is_deleted = any(local_name(str(child.tag)) == "del" for child in end_mark)
        self._run_is_bold, self._run_is_hidden = None, False

    def _read_run_properties(self, element: Any) -> None:
        if _parent_tag(element) != "r":
            return
        for child in element:
            tag = local_name(str(child.tag))
            if tag == "b":
                self._run_is_bold = attribute(child) not in _OFF
            elif tag in ("vanish", "webHidden"):
                self._run_is_hidden = attribute(child) not in _OFF

    def _mark_field(self, kind: str) -> None:
        if kind == "end":
            self._mark_contents()
        self._fields.mark(kind)
        if kind == "separate":
            self._mark_contents()

    def _mark_contents(self) -> None:
        if self._open and self._fields.in_contents:
            self._open[-1].is_contents = True

    def _end_paragraph(self) -> None:
        if not self._open:
            return
        self._mark_contents()
        opened = self._open.pop()
        paragraph = opened.finish()
        if opened.is_contents:
            paragraph.role = Role.CONTENTS
        if self._open:
            self._open[-1].boxed += [paragraph, *opened.boxed]
            return
        if self._continued is not None:
            self._continued.text += paragraph.text
            self._continued.notes += paragraph.notes
            self._continued.pictures += paragraph.pictures
            self.paragraphs += opened.boxed
        else:
            self.paragraphs += [paragraph, *opened.boxed]
        self._continued = (self._continued or paragraph) if opened.is_deleted else None
