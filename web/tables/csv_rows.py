r"""Tables as CSV: RFC 4180, but with line feeds, in UTF-8, safe to open in a spreadsheet.

Titles and tags are other people's text. A cell that a spreadsheet would take for a formula gets a "'" before it, as
OWASP recommends ("CSV Injection"); so does one that begins with "'", so that `read_cell` gives every text back. A list
is joined by "; "; a ";" or "\" within a value has a "\" before it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

# With their wide forms, which some spreadsheets take for the same.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LINE_END = "\r\n"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PART = re.compile(r"(?:[^;\\]|\\.)*", re.DOTALL)


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The head and each row, with its line end, as they are asked for.

    A row may have other keys, too, and needs not have all columns.
    """
    buffer = io.StringIO()
    # With another line end the writer would leave a "\r" in a cell without quotes.
    writer = csv.writer(buffer, lineterminator=_LINE_END)
    for cells in chain([[*columns]], ([write_cell(row.get(name)) for name in columns] for row in rows)):
        writer.writerow(cells)
        yield buffer.getvalue().removesuffix(_LINE_END) + "\n"
        buffer.seek(0)
        buffer.truncate()


def write_cell(value: object) -> str:
    """The text of a cell: "" for None, "yes" and "no" for a truth value.

    >>> write_cell(("Hurt/Comfort", "AU; Coffee")), write_cell("=1+1"), write_cell(True), write_cell(1200)
    ('Hurt/Comfort; AU\\\\; Coffee', "'=1+1", 'yes', '1200')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    text = "; ".join(map(_escaped, value)) if isinstance(value, tuple | list) else str(value)
    return f"'{text}" if text.startswith((*_FORMULA_STARTS, "'")) else text


def read_cell(cell: str) -> str:
    """The text that `write_cell` wrote."""
    return cell.removeprefix("'")


def read_list(cell: str) -> tuple[str, ...]:
    r"""The list that `write_cell` wrote; values that are empty are lost.

    >>> read_list(r"Hurt/Comfort; AU\; Coffee")
    ('Hurt/Comfort', 'AU; Coffee')
    """
    text, values, at = read_cell(cell), [], 0
    while at < len(text):
        match = _PART.match(text, at)
        part = match[0] if match else ""
        values.append(_ESCAPED.sub(r"\1", part))
        at += len(part) + len("; ")
    return tuple(filter(None, values))


def _escaped(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace(";", "\\;")
