"""The words of a PDF as its pages draw them."""

from __future__ import annotations

from fabula.index.word_audit.pdf_text import pdf_text
from ..readers.pdf.test_reader import pdf


def test_words() -> None:
    """Of all pages, running heads included; a hyphen at a line's end may be gone or not."""
    data = pdf([[(60, 600, 12, "She lit the lamp"), (60, 580, 12, "and left.")], [(60, 600, 12, "THE LAMP 2")]])
    assert pdf_text(data).split() == "She lit the lamp and left. THE LAMP 2".split()
