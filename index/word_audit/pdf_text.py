"""The words of a PDF in the order in which its pages draw them.

By PDFium's plain text, although the reader uses PDFium, too: pypdf takes sixteen times as long, and parts words where
fonts are kerned. What is independent of the reader is all that follows: lines, columns, paragraphs, hyphens and
running heads.
"""

from __future__ import annotations

_MAX_PAGES = 20_000
_MAX_LETTERS = 50_000_000


def pdf_text(data: bytes) -> str:
    """Raises ValueError, PdfiumError, ImportError."""
    # Takes 60 ms and 4 MB, so only where there are such files.
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        pages: list[str] = []
        letters = 0
        for number in range(min(len(document), _MAX_PAGES)):
            page = document[number]
            text_page = page.get_textpage()
            pages.append(text_page.get_text_bounded())
            letters += len(pages[-1])
            text_page.close()
            page.close()
            if letters > _MAX_LETTERS:
                raise ValueError("it holds more letters than any book")
    finally:
        document.close()
    # PDFium has U+FFFE where a line ends within a word.
    return "\n".join(pages).replace("\ufffe\r\n", "").replace("\ufffe", "")
