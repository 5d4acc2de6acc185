"""Turns the body of a Word document into paragraphs, in the order of the printed page.

Leaves out deleted text, comments, field codes and hidden text; keeps inserted text and the results of fields. Text
boxes come after the paragraph that holds them; notes stay with the paragraph that refers to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fabula.index.readers.styled.continuation import join_torn
from fabula.index.readers.styled.drop_capitals import dropped_continuation, take_boxed_capital
from fabula.index.readers.styled.left_out_runs import LeftOutRuns
from fabula.index.readers.styled.open_paragraph import OpenParagraph
from fabula.index.readers.styled.paragraph import Continuation, Picture, StyledParagraph
from fabula.index.readers.styled.style_names import Role
from .docx_fields import ContentsField, OpenFields
from .docx_runs import KnownProperties, find_runs
from .docx_styles import CHANGES, DocxStyles, ParagraphProperties, RunProperties
from .paragraph_style import ParagraphStyle
from .xml_stream import LocalNames, XmlEvent, attribute, inner_events, outer_events, parent_tag

# What is deleted, moved away, or the second form of something, with its rule; "" for what is read in its first form.
_LEFT_OUT = {
    "del": "deleted text", "delText": "deleted text", "moveFrom": "moved text", "delInstrText": "field codes",
    "rt": "ruby", "Fallback": "",
}  # fmt: skip
_TEXTS = frozenset(("t", "delText", "instrText", "delInstrText"))
_PROPERTIES = frozenset(("rPr", "trPr"))
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\xad"}
# Elements that show text of another file, and the attribute that names its relation: a chunk, a document, a diagram.
_CHUNKS = {"altChunk": "id", "subDoc": "id", "relIds": "dm"}
_NOTE_MARKS = frozenset(("footnoteReference", "endnoteReference"))
# What is read as a whole, and what means something outside of that. (Tables and sections are only freed.)
_WHOLE_TAGS = frozenset(("p", *_LEFT_OUT))
_OUTER_TAGS = frozenset(("tc", "sdt", "docPartGallery", "fldChar", "instrText", "tbl", "sectPr", *_CHUNKS))
# What is more than a property of a paragraph or run. (Within properties a "tab" is one, too.)
_TELLING = frozenset(_LEFT_OUT) | _TEXTS | _OUTER_TAGS | (_SIGNS.keys() - {"tab"}) | _NOTE_MARKS | frozenset(
    ("p", "r", "t", "br", "sym", "docPr", "blip", "imagedata", "rect")
)  # fmt: skip
# Word writes symbols of its own fonts into the private area.
_SYMBOLS = {"F0B7": "•", "F02A": "*", "F07E": "~", "F023": "#", "F098": "~", "F09A": "❦", "F0A7": "§", "F0AA": "◆"}
# Gives the paragraphs of another file of the document by its relation.
ReadChunk = Callable[[str], Iterable[StyledParagraph]]


# One for all: to make it for each paragraph took a tenth of the time of reading it.
_NO_STYLE = ParagraphStyle()


@dataclass(slots=True)
class _OpenParagraph(OpenParagraph):
    """`has_deleted_end`: the next paragraph continues it. `boxed`: the paragraphs of its text boxes."""

    style: ParagraphStyle = _NO_STYLE
    has_deleted_end: bool = False
    is_contents: bool = False
    contents: ContentsField | None = None
    boxed: list[StyledParagraph] = field(default_factory=list)


class DocxBody:
    """Takes the events of a document in order; `paragraphs` holds those that ended.

    notes     the text of footnotes and endnotes by kind and number; `called_notes` are those that the text refers to.
    pictures  the file of each picture by its relation.
    """

    def __init__(
        self,
        styles: DocxStyles,
        left_out: LeftOutRuns,
        notes: Mapping[tuple[str, str], str] | None = None,
        pictures: Mapping[str, str] | None = None,
        read_chunk: ReadChunk = lambda _: (),
    ) -> None:
        self._left_out = left_out
        self._notes = notes or {}
        self._pictures = pictures or {}
        self._read_chunk = read_chunk
        self.paragraphs: list[StyledParagraph] = []
        self.called_notes: set[tuple[str, str]] = set()
        self._open: list[_OpenParagraph] = []  # one, and those of text boxes in it
        self._cells: list[int] = []  # the numbers of the open cells
        self._cell_count = 0
        self._dropped = 0  # open elements within a dropped one, itself included
        self._rule = ""  # by which it is dropped
        self._fields = OpenFields()
        self._run = RunProperties()
        self._default = ParagraphProperties(styles.paragraphs.get("", _NO_STYLE))
        self._names = LocalNames()
        self._known_paragraphs = KnownProperties(styles.of_paragraph, _TELLING, self._names)
        self._known_runs = KnownProperties(styles.of_run, _TELLING, self._names)

    def read(self, data: bytes, name: str) -> list[StyledParagraph]:
        """The paragraphs of `word/document.xml`, the file `name`."""
        for event in outer_events(data, name, _WHOLE_TAGS, _OUTER_TAGS):
            if event.tag not in _WHOLE_TAGS:
                self.handle(event)
            elif self._dropped or event.tag != "p" or not self._read_runs(event.element):
                for inner in inner_events(event.element, name):
                    self.handle(inner)
        return self.finish()

    def finish(self) -> list[StyledParagraph]:
        """The paragraphs, after the last event."""
        self._fields.end_document()
        return self.paragraphs

    def _read_runs(self, element: Any) -> bool:
        """Read a paragraph of nothing but runs, which takes a tenth of the time of its single elements; False for any
        other."""
        found = find_runs(element, self._names)
        if found is None:
            return False
        properties = None if found.properties is None else self._known_paragraphs.read(found.properties)
        runs = [(run.properties is not None and self._known_runs.read(run.properties), run.texts) for run in found.runs]
        if (properties and not properties.is_plain) or any(run and not run.is_plain for run, _ in runs):
            return False
        self._begin_paragraph()
        if properties:
            self._apply(properties.value)
        for run, texts in runs:
            self._run = run.value if run else RunProperties()
            for text in texts:
                self._add_text(text.replace("\n", " "))
        self._end_paragraph()
        return True

    def handle(self, event: XmlEvent) -> None:
        opens, tag, element = event
        if self._dropped:
            self._drop(opens, tag, element)
        elif not opens:
            self._close_element(tag, element)
        elif tag in _LEFT_OUT and not (tag in CHANGES and parent_tag(element) in _PROPERTIES):
            self._dropped, self._rule = 1, _LEFT_OUT[tag]
        else:
            self._open_element(tag, element)

    def _drop(self, opens: bool, tag: str, element: Any) -> None:
        self._dropped += 1 if opens else -1
        if not opens and tag in _TEXTS:
            self._leave_out(self._rule, element.text or "")
        elif not opens and (tag == "p" or tag in _SIGNS):
            self._left_out.separate()

    def _leave_out(self, rule: str, text: str) -> None:
        if rule:
            self._left_out.add(rule, text)
        if self._open:
            self._open[-1].is_remnant = True

    def _open_element(self, tag: str, element: Any) -> None:
        if tag == "p":
            self._begin_paragraph()
        elif tag == "r":
            self._run = RunProperties()
        elif tag == "tc":
            self._cell_count += 1
            self._cells.append(self._cell_count)
        elif tag == "sdt":
            self._fields.open_control()
        elif tag == "docPartGallery":
            self._fields.name_control(attribute(element))

    def _begin_paragraph(self) -> None:
        self._open.append(_OpenParagraph())
        self._apply(self._default)

    def _close_element(self, tag: str, element: Any) -> None:
        if tag == "sdt":
            self._fields.close_control()
        elif tag == "pPr":
            if self._open and parent_tag(element) == "p":
                self._apply(self._known_paragraphs.read(element).value)
        elif tag == "rPr":
            if parent_tag(element) == "r":
                self._run = self._known_runs.read(element).value
        elif tag == "p":
            self._end_paragraph()
        elif tag == "tc":
            self._cells.pop()
        elif tag == "fldChar":
            self._mark_field(attribute(element, "fldCharType"))
        elif tag == "instrText":
            self._fields.add_code(element.text or "")
            self._left_out.add("field codes", element.text or "")
        elif tag in _CHUNKS:
            self._add_chunk(attribute(element, _CHUNKS[tag]))
        elif self._open:
            self._add_content(tag, element)

    def _add_content(self, tag: str, element: Any) -> None:
        opened = self._open[-1]
        if tag == "t":
            self._add_text((element.text or "").replace("\n", " "))
        elif tag == "br":
            if attribute(element, "type") in ("page", "column"):
                self._end_page()
            else:
                self._add_text("\n")
        elif tag in _SIGNS and parent_tag(element) == "r":
            self._add_text(_SIGNS[tag])
        elif tag == "sym":
            self._add_text(_SYMBOLS.get(attribute(element, "char").upper(), "•"))
        elif tag in _NOTE_MARKS:
            self._call_note((tag.removesuffix("Reference"), attribute(element, "id")))
        elif tag == "docPr":
            opened.paragraph.pictures.append(Picture(attribute(element, "descr") or attribute(element, "title")))
        elif tag in ("blip", "imagedata"):
            self._add_picture_file(element)
        elif tag == "rect" and attribute(element, "hr") in ("t", "true"):
            opened.paragraph.is_rule = True

    def _call_note(self, key: tuple[str, str]) -> None:
        if note := self._notes.get(key):
            self._open[-1].paragraph.notes.append(note)
            self.called_notes.add(key)

    def _add_picture_file(self, element: Any) -> None:
        """Name the file of the last picture; in the older form of drawings the element has the picture's title, too."""
        pictures = self._open[-1].paragraph.pictures
        name = self._pictures.get(attribute(element, "embed") or attribute(element, "id"), "")
        alt = pictures.pop().alt if pictures and not pictures[-1].name else attribute(element, "title")
        pictures.append(Picture(alt, name))

    def _add_text(self, text: str) -> None:
        opened = self._open[-1]
        # A style that hides, on text in a style that hides, shows it: ECMA-376 part 1, 17.7.3, "toggle properties".
        run = self._run
        is_hidden = opened.style.is_hidden != run.style_is_hidden
        if is_hidden if run.is_hidden is None else run.is_hidden:
            self._leave_out("hidden text", text)
            return
        is_bold = opened.style.is_bold if run.is_bold is None else run.is_bold
        opened.add(text, is_bold=is_bold, is_raised=run.is_raised)
        self._fields.note_text(opened.parts)

    def _apply(self, properties: ParagraphProperties) -> None:
        opened = self._open[-1]
        style = opened.style = properties.style
        opened.has_deleted_end = properties.has_deleted_end
        paragraph = opened.paragraph
        paragraph.level, paragraph.role, paragraph.is_centred = style.level, style.role, style.is_centred
        paragraph.is_indented, paragraph.is_rule = style.is_indented, style.is_ruled

    def _mark_field(self, kind: str) -> None:
        if kind == "end":
            self._mark_contents()
        if self._open and (code := self._fields.mark(kind)):
            self._leave_out("field codes", code)
        self._left_out.separate()
        if kind == "separate":
            self._mark_contents()

    def _mark_contents(self) -> None:
        if self._open:
            self._open[-1].is_contents |= self._fields.in_control_of_contents
            self._open[-1].contents = self._open[-1].contents or self._fields.contents

    def _add_chunk(self, relation: str) -> None:
        for paragraph in self._read_chunk(relation):
            paragraph.cell = self._cells[-1] if self._cells else paragraph.cell
            self._emit(paragraph, self._open)

    def _end_page(self) -> None:
        """A page or column ends: so does the paragraph, unless it has not begun, or its sentence goes on."""
        opened = self._open[-1]
        if opened.has_content:
            self._fields.end_paragraph()
            self._close_paragraph(opened, opened.tear_off(), self._open[:-1])

    def _end_paragraph(self) -> None:
        if not self._open:
            return
        self._mark_contents()
        self._fields.end_paragraph()
        self._left_out.separate()
        opened = self._open.pop()
        paragraph = opened.finish()
        boxed = join_torn(opened.boxed) if opened.boxed else []
        take_boxed_capital(paragraph, boxed)
        if opened.has_deleted_end:
            paragraph.continuation = Continuation.LETTERS
        elif opened.style.is_framed:
            paragraph.continuation = dropped_continuation(paragraph.text, is_marked=opened.style.is_drop_capital)
        if not (opened.is_remnant and paragraph.is_blank):
            self._close_paragraph(opened, paragraph, self._open)
        for one in boxed:
            one.is_boxed = True
            self._emit(one, self._open)

    def _close_paragraph(
        self, opened: _OpenParagraph, paragraph: StyledParagraph, around: Sequence[_OpenParagraph]
    ) -> None:
        paragraph.cell = self._cells[-1] if self._cells else 0
        if opened.is_contents:
            paragraph.role = Role.CONTENTS
        elif opened.contents is not None:
            opened.contents.claim(paragraph)
        self._emit(paragraph, around)

    def _emit(self, paragraph: StyledParagraph, around: Sequence[_OpenParagraph]) -> None:
        (around[-1].boxed if around else self.paragraphs).append(paragraph)
