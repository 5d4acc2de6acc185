"""Reads all files of a Word document that hold its text: the body, its notes, and what is left out."""

from __future__ import annotations

from functools import partial

from fabula.index.readers.styled.left_out_runs import LeftOutRuns
from fabula.index.readers.styled.paragraph import StyledParagraph
from .docx_body import DocxBody
from .docx_chunks import ChunkReader
from .docx_package import DocxPackage
from .docx_styles import DocxStyles, read_styles
from .xml_stream import attribute, xml_events

_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
# The kinds of the files that are left out, with the rules.
_LEFT_OUT_FILES = {"header": "headers and footers", "footer": "headers and footers", "comments": "comments"}


class DocxDocument:
    """Reads a document, and the documents in it. `gaps` names what could not be read."""

    def __init__(self) -> None:
        self.left_out = LeftOutRuns()
        self._chunks = ChunkReader(self.left_out, self.read)

    @property
    def gaps(self) -> list[str]:
        return self._chunks.gaps

    def read(self, package: DocxPackage, depth: int = 0) -> list[StyledParagraph]:
        """The paragraphs of the document in `package`, which lies in `depth` others."""
        styles = DocxStyles()
        if names := package.files("styles"):
            styles = read_styles(package.read(names[0]), names[0])
        notes: dict[tuple[str, str], str] = {}
        for kind in ("footnote", "endnote"):
            for name in package.files(f"{kind}s")[:1]:
                notes |= self._read_notes(package, name, kind, styles)
        pictures = {relation.id: relation.target for relation in package.relations.values() if relation.kind == "image"}
        body = DocxBody(styles, self.left_out, notes, pictures, partial(self._chunks.read, package, depth=depth))
        paragraphs = body.read(package.read(package.main), package.main)
        for key, note in notes.items():
            if key not in body.called_notes:
                self.left_out.add_whole("notes without a mark", note)
        for kind, rule in _LEFT_OUT_FILES.items():
            for name in package.files(kind):
                for paragraph in DocxBody(styles, self.left_out).read(package.read(name), name):
                    self.left_out.add_whole(rule, paragraph.text)
        return paragraphs

    def _read_notes(self, package: DocxPackage, name: str, kind: str, styles: DocxStyles) -> dict[tuple[str, str], str]:
        """The text of each note in `word/footnotes.xml` or `word/endnotes.xml`, by its kind and number."""
        notes: dict[tuple[str, str], str] = {}
        body = DocxBody(styles, self.left_out)
        for event in xml_events(package.read(name), name, frozenset(("p",))):
            if event.tag == kind and not event.opens:
                text = " ".join(" ".join(paragraph.text.split()) for paragraph in body.paragraphs).strip()
                if attribute(event.element, "type") not in _SEPARATORS and text:
                    notes[kind, attribute(event.element, "id")] = text
                body.paragraphs.clear()
            else:
                body.handle(event)
        return notes
