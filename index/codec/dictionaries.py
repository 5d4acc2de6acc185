"""What blocks of text have in common, so that none has to say it again: a sample of the scenes that they hold.

Zstandard takes any text as the dictionary of a block (RFC 8878, section 5, "raw content"): what is in both is told by
its place. Pieces from the middle of scenes, spread evenly, do as well as a dictionary that is trained on them, for
nothing: 38 MB of novels in blocks of 64 KB take 0.366 bytes a byte, without 0.40 even in blocks of 80 KB.
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

__all__ = ["Dictionaries", "dictionary_sections", "joined_dictionaries", "sample_of"]

# Letters of a dictionary: a share of the text, as it takes room itself; as many as it pays for at least and at most.
_SHARE = 96
_LEAST = 16_000
_MOST = 400_000
# Bytes that Zstandard wants of one at least.
_SHORTEST = 8
# Letters from one scene.
_PIECE = 2_000
_LEVEL = 5
# What one claims to hold beyond this is a bomb.
_LARGEST = 4 * 1024 * 1024


def sample_of(texts: Sequence[str]) -> bytes:
    """A dictionary for these scenes; b"" if there is too little of them."""
    size = min(sum(map(len, texts)) // _SHARE, _MOST)
    if size < _LEAST:
        return b""
    count = size // _PIECE
    chosen = [texts[place * len(texts) // count] for place in range(count)]
    begins = [max(0, len(text) - _PIECE) // 2 for text in chosen]
    pieces = [text[begin : begin + _PIECE] for text, begin in zip(chosen, begins, strict=True)]
    sample = "".join(pieces).encode("utf-8", "surrogatepass")
    return sample if len(sample) >= _SHORTEST else b""


def dictionary_sections(dictionary: bytes, blocks: int) -> dict[str, NDArray[Any]]:
    """The sections of one dictionary, or none (b""), that serves so many blocks."""
    stored = zstd.compress(dictionary, _LEVEL) if dictionary else b""
    return {
        "text_dictionary_text": np.frombuffer(stored, np.uint8),
        "text_dictionary_offsets": np.array([0, len(stored)], np.uint32),
        "text_dictionary_blocks": np.array([0, blocks], np.uint32),
    }


def joined_dictionaries(parts: Sequence[Mapping[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """The sections of several, for the blocks of one after the other; neighbours that have none are one."""
    stored, firsts, blocks = list[bytes](), list[int](), 0
    for part in parts:
        offsets, text = part["text_dictionary_offsets"].tolist(), part["text_dictionary_text"].tobytes()
        edges = part["text_dictionary_blocks"].tolist()
        for number, first in enumerate(edges[:-1]):
            own = text[offsets[number] : offsets[number + 1]]
            if edges[number + 1] > first and (own or not stored or stored[-1]):
                stored.append(own)
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
        """Strings, compressed, and the first block of each; the last is the end. None are longer than `_LARGEST`."""
        self._text, self._offsets, self._blocks = text, offsets, blocks
        self._known: dict[int, zstd.ZstdDict | None] = {}

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
        """That of a block, None if it has none. Raises LibraryDamaged."""
        number = max(0, bisect_right(self._firsts, block) - 1)
        if number not in self._known:
            self._known[number] = self._opened(number)
        return self._known[number]

    def _opened(self, number: int) -> zstd.ZstdDict | None:
        low, high = self._offsets.item(number), self._offsets.item(number + 1)
        if low == high:
            return None
        decompressor = zstd.ZstdDecompressor()
        try:
            content = decompressor.decompress(self._text.content(low, high), _LARGEST)
            if not decompressor.eof:
                raise ValueError("it is too long")
            return zstd.ZstdDict(content, is_raw=True)
        except (zstd.ZstdError, ValueError, EOFError) as error:
            raise self._text.damage(f"a dictionary of its text cannot be read ({error})") from error
