"""Frames unpack to what they say and an answer may use, or to a named error."""

from __future__ import annotations

import random

import pytest

from fabula.index.budget import MAX_UNPACKED_AT_ONCE_BYTES, Budget, spending
from fabula.index.codec.frames import unpack_frame, zstd
from fabula.index.errors import QueryTooDear

MB = 1 << 20


def packed(content: bytes, level: int = 3, dictionary: bytes = b"") -> memoryview:
    shared = zstd.ZstdDict(dictionary, is_raw=True) if dictionary else None
    compressor = zstd.ZstdCompressor(level, zstd_dict=shared)
    return memoryview(compressor.compress(content, zstd.ZstdCompressor.FLUSH_FRAME))


@pytest.mark.parametrize("size", [0, 1, 8_192, 3 * MB])
@pytest.mark.parametrize("level", [1, 3, 5])
def test_what_was_packed_is_unpacked(size: int, level: int) -> None:
    """Whole or its beginning, with or without a dictionary, also where the content is longer than the window."""
    content = random.Random(size).randbytes(size // 2) * 2
    assert unpack_frame(packed(content, level), 4 * MB) == content
    assert unpack_frame(packed(content, level), 4 * MB, first=size // 3) == content[: size // 3]
    dictionary = b"what scenes have in common, again and again"
    shared = zstd.ZstdDict(dictionary, is_raw=True)
    assert unpack_frame(packed(content, level, dictionary), 4 * MB, shared) == content


def test_a_bomb_is_refused_by_its_head() -> None:
    """What a frame says is compared before anything is unpacked; one that says nothing is refused."""
    bomb = packed(bytes(64 * MB))
    assert len(bomb) < 16_384
    with pytest.raises(ValueError, match="it is too long, 67,108,864 bytes"):
        unpack_frame(bomb, MB)
    compressor = zstd.ZstdCompressor(3)
    silent = memoryview(compressor.compress(bytes(MB)) + compressor.flush())
    with pytest.raises(ValueError, match="it does not say how long it is"):
        unpack_frame(silent, 2 * MB)
    with pytest.raises(ValueError, match="it has 5 bytes, and 6 are needed"):
        unpack_frame(packed(b"abcde"), MB, first=6)


def test_an_answer_unpacks_no_more_than_it_may() -> None:
    """Each frame counts before it is unpacked, and one of extreme size is refused whatever is left."""
    frame = packed(bytes(MB))
    with spending(Budget(None, 10 * MB)):
        for _ in range(10):
            unpack_frame(frame, MB)
        with pytest.raises(QueryTooDear):
            unpack_frame(frame, MB)
    large = packed(bytes(MAX_UNPACKED_AT_ONCE_BYTES + 1))
    with spending(Budget(None)), pytest.raises(QueryTooDear):
        unpack_frame(large, 300 * MB)
    assert len(unpack_frame(large, 300 * MB)) == MAX_UNPACKED_AT_ONCE_BYTES + 1


@pytest.mark.parametrize("seed", range(200))
def test_changed_bytes_give_named_errors(seed: int) -> None:
    """A changed or cut frame is unpacked within its bound, or refused with a ValueError."""
    rng = random.Random(seed)
    frame = bytearray(packed(rng.randbytes(200) * rng.randrange(1, 400)))
    for _ in range(rng.choice([1, 1, 4])):
        # The head is where the sizes are.
        frame[rng.randrange(rng.choice([12, len(frame)]))] = rng.randrange(256)
    if rng.random() < 0.2:
        del frame[rng.randrange(len(frame)) :]
    try:
        assert len(unpack_frame(memoryview(frame), MB)) <= MB
    except ValueError as error:
        assert str(error)
