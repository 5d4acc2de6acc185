"""Compresses scenes in blocks, so that each can be read without the others.

Zstandard (RFC 8878) at level 3 in blocks of about 8 KB, one or two scenes, with a dictionary (dictionaries.py): 0.390
bytes a byte of novels. Blocks of 64 KB would take 0.372, but reading a scene would take five times as long (206 µs
against 42), and a page of results reads ten.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from .checked import CheckedArray
from .container import Section
from .dictionaries import Dictionaries, dictionary_sections, join_dictionaries
from .frames import unpack_frame
from .sized_cache import SizedCache, new_owner

_BLOCK_BYTES = 8_192
_LEVEL = 3
# Decompressed blocks of all segments, of 8 KB or one long scene: those of a few pages of results.
_MAX_CACHED_BYTES = 16 * 1024 * 1024
# A word that is longer than a scene is a scene by itself, and a word is at most a file. A block that claims to hold
# more than this is a bomb. One answer may unpack less (index/budget.py).
_MAX_BLOCK_BYTES = 300 * 1024 * 1024
# Blocks are compressed when there is so much of them: other work on texts throws the tables of the dictionary out of
# the processor's cache, so that compressing block by block (or 256 KB by 256 KB) takes a third longer.
_COMPRESSED_AT_ONCE_BYTES = 4 * 1024 * 1024

# A block, or the beginning of it, and whether it is whole.
_cache = SizedCache[tuple[bytes, bool]](_MAX_CACHED_BYTES)


class TextWriter:
    """Takes scenes in order. It starts no thread, as several processes write segments side by side."""

    def __init__(self, dictionary: bytes = b"") -> None:
        """`dictionary` is a sample of the scenes (dictionaries.sample_of), b"" for none."""
        self._dictionary = dictionary
        # Digested once, and not for each block.
        shared = zstd.ZstdDict(dictionary, is_raw=True).as_digested_dict if dictionary else None
        self._compressor = zstd.ZstdCompressor(_LEVEL, zstd_dict=shared)
        self._pending: list[bytes] = []
        self._size = 0
        self._waiting: list[bytes] = []
        self._waiting_size = 0
        self._blocks: list[bytes] = []
        self._block_of: list[int] = []
        self._offsets: list[int] = []

    def add(self, *pieces: bytes) -> None:
        """Add a scene, the pieces one after the other."""
        self._block_of.append(len(self._blocks) + len(self._waiting))
        self._offsets.append(self._size)
        self._pending += pieces
        self._size += sum(map(len, pieces))
        if self._size >= _BLOCK_BYTES:
            self._end_block()
            if self._waiting_size >= _COMPRESSED_AT_ONCE_BYTES:
                self._compress()

    def _end_block(self) -> None:
        self._waiting.append(b"".join(self._pending))
        self._waiting_size += self._size
        self._pending, self._size = [], 0

    def _compress(self) -> None:
        compressor = self._compressor
        self._blocks += [compressor.compress(block, zstd.ZstdCompressor.FLUSH_FRAME) for block in self._waiting]
        self._waiting, self._waiting_size = [], 0

    def sections(self) -> dict[str, NDArray[Any]]:
        """All that was added, as sections of a container. No more can be added."""
        if self._pending:
            self._end_block()
        self._compress()
        return {
            "text": np.frombuffer(b"".join(self._blocks), np.uint8),
            "text_blocks": np.cumsum([0, *map(len, self._blocks)]).astype(np.uint64),
            "text_block_of": np.array(self._block_of, np.uint32),
            "text_offsets": np.array(self._offsets, np.uint32),
            **dictionary_sections(self._dictionary, len(self._blocks)),
        }


def join_texts(parts: Sequence[Mapping[str, NDArray[Any]]]) -> dict[str, Section]:
    """The sections of several parts, one after the other. Blocks stay compressed."""
    sizes = [int(part["text_blocks"][-1]) for part in parts]
    counts = [len(part["text_blocks"]) - 1 for part in parts]
    before = np.cumsum([0, *sizes]).astype(np.uint64)
    blocks_before = np.cumsum([0, *counts]).astype(np.uint32)
    starts = [part["text_blocks"][:-1] + at for part, at in zip(parts, before, strict=False)]
    block_of = [part["text_block_of"] + at for part, at in zip(parts, blocks_before, strict=False)]
    return {
        "text": [part["text"] for part in parts],
        "text_blocks": np.concatenate([*starts, before[-1:]]),
        "text_block_of": np.concatenate(block_of),
        "text_offsets": np.concatenate([part["text_offsets"] for part in parts]),
        **join_dictionaries(parts),
    }


class TextReader:
    """Reads scenes by number. May be shared by threads."""

    def __init__(
        self,
        text: CheckedArray,
        blocks: CheckedArray,
        block_of: CheckedArray,
        offsets: CheckedArray,
        dictionaries: Dictionaries,
    ) -> None:
        self._text, self._blocks, self._block_of, self._offsets = text, blocks, block_of, offsets
        self._dictionaries = dictionaries
        self._owner = new_owner()

    def __len__(self) -> int:
        return len(self._block_of)

    def sections(self) -> dict[str, NDArray[Any]]:
        """All sections, as a TextWriter gives them."""
        return {
            "text": self._text.whole(),
            "text_blocks": self._blocks.whole(),
            "text_block_of": self._block_of.whole(),
            "text_offsets": self._offsets.whole(),
            **self._dictionaries.sections(),
        }

    def dictionary(self) -> bytes:
        """The dictionary of the first block; b"" if it has none. Raises LibraryDamaged."""
        first = self._dictionaries.of(0)
        return first.dict_content if first is not None else b""

    def read(self, scene: int) -> bytes:
        """Raises LibraryDamaged if the block cannot be decompressed.

        A block is decompressed up to the end of the scene, and wholly if another scene of it is asked for.
        """
        number = self._block_of.item(scene)
        place = self._place(scene, number)
        return self._block(number, place.stop)[place]

    def read_each(self, scenes: Iterable[int]) -> Iterator[bytes]:
        """As `read`, of ascending scenes. Each block is decompressed once, which takes half the time if all are read.

        Scenes are taken from `scenes` until the block of one is another.
        """
        for number, neighbours in groupby(scenes, self._block_of.item):
            places = [self._place(scene, number) for scene in neighbours]
            block = self._block(number, places[-1].stop)
            yield from map(block.__getitem__, places)

    def _place(self, scene: int, number: int) -> slice:
        """Where in block `number` the scene is; its end is None if it is the last."""
        is_last = scene + 1 == len(self._block_of) or self._block_of.item(scene + 1) != number
        return slice(self._offsets.item(scene), None if is_last else self._offsets.item(scene + 1))

    def _block(self, number: int, end: int | None) -> bytes:
        """A block, at least up to `end`; None for all of it."""
        key = (self._owner, number)
        # A page of results often takes several scenes of one work, which are neighbours.
        block, is_whole = _cache.get(key) or (b"", False)
        if not is_whole and (end is None or len(block) < end):
            is_whole = end is None or bool(block)
            block = self._decompress(number, None if is_whole else end)
            _cache.put(key, (block, is_whole), len(block))
        return block

    def _decompress(self, number: int, size: int | None) -> bytes:
        """A block, or its first `size` bytes."""
        try:
            frame = self._text.piece(self._blocks.item(number), self._blocks.item(number + 1))
            return unpack_frame(frame, _MAX_BLOCK_BYTES, self._dictionaries.of(number), size)
        except ValueError as error:
            raise self._text.damage(f"a block of its text cannot be read ({error})") from error
