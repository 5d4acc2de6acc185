"""Parses JSON of a file that anybody may have made, in bounded memory. shapes.py says what may be in it."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable
from typing import Any, Never

from .model import without_lone_surrogates

# What CPython 3.11 takes for the smallest list, for a dict of one to five keys, and for a short string and its place in
# what holds it: 64 MB of "[]," would make 1.4 GB.
_BYTES_PER_SIGN = {b"[": 64, b"{": 240, b",": 70}
# The text is there twice while it is parsed. One letter beyond U+FFFF makes four bytes of each.
_ASCII_COPIES, _COPIES = 2, 5
# The report of a run that added a quarter of a million works comes to this.
_MAX_PARSED_BYTES = 300 << 20
# Nothing is denser than "{},": what is no longer than this never takes so much.
_ALWAYS_SMALL_BYTES = _MAX_PARSED_BYTES // (_COPIES + (240 + 70) // 3 + 1)
# A document is measured in pieces of this size.
PIECE_BYTES = 1 << 20
# The garbage collector rests while more than this is parsed. It would look through millions of new values again and
# again: two thirds of the time for 900 kB of "[],", which a repair parses eleven times as the record of a work.
_LONG_CHARS = 1 << 16


def parse_json(content: str | bytes) -> Any:
    """The value in `content`: RFC 8259 in UTF-8. Half a surrogate pair becomes U+FFFD, as in all texts of a library.

    Raises ValueError for anything else, for what would take too much memory, and for what is nested too deep.
    """
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    if len(content) > _ALWAYS_SMALL_BYTES:
        measure = _Measure()
        for begin in range(0, len(content), PIECE_BYTES):
            measure.add(content[begin : begin + PIECE_BYTES])
    try:
        # json.loads would take UTF-16 and UTF-32, too, if it were given bytes.
        text = content.decode("utf-8", "surrogatepass")
        plain = _parsed(text)
        # No encoded surrogate does without one of these; a record of a work, in UTF-8, has neither.
        if b"\\u" in content or b"\xed" in content:
            plain = _mended(plain)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    return plain


def _parsed(text: str) -> Any:
    if text.startswith("\ufeff"):
        raise ValueError("it begins with a byte order mark")
    is_paused = len(text) > _LONG_CHARS and gc.isenabled()
    if is_paused:
        gc.disable()
    try:
        return _decode(text)
    finally:
        # Threads that parse at once may turn it on early; the last one never leaves it off.
        if is_paused:
            gc.enable()


def join_pieces(pieces: Iterable[bytes]) -> bytes:
    """The document that comes in these pieces, say while it is unpacked.

    Raises ValueError as soon as it would take too much memory, so that not all of it has to come.
    """
    measure, joined = _Measure(), bytearray()
    for piece in pieces:
        measure.add(piece)
        joined += piece
    return bytes(joined)


class _Measure:
    """Estimates the memory that a document takes while it is parsed."""

    def __init__(self) -> None:
        self._length = self._values = 0
        self._copies = _ASCII_COPIES

    def add(self, piece: bytes) -> None:
        """Raises ValueError if it is too much."""
        self._length += len(piece)
        self._values += sum(piece.count(sign) * cost for sign, cost in _BYTES_PER_SIGN.items())
        if not piece.isascii():
            self._copies = _COPIES
        if self._length * self._copies + self._values > _MAX_PARSED_BYTES:
            raise ValueError(f"its values would take more than {_MAX_PARSED_BYTES:,} bytes of memory")


def _refuse_constant(name: str) -> Never:
    """NaN and infinities, which JSON does not have, and which no later comparison would catch."""
    raise ValueError(f"{name} is no number of JSON")


# json.loads would make a decoder for each document, which takes as long as to parse the head of a scene.
_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return without_lone_surrogates(value) if not value.isascii() else value
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {_mended(key): _mended(item) for key, item in value.items()}
    return value
