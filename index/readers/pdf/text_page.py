"""The characters of a PDF page, with their places, as PDFium gives them: one index for each unit of UTF-16."""

from __future__ import annotations

import ctypes
import math
from typing import Any

_MIN_BOLD_WEIGHT = 600


class TextPage:
    """The text of an open page. `units`: its UTF-16 code units, a character for each; distances are in points."""

    def __init__(self, raw: Any) -> None:
        import pypdfium2.raw as pdfium  # 35 ms

        self._pdfium = pdfium
        self._raw = raw
        # Made once: PDFium writes what it finds into them, and to make four numbers takes as long as to ask for them.
        self._numbers = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = pdfium.FS_MATRIX()
        self._sizes: dict[int, float] = {}
        self.units: str = self._read_units()

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character stands: its left end, and the height of its line from the foot of the page."""
        x, y, *_ = self._numbers
        x.value = y.value = 0.0
        self._pdfium.FPDFText_GetCharOrigin(self._raw, index, x, y)
        return x.value, y.value

    def right(self, index: int) -> float:
        """The right end of a character."""
        left, right, bottom, top = self._numbers
        right.value = 0.0
        self._pdfium.FPDFText_GetCharBox(self._raw, index, left, right, bottom, top)
        return right.value

    def size(self, index: int) -> float:
        """The size of a character, as it is printed: some programs set fonts of one point, and scale the page."""
        if index not in self._sizes:
            size, matrix = float(self._pdfium.FPDFText_GetFontSize(self._raw, index)), self._matrix
            has_matrix = self._pdfium.FPDFText_GetMatrix(self._raw, index, matrix)
            self._sizes[index] = size * (math.hypot(matrix.c, matrix.d) or 1.0) if has_matrix else size
        return self._sizes[index]

    def is_bold(self, index: int) -> bool:
        return bool(self._pdfium.FPDFText_GetFontWeight(self._raw, index) >= _MIN_BOLD_WEIGHT)

    def _read_units(self) -> str:
        count = self._pdfium.FPDFText_CountChars(self._raw)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = self._pdfium.FPDFText_GetText(self._raw, 0, count, buffer)
        if written - 1 != count:
            # GetText leaves out characters without a meaning, which would shift the indices of all that follow.
            units = (self._pdfium.FPDFText_GetUnicode(self._raw, index) for index in range(count))
            return "".join(chr(min(unit, 0x10FFFF)) for unit in units)
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        # A letter of two units is one character now.
        return text if len(text) == count else "".join(map(chr, buffer[:count]))
