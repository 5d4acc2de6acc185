"""Reads PDF with a text layer (ISO 32000-2), with PDFium, the library of Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fabula.index.errors import ExtraNeeded, UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import LeftOut, Work
from fabula.index.readers.metadata.document_properties import DocumentProperties

if TYPE_CHECKING:
    from .lines import Line

_MAGIC = b"%PDF-"
_HEAD_BYTES, _TAIL_BYTES = 1_024, 4_096
_MAX_PAGES = 20_000
_MAX_LETTERS = 50_000_000
# A page of a scanned book has none; one of a picture book has a few words.
_MIN_LETTERS_PER_PAGE = 10
# Letters of fonts that do not map shapes to characters.
_MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_MAX_MEANINGLESS_SHARE = 0.1
# PDFium's error codes for a password and for other protection.
_PROTECTED = (4, 5)
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")


class PdfReader:
    """Reads PDF files of any name."""

    name = "pdf"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()[:_HEAD_BYTES]
        if _MAGIC in head and (head.startswith(_MAGIC) or source.suffix == ".pdf"):
            return 95
        return 40 if source.suffix == ".pdf" else 0

    def read(self, source: Source) -> Iterator[Work]:
        # 0.1 s with what reads the pages, saved where no file is a PDF.
        from fabula.index.readers.metadata.make_work import make_work
        from fabula.index.readers.styled.styled_story import styled_story
        from .paragraphs import join_paragraphs
        from .running_heads import without_running_heads

        data = source.read()
        if _MAGIC not in data[:_HEAD_BYTES]:
            raise UnreadableSource("its contents are no PDF, whatever its name says")
        if b"%%EOF" not in data[-_TAIL_BYTES:]:
            raise UnreadableSource("it is incomplete: it has no end")
        document = _open(data)
        try:
            pages = _pages(document)
            properties = _properties(document.get_metadata_dict())
        finally:
            document.close()
        _refuse_meaningless(pages)
        cleaned = without_running_heads(pages)
        description, chapters = styled_story(join_paragraphs(cleaned.pages), properties)
        left_out = [LeftOut("running heads", "\n".join(cleaned.heads))] if cleaned.heads else []
        yield make_work(self.name, source, description, chapters, left_out)


def _open(data: bytes) -> Any:
    try:
        # Takes 60 ms and 4 MB, so only where there are such files.
        import pypdfium2
    except (ImportError, OSError) as error:
        raise ExtraNeeded(
            "PDF files need the package pypdfium2", hint="Install it with: pip install pypdfium2"
        ) from error
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # PDFium may return the error code of an earlier file.
        if error.err_code in _PROTECTED and b"/Encrypt" in data:
            raise UnreadableSource(
                "it is protected by a password, so its text cannot be read",
                hint="Save a copy without a password and index that.",
            ) from error
        raise UnreadableSource(f"it is damaged, so it cannot be opened ({error})") from error


def _pages(document: Any) -> list[list[Line]]:
    import pypdfium2  # 45 ms

    from .printed_page import page_lines

    if len(document) > _MAX_PAGES:
        raise UnreadableSource(f"it has {len(document):,} pages, more than the {_MAX_PAGES:,} that are read")
    pages: list[list[Line]] = []
    letters = 0
    for number in range(len(document)):
        try:
            page = document[number]
            pages.append(page_lines(page))
            page.close()
        except pypdfium2.PdfiumError as error:
            raise UnreadableSource(f"its page {number + 1:,} is damaged ({error})") from error
        letters += sum(len(line.text) for line in pages[-1])
        if letters > _MAX_LETTERS:
            raise UnreadableSource(f"it holds more than {_MAX_LETTERS:,} letters, more than any book")
    if letters < _MIN_LETTERS_PER_PAGE * len(pages) or letters == 0:
        raise UnreadableSource(
            "it has no text, only pictures of pages",
            hint="Run it through text recognition (OCRmyPDF, for one) and index what comes out.",
        )
    return pages


def _refuse_meaningless(pages: list[list[Line]]) -> None:
    letters = meaningless = 0
    for page in pages:
        for line in page:
            letters += len(line.text)
            meaningless += len(_MEANINGLESS.findall(line.text))
    if meaningless > _MAX_MEANINGLESS_SHARE * letters:
        raise UnreadableSource(
            "its fonts do not say which letters they show, so its text cannot be read",
            hint="Run it through text recognition (OCRmyPDF with --force-ocr, for one) and index what comes out.",
        )


def _properties(metadata: dict[str, str]) -> DocumentProperties:
    return DocumentProperties(
        title=metadata.get("Title", ""),
        author=metadata.get("Author", ""),
        subject=metadata.get("Subject", ""),
        keywords=metadata.get("Keywords", ""),
        created=_date(metadata.get("CreationDate", "")),
        modified=_date(metadata.get("ModDate", "")),
    )


def _date(text: str) -> str:
    match = _DATE.match(text)
    return "-".join(part for part in match.groups() if part) if match else ""
