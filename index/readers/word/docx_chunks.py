"""Reads chunks: text of a Word document that stands in a file of another format beside it (ECMA-376 part 1, 17.17.2).

Word takes their text over when it opens the document. Other programs write them: a report's pages as HTML, one chapter
as a document in the document.
"""

from __future__ import annotations

import html
import io
import posixpath
from collections.abc import Callable

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.binary import binary_kind, looks_like_html
from fabula.index.readers.bytes.bounded_zip import BoundedZip
from fabula.index.readers.bytes.encoding import declared_encoding, decode
from fabula.index.readers.bytes.zip_package import ZIP
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.html.page import Page, all_left_out
from fabula.index.readers.metadata.document_properties import DocumentProperties
from fabula.index.readers.rtf.rich_text import read_rich_text
from fabula.index.readers.styled.block_paragraphs import block_paragraphs
from fabula.index.readers.styled.left_out_runs import LeftOutRuns
from fabula.index.readers.styled.paragraph import StyledParagraph
from .docx_body import DocxBody
from .docx_package import DocxPackage
from .docx_styles import DocxStyles
from .web_archive import archived_page, is_web_archive

_RTF = b"{\\rtf"
_PAGES = (".htm", ".html", ".xhtml")
_TEXTS = (".txt", ".text")
# A document that shows one chunk a thousand times is hostile, or a mistake.
_MAX_CHUNKS = 1_000
_MAX_TOTAL_BYTES = 64 * 1024 * 1024
_MAX_DEPTH = 3

ReadDocument = Callable[[DocxPackage, int], list[StyledParagraph]]


class ChunkReader:
    """Reads the chunks of a document and of those in it. `gaps` names those that could not be read, and why."""

    def __init__(self, left_out: LeftOutRuns, read_document: ReadDocument) -> None:
        self.gaps: list[str] = []
        self._left_out = left_out
        self._read_document = read_document
        self._chunks_left = _MAX_CHUNKS
        self._bytes_left = _MAX_TOTAL_BYTES

    def read(self, package: DocxPackage, relation_id: str, depth: int) -> list[StyledParagraph]:
        """The paragraphs of a chunk of `package`; none, and a gap, for one that cannot be read."""
        relation = package.relations.get(relation_id)
        if relation is None:
            self.gaps.append("a part of its text that it does not name")
        elif relation.is_external or relation.target not in package:
            self.gaps.append(f"a part of its text, {relation.target}, which is not in the file")
        else:
            try:
                if relation.kind == "diagramData":
                    return self._read_diagram(package, relation.target)
                return self._read(package, relation.target, depth)
            except UnreadableSource as error:
                self.gaps.append(f"a part of its text, {relation.target}: {error}")
        return []

    def _read_diagram(self, package: DocxPackage, name: str) -> list[StyledParagraph]:
        """The words of a diagram (SmartArt), in the order of its boxes."""
        return DocxBody(DocxStyles(), self._left_out).read(self._data(package, name), name)

    def _data(self, package: DocxPackage, name: str) -> bytes:
        data = package.read(name)
        self._chunks_left -= 1
        self._bytes_left -= len(data)
        if self._chunks_left < 0 or self._bytes_left < 0:
            raise UnreadableSource("the parts of its text are more than are read")
        return data

    def _read(self, package: DocxPackage, name: str, depth: int) -> list[StyledParagraph]:
        data = self._data(package, name)
        if not data.strip(b" \t\r\n\xef\xbb\xbf"):
            return []
        if data.startswith(ZIP):
            if depth >= _MAX_DEPTH:
                raise UnreadableSource(f"it is a document in documents, more than {_MAX_DEPTH} deep")
            with BoundedZip(io.BytesIO(data)) as archive:
                inner = DocxPackage(archive)
                paragraphs = self._read_document(inner, depth + 1)
            self._bytes_left -= inner.bytes_read
            return paragraphs
        if data.lstrip().startswith(_RTF):
            return read_rich_text(data.lstrip().decode("latin-1"), DocumentProperties(), self._left_out)
        encoding = ""
        kind = package.content_type(name)
        suffix = posixpath.splitext(name)[1].lower()
        is_html = "html" in kind or suffix in _PAGES or looks_like_html(data)
        if is_web_archive(data):
            data, encoding, is_html = archived_page(data)
        elif not is_html and data.lstrip().startswith(b"<") and not (kind == "text/plain" or suffix in _TEXTS):
            raise UnreadableSource("it is XML of a kind that is not read here")
        page = _page(data, encoding, is_html=is_html)
        for left_out in all_left_out([page], ""):
            self._left_out.add_whole(left_out.rule, left_out.text)
        return list(block_paragraphs(page.blocks))


def _page(data: bytes, encoding: str, *, is_html: bool) -> Page:
    """A page, or plain text as a page shows it."""
    if kind := binary_kind(data):
        raise UnreadableSource(f"it is {kind}")
    text = decode(data, encoding or declared_encoding(data)).text
    return read_page(text if is_html else f"<pre>{html.escape(text)}</pre>")
