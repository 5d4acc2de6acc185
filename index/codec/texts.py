"""Scenes as they were, compressed in blocks, each to be had without the others.

Zstandard (RFC 8878) at level 3 in blocks of about 8 KB, one or two scenes, with a dictionary (dictionaries.py): 0.390
bytes a byte of novels. Blocks of 64 KB would take 0.372, and five times as long to read a scene (206 µs against 42), of
which a page of results reads ten.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from fabula.index.errors import LibraryDamaged

from .checked import CheckedArray
from .container import Section
from .dictionaries import Dictionaries, dictionary_sections, joined_dictionaries

__all__ = ["TextReader", "TextWriter", "joined_texts"]

_BLOCK = 8_192
_LEVEL = 3
# Decompressed blocks kept, of 8 KB or one long scene: 2 MB. So many bombs would be more.
_KEPT = 256
_LARGEST_KEPT = 1024 * 1024
# A scene is at most one paragraph beyond 1,500 words; a file's longest line is bounded by the file. What a block claims
# to hold beyond this is a bomb.
_LARGEST_BLOCK = 300 * 1024 * 1024
# Blocks wait until there is so much of them to compress: what else is done to texts throws a dictionary's tables out of
# the processor's cache, so that block by block (or 256 KB by 256 KB) compressing takes a third longer.
_WAITING = 4 * 1024 * 1024


class TextWriter:
    """Takes scenes in order. There is no thread: segments are made by several processes side by side."""

    def __init__(self, dictionary: bytes = b"") -> None:
        """`dictionary` is what blocks have in common (dictionaries.sample_of), b"" for none."""
        self._dictionary = dictionary
        # Digested once, not for each block.
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
        if self._size >= _BLOCK:
            self._end_block()
            if self._waiting_size >= _WAITING:
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
        """All that was added, as arrays for a container. No more can be added."""
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


def joined_texts(parts: Sequence[Mapping[str, NDArray[Any]]]) -> dict[str, Section]:
    """The sections of several, one after the other; what is compressed stays so."""
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
        **joined_dictionaries(parts),
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
        self._lock = Lock()
        self._kept: OrderedDict[int, tuple[bytes, bool]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._block_of)

    def sections(self) -> dict[str, NDArray[Any]]:
        """All of it, as a TextWriter gives it."""
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

        A block is decompressed as far as the scene goes: half of it for one scene, all of it for the next.
        """
        number, start = self._block_of.item(scene), self._offsets.item(scene)
        last = scene + 1 == len(self._block_of) or self._block_of.item(scene + 1) != number
        end = None if last else self._offsets.item(scene + 1)
        with self._lock:
            block, whole = self._kept.get(number, (b"", False))
        if not whole and (end is None or len(block) < end):
            whole = end is None or bool(block)
            block = self._decompressed(number, None if whole else end)
            with self._lock:
                # A page of results often takes several scenes of one work, which are neighbours.
                if len(block) <= _LARGEST_KEPT:
                    self._kept[number] = (block, whole)
                    self._kept.move_to_end(number)
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return block[start:end]

    def _decompressed(self, number: int, most: int | None) -> bytes:
        """A block, or its first `most` bytes."""
        try:
            low, high = self._blocks.item(number), self._blocks.item(number + 1)
            decompressor = zstd.ZstdDecompressor(zstd_dict=self._dictionaries.of(number))
            limit = _LARGEST_BLOCK if most is None else min(most, _LARGEST_BLOCK)
            block = decompressor.decompress(self._text.content(low, high), limit)
        except (zstd.ZstdError, IndexError, EOFError) as error:
            raise LibraryDamaged(
                f"A block of text in the index cannot be read: {error}.", hint="Build the library anew."
            ) from error
        if not decompressor.eof if most is None else len(block) < most:
            raise LibraryDamaged(
                "A block of text in the index is not as long as the index says.", hint="Build the library anew."
            )
        return block
