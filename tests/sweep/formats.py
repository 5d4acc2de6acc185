"""The formats of the sweep: how units become the bytes of a file, and which units a format has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple, Protocol

from . import field_units as fields_of
from . import written_files as write
from .document_units import FICTION_BOOK_UNITS, OPEN_DOCUMENT_UNITS, RTF_UNITS, TEI_UNITS, WORD_UNITS
from .light_units import ASCIIDOC_UNITS, MARKDOWN_UNITS, ORG_UNITS
from .page_units import PAGE_UNITS
from .pdf_file import PDF_UNITS, pdf_file, printed_lines
from .text_units import TEXT_UNITS
from .units import SPEECH_UNITS, Unit

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SENTENCE = "She left the house on the hill."


class Writer(Protocol):
    def __call__(self, scenes: Sequence[str], fields: str = "", /) -> bytes:
        """The file of these scenes and these fields, both in the markup of its format."""
        ...


class Format(NamedTuple):
    """A format of files.

    reader      the name of its reader.
    markup      the units that are written in its own markup.
    fields      the units of fields that describe a work, in its own markup.
    from_plain  a paragraph without markup as one of the format; None if they are the same.
    """

    name: str
    reader: str
    suffix: str
    write: Writer
    markup: Sequence[Unit]
    fields: Sequence[Unit] = ()
    from_plain: Callable[[str], str] | None = None

    @property
    def units(self) -> tuple[Unit, ...]:
        return (*self.markup, *TEXT_UNITS, *SPEECH_UNITS)

    def written(self, unit: Unit, scenes: Sequence[str]) -> bytes:
        """The file in which `scenes` repeat `unit`: the text of a work, or its fields beside a sentence of text."""
        if unit in self.fields:
            return self.write([self._marked(_SENTENCE)], "\n\n".join(scenes))
        return self.write(scenes if unit in self.markup else [self._marked(scene) for scene in scenes])

    def _marked(self, scene: str) -> str:
        return "\n".join(map(self.from_plain, scene.split("\n\n"))) if self.from_plain else scene


def _rtf_paragraph(text: str) -> str:
    text = re.sub(r"[\\{}]", r"\\\g<0>", text).replace("\n", "\\line ")
    return "".join(char if char < "\x80" else f"\\u{ord(char)}?" if char < "\u8000" else "?" for char in text) + "\\par"


def _in_elements(opening: str, closing: str) -> Callable[[str], str]:
    return lambda text: f"{opening}{_NOT_IN_XML.sub('', escape(text))}{closing}"


_PARAGRAPH = _in_elements("<p>", "</p>")
_RUN = _in_elements("<w:p><w:r><w:t>", "</w:t></w:r></w:p>")
_ODF_PARAGRAPH = _in_elements("<text:p>", "</text:p>")

FORMATS = (
    Format("text", "text", ".txt", write.text_file, (), fields_of.TEXT_FIELDS),
    Format("HTML", "html", ".html", write.page_file, PAGE_UNITS, fields_of.PAGE_FIELDS, _PARAGRAPH),
    Format("EPUB", "epub", ".epub", write.epub_file, PAGE_UNITS, fields_of.PACKAGE_FIELDS, _PARAGRAPH),
    Format("Markdown", "markdown", ".md", write.front_matter_file, MARKDOWN_UNITS, fields_of.FRONT_MATTER_FIELDS),
    Format("Word", "docx", ".docx", write.docx_file, WORD_UNITS, fields_of.CORE_FIELDS, _RUN),
    Format(
        "OpenDocument",
        "odt",
        ".odt",
        write.odt_file,
        OPEN_DOCUMENT_UNITS,
        fields_of.OPEN_DOCUMENT_FIELDS,
        _ODF_PARAGRAPH,
    ),
    Format("RTF", "rtf", ".rtf", write.rtf_file, RTF_UNITS, fields_of.RTF_FIELDS, _rtf_paragraph),
    Format("FictionBook", "fb2", ".fb2", write.fb2_file, FICTION_BOOK_UNITS, fields_of.FICTION_BOOK_FIELDS, _PARAGRAPH),
    Format("TEI", "tei", ".xml", write.tei_file, TEI_UNITS, fields_of.TEI_FIELDS, _PARAGRAPH),
    Format("org", "org", ".org", write.text_file, ORG_UNITS, fields_of.ORG_FIELDS),
    Format("AsciiDoc", "asciidoc", ".adoc", write.text_file, ASCIIDOC_UNITS, fields_of.ASCIIDOC_FIELDS),
    Format("JSON Lines", "jsonl", ".jsonl", write.jsonl_file, (), fields_of.JSON_FIELDS),
    Format("Mobipocket", "mobi", ".mobi", write.mobi_file, PAGE_UNITS, fields_of.MOBI_FIELDS, _PARAGRAPH),
    Format("PDF", "pdf", ".pdf", pdf_file, PDF_UNITS, fields_of.PDF_FIELDS, printed_lines),
)
CONTENTS = Format("contents", "epub", ".epub", write.epub_of_contents, (), fields_of.NAVIGATION_UNITS, _PARAGRAPH)
