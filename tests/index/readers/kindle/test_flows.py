"""The flows of a KF8 book, and addresses of style sheets among them."""

from __future__ import annotations

import struct

from fabula.index.readers.kindle.flows import sheet_number, split_flows
from fabula.index.readers.kindle.header import Header


def table(*ends: int) -> bytes:
    spans = b"".join(struct.pack(">II", start, end) for start, end in zip((0, *ends), ends, strict=False))
    return b"FDST" + struct.pack(">II", 12, len(ends)) + spans


def test_flows_are_the_pages_and_what_follows_them() -> None:
    """The table says where each ends."""
    header = Header(1, 10, 1, version=8, flows=3)
    assert split_flows(lambda number: {3: table(4, 7)}[number], header, b"pagecss") == [b"page", b"css"]


def test_a_book_without_a_table_is_pages() -> None:
    """Also with a table that is none, or older data at its place."""
    assert split_flows(lambda _: b"", Header(1, 4, 1, version=8), b"page") == [b"page"]
    assert split_flows(lambda _: b"junk", Header(1, 4, 1, version=8, flows=3), b"page") == [b"page"]
    assert split_flows(lambda _: b"", Header(1, 4, 1, version=8, flows=0x10000), b"page") == [b"page"]


def test_addresses_count_in_base_32() -> None:
    """As those of Kindle's other resources."""
    assert [sheet_number(f"kindle:flow:{number}?mime=text/css") for number in ("0001", "000V", "0010")] == [1, 31, 32]
    assert sheet_number("kindle:flow:0001?mime=image/svg+xml") == 0
    assert sheet_number("style.css") == 0
