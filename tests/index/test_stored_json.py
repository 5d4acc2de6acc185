"""JSON of a library is parsed in bounded memory, and every value in it can be encoded and compared."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.stored_json import join_pieces, parse_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.booleans())
def test_what_was_written_comes_back(value: Any, is_ascii: bool) -> None:
    """Any value, escaped or not."""
    assert parse_json(json.dumps(value, ensure_ascii=is_ascii).encode()) == value


@given(st.binary() | st.text(st.sampled_from('[]{}",:\\u0d8e1.-+ NaInfity')).map(str.encode))
def test_anything_else_is_a_value_error(content: bytes) -> None:
    """No other error, whatever the bytes."""
    try:
        parse_json(content)
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5_000,
        b"NaN",
        b"[-Infinity]",
        '"ferry"'.encode("utf-16"),
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        b"",
    ],
    ids=["lists", "objects", "digits", "NaN", "infinity", "UTF-16", "no UTF-8", "byte order mark", "nothing"],
)
def test_hostile_json_is_refused(content: bytes) -> None:
    """Deep nesting, numbers without end, and what is no JSON in UTF-8."""
    with pytest.raises(ValueError, match=r"."):
        parse_json(content)


@pytest.mark.parametrize("content", [b"[" + b"[]," * 20_000_000 + b"[]]", b"[" + b'{"a":1},' * 2_000_000 + b"{}]"])
def test_what_would_fill_the_memory_is_refused_first(content: bytes) -> None:
    """60 MB of empty lists would be 1.4 GB; nothing is parsed to know that."""
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="memory"):
            parse_json(content)
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (rb'"She \ud83d left."', "She \ufffd left."),
        (b'"She \xed\xa0\xbd left."', "She \ufffd left."),
        (rb'"\ud83d\ude00"', "\U0001f600"),
        (rb'{"\udc00": ["\ud800"]}', {"\ufffd": ["\ufffd"]}),
        ('"한국"'.encode(), "한국"),
    ],
)
def test_lone_surrogates_are_mended(content: bytes, value: Any) -> None:
    """Escaped or encoded, in keys, too; pairs and other letters stay."""
    assert parse_json(content) == value


@pytest.mark.parametrize("piece", [b" " * (1 << 20), b"[]," * 300_000, "\U0001f600".encode() * 200_000])
def test_pieces_end_as_soon_as_they_are_too_much(piece: bytes) -> None:
    """Less than 200 MB are taken of a document without end; a whole one is joined."""
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += len(piece)
            yield piece

    with pytest.raises(ValueError, match="memory"):
        join_pieces(endless())
    assert taken < 200 << 20
    assert join_pieces([b"[1,", b"2]"]) == b"[1,2]"


@pytest.mark.parametrize("end", ["]", ""])
def test_the_collector_runs_on_after_a_large_document(end: str) -> None:
    """It rests while millions of values are made, also where the document turns out to be none."""
    document = "[" + ",".join(["[]"] * 1_500_000) + end
    if end:
        assert len(parse_json(document)) == 1_500_000
    else:
        with pytest.raises(ValueError):
            parse_json(document)
    assert gc.isenabled()
