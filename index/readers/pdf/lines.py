"""Extracts the printed lines of a PDF page: their text, and their place on the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MIN_BOLD_WEIGHT = 600
# PDFium's signs for a hyphen at the end of a line, in place of the line end.
_HYPHENATED_ENDS = ("\x02", "\ufffe")
_LINE_ENDS = ("\n", *_HYPHENATED_ENDS)
_HYPHENS = ("-", "\u2010", "\xad")
_INVISIBLE = " \t\r\n\xa0\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Line:
    """left, right, base: in points, `base` from the foot of the page. size: of the letters.

    is_hyphenated  it ended with a hyphen, which is no longer in `text`.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool = False
    is_hyphenated: bool = False


def page_lines(page: Any) -> list[Line]:
    """The lines of an open page, in the order of the file."""
    textpage = page.get_textpage()
    try:
        return list(_lines(textpage.raw))
    finally:
        textpage.close()


def _lines(raw: Any) -> Iterator[Line]:
    import pypdfium2.raw as pdfium  # 35 ms

    units = _units(raw)
    start = 0
    for end in [*(index for index, unit in enumerate(units) if unit in _LINE_ENDS), len(units)]:
        visible = [index for index in range(start, end) if units[index] not in _INVISIBLE]
        text = _text(units[start:end])
        start = end + 1
        # Only after a letter: "--" is a dash.
        has_hyphen = text[-1:] in _HYPHENS and text[-2:-1].isalpha()
        text = text[:-1] if has_hyphen else text
        if not visible or not text:
            continue
        left, base = _origin(raw, visible[0])
        weights = [pdfium.FPDFText_GetFontWeight(raw, index) for index in (visible[0], visible[-1])]
        yield Line(
            text,
            left,
            _right(raw, visible[-1]),
            base,
            pdfium.FPDFText_GetFontSize(raw, visible[0]),
            min(weights) >= _MIN_BOLD_WEIGHT,
            has_hyphen or (end < len(units) and units[end] in _HYPHENATED_ENDS),
        )


def _text(units: list[str]) -> str:
    text = "".join(units)
    if any("\ud800" <= unit <= "\udfff" for unit in units):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = text.strip(_INVISIBLE)
    # A soft hyphen at the end of a line is a hyphen; one within a line is invisible.
    return text[:-1].replace("\xad", "") + text[-1:]


def _units(raw: Any) -> list[str]:
    """The UTF-16 code units of the page, one for each index that PDFium's functions take."""
    import pypdfium2.raw as pdfium  # 35 ms

    count = pdfium.FPDFText_CountChars(raw)
    if count <= 0:
        return []
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(raw, 0, count, buffer)
    if written - 1 == count:
        return [chr(unit) for unit in buffer[:count]]
    # GetText leaves out characters without a meaning, which would shift the indices of all that follow.
    return [chr(min(pdfium.FPDFText_GetUnicode(raw, index), 0x10FFFF)) for index in range(count)]


def _origin(raw: Any, index: int) -> tuple[float, float]:
    import pypdfium2.raw as pdfium  # 35 ms

    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
    return x.value, y.value


def _right(raw: Any, index: int) -> float:
    import pypdfium2.raw as pdfium  # 35 ms

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(raw, index, left, right, bottom, top)
    return right.value
