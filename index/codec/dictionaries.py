"""Dictionaries of blocks of text: a sample of the scenes, which blocks refer to instead of repeating it.

Zstandard takes any text as the dictionary of a block (RFC 8878, section 5, "raw content"). Pieces from the middle of
scenes, spread evenly, do as well as a trained dictionary, and cost nothing: 38 MB of novels in blocks of 64 KB take
0.366 bytes a byte; without a dictionary they take 0.40 even in blocks of 80 KB.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from .checked import CheckedArray
from .frames import unpack_frame
from .sized_cache import SizedCache, new_owner

# A dictionary has one character of so many of the text, as it takes room itself; within the bounds in which it pays.
_CHARS_PER_SAMPLED_CHAR = 96
_MIN_SAMPLE_CHARS = 16_000
_MAX_SAMPLE_CHARS = 400_000
# The least that Zstandard accepts.
_MIN_DICTIONARY_BYTES = 8
_PIECE_CHARS = 2_000
_LEVEL = 5
# One that claims to be larger is a bomb.
_MAX_DICTIONARY_BYTES = 4 * 1024 * 1024
# All segments share it. The largest dictionary written here has 400 KB of English; reading one again takes 0.5 ms.
_MAX_CACHED_BYTES = 64 * 1024 * 1024
# Its content, and the copy that Zstandard makes.
_MEMORY_PER_BYTE = 2

_cache = SizedCache[zstd.ZstdDict](_MAX_CACHED_BYTES)


def sample_of(texts: Sequence[str]) -> bytes:
    """A dictionary for these scenes; b"" if there is too little text."""
    size = min(sum(map(len, texts)) // _CHARS_PER_SAMPLED_CHAR, _MAX_SAMPLE_CHARS)
    if size < _MIN_SAMPLE_CHARS:
        return b""
    count = size // _PIECE_CHARS
    chosen = [texts[place * len(texts) // count] for place in range(count)]
    begins = [max(0, len(text) - _PIECE_CHARS) // 2 for text in chosen]
    pieces = [text[begin : begin + _PIECE_CHARS] for text, begin in zip(chosen, begins, strict=True)]
    sample = "".join(pieces).encode()
    return sample if len(sample) >= _MIN_DICTIONARY_BYTES else b""


def dictionary_sections(dictionary: bytes, blocks: int) -> dict[str, NDArray[Any]]:
    """The sections of one dictionary, or of none (b""), for so many blocks."""
    stored = zstd.compress(dictionary, _LEVEL) if dictionary else b""
    return {
        "text_dictionary_text": np.frombuffer(stored, np.uint8),
        "text_dictionary_offsets": np.array([0, len(stored)], np.uint32),
        "text_dictionary_blocks": np.array([0, blocks], np.uint32),
    }


def join_dictionaries(parts: Sequence[Mapping[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """The sections of several parts, whose blocks follow each other. Neighbours without a dictionary become one."""
    stored, firsts, blocks = list[bytes](), list[int](), 0
    for part in parts:
        offsets, text = part["text_dictionary_offsets"].tolist(), part["text_dictionary_text"].tobytes()
        edges = part["text_dictionary_blocks"].tolist()
        for number, first in enumerate(edges[:-1]):
            dictionary = text[offsets[number] : offsets[number + 1]]
            if edges[number + 1] > first and (dictionary or not stored or stored[-1]):
                stored.append(dictionary)
                firsts.append(blocks + first)
        blocks += edges[-1]
    if not stored:
        return dictionary_sections(b"", 0)
    return {
        "text_dictionary_text": np.frombuffer(b"".join(stored), np.uint8),
        "text_dictionary_offsets": np.cumsum([0, *map(len, stored)]).astype(np.uint32),
        "text_dictionary_blocks": np.array([*firsts, blocks], np.uint32),
    }


class Dictionaries:
    """The dictionary of each block of a segment. May be shared by threads."""

    def __init__(self, text: CheckedArray, offsets: CheckedArray, blocks: CheckedArray) -> None:
        """`text` and `offsets` are compressed strings, `blocks` the first block of each; the last is the end."""
        self._text, self._offsets, self._blocks = text, offsets, blocks
        self._owner = new_owner()

    def sections(self) -> dict[str, NDArray[Any]]:
        return {
            "text_dictionary_text": self._text.whole(),
            "text_dictionary_offsets": self._offsets.whole(),
            "text_dictionary_blocks": self._blocks.whole(),
        }

    @cached_property
    def _firsts(self) -> list[int]:
        firsts: list[int] = self._blocks.whole().tolist()
        return firsts[:-1]

    def of(self, block: int) -> zstd.ZstdDict | None:
        """The dictionary of a block, None if it has none. Raises LibraryDamaged."""
        number = max(0, bisect_right(self._firsts, block) - 1)
        key = (self._owner, number)
        dictionary = _cache.get(key)
        if dictionary is None and (frame := self._frame(number)):
            dictionary = self._unpacked(frame)
            _cache.put(key, dictionary, _MEMORY_PER_BYTE * len(dictionary.dict_content))
        return dictionary

    def _frame(self, number: int) -> memoryview:
        return self._text.piece(self._offsets.item(number), self._offsets.item(number + 1))

    def _unpacked(self, frame: memoryview) -> zstd.ZstdDict:
        try:
            return zstd.ZstdDict(unpack_frame(frame, _MAX_DICTIONARY_BYTES), is_raw=True)
        except ValueError as error:
            raise self._text.damage(f"a dictionary of its text cannot be read ({error})") from error
