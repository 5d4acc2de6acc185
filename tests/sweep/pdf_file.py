"""Writes PDF files (ISO 32000-2) whose letters are all told apart by their code points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .units import Unit

_LINE_CHARACTERS, _PAGE_LINES, _LEADING = 80, 25, 14
# Each code is the letter's own code point; ranges may not cross the last byte (9.10.3).
_RANGES = "\n".join(
    f"<{first:02X}00> <{first:02X}FF> <{first:02X}00>" for first in range(256) if first not in range(0xD8, 0xE0)
)
_TO_UNICODE = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def "
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    f"248 beginbfrange\n{_RANGES}\nendbfrange\nendcmap end end"
)
_FONTS = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /Helvetica /Encoding /Identity-H "
    "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Helvetica /DW 500 "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    f"<< /Length {len(_TO_UNICODE)} >>\nstream\n{_TO_UNICODE}\nendstream",
)
_FIRST_PAGE = 6

PDF_UNITS = (
    Unit("letters one by one", "<0061> Tj 6 0 Td "),
    Unit("letters in one place", "<0061> Tj 0 0 Td "),
    Unit("letters beside each other", "<0061> Tj "),
    Unit("letters far from each other", "<0061> Tj 90 0 Td "),
    Unit("letters that go back", "<0061> Tj -6 0 Td "),
    Unit("lines of a letter", f"<0061> Tj 0 -{_LEADING} Td "),
    Unit("lines that go up", f"<0061> Tj 0 {_LEADING} Td "),
    Unit("lines close to each other", "<00610062> Tj 0 -0.1 Td "),
    Unit("lines in two columns", f"<00610062> Tj 300 0 Td <0063> Tj -300 -{_LEADING} Td "),
    Unit("lines that are indented further", f"<00610062> Tj 5 -{_LEADING} Td "),
    Unit("hyphens at ends of lines", f"<00610062002D> Tj 0 -{_LEADING} Td "),
    Unit("letters of two sizes", "/F 9 Tf <0061> Tj 6 0 Td /F 30 Tf <0053> Tj 20 0 Td "),
    Unit("letters that are turned", "0 1 -1 0 90 90 Tm <0061> Tj "),
    Unit("letters that are raised", "<0061> Tj 5 Ts <0031> Tj 0 Ts "),
    Unit("blanks", "<0020> Tj "),
    Unit("letters without a meaning", "<E000> Tj <0061> Tj "),
    Unit("letters of no width", "0 Tz <0061> Tj 100 Tz <0062> Tj "),
    Unit("spans with texts of their own", "/Span << /ActualText (a) >> BDC <0061> Tj EMC "),
    Unit("spans opened", "/Span BMC <0061> Tj "),
)  # fmt: skip


def printed_lines(text: str) -> str:
    """Operators that print a paragraph and a blank line, a line of them for each printed line."""
    text = " ".join(text.split())
    lines = (_code_points(text[at : at + _LINE_CHARACTERS]) for at in range(0, len(text), _LINE_CHARACTERS))
    return "\n".join(f"<{line}> Tj 0 -{_LEADING} Td" for line in lines) + f" 0 -{_LEADING} Td"


def _code_points(text: str) -> str:
    return "".join(char if char <= "\uffff" else "?" for char in text).encode("utf-16-be", "replace").hex()


def pdf_file(scenes: Sequence[str], info: str = "") -> bytes:
    """A file of these scenes, each a page of operators or more: 25 lines are a page."""
    streams = list(_page_streams(scenes))
    numbers = range(_FIRST_PAGE, _FIRST_PAGE + 2 * len(streams), 2)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(streams)} /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] >>",
        *_FONTS,
    ]
    for number, stream in zip(numbers, streams, strict=True):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {number + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< {info} >>")
    return _written(objects)


def _page_streams(scenes: Iterable[str]) -> Iterable[str]:
    for scene in scenes:
        lines = [line for line in scene.split("\n") if line]
        for at in range(0, len(lines), _PAGE_LINES):
            shown = "\n".join(lines[at : at + _PAGE_LINES])
            yield f"BT /F 11 Tf 1 0 0 1 60 760 Tm {shown} ET"


def _written(objects: Sequence[str]) -> bytes:
    pieces, places, place = ["%PDF-1.7\n"], [], len("%PDF-1.7\n")
    for number, body in enumerate(objects, start=1):
        places.append(place)
        pieces.append(f"{number} 0 obj\n{body}\nendobj\n")
        place += len(pieces[-1])
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    size = len(objects) + 1
    pieces.append(f"xref\n0 {size}\n0000000000 65535 f \n{table}")
    pieces.append(f"trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{place}\n%%EOF\n")
    return "".join(pieces).encode("ascii")
