"""Splits the text of a KF8 book into its flows: the pages come first, then style sheets and drawings."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from .header import Header

_MAX_FLOWS = 1_000
_ADDRESS = re.compile(r"kindle:flow:([0-9A-V]{4})\?mime=text/css", re.IGNORECASE)


def split_flows(record: Callable[[int], bytes], header: Header, text: bytes) -> list[bytes]:
    """The flows of `text`, the pages first; only those, if there is no table of others."""
    # Some writers omit the table, and have older data at its place in the header.
    if header.flows is None or header.flows >= 0x10000:
        return [text]
    table = record(header.flows)
    if table[:4] != b"FDST" or len(table) < 20:
        return [text]
    count = min((len(table) - 12) // 8, _MAX_FLOWS, struct.unpack_from(">I", table, 8)[0] or 1)
    spans = [struct.unpack_from(">II", table, 12 + 8 * number) for number in range(count)]
    return [text[: spans[0][1]], *(text[start:end] for start, end in spans[1:])]


def sheet_number(address: str) -> int:
    """The number of the flow that is the style sheet at `address`; 0 if the address is of another kind.

    >>> sheet_number("kindle:flow:000A?mime=text/css"), sheet_number("style.css")
    (10, 0)
    """
    match = _ADDRESS.fullmatch(address.strip())
    return int(match[1], 32) if match else 0
