"""Sketches: a few numbers for a text, of which near-duplicates share most.

Every run of six words (a shingle) has a hash; the hashes below a limit are kept, one in 32. Which are kept depends on
the words alone, so the share of numbers that two texts have in common is about that of their shingles (Broder, "On the
resemblance and containment of documents", 1997; his "modulo" sample).
"""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

import numpy as np

from fabula.index.array_types import I64, U32
from .tokens import encode_words

SHINGLE = 6
# One in 32: a scene of 500 words has some sixteen numbers, which take two hundredths of a byte a byte of text.
_HASH_LIMIT = np.uint32(1 << 27)
# Odd factors, so that different hashes stay different.
_TWO, _FOUR, _SIX, _LAST = (np.uint32(n) for n in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F))


def word_hashes(words: Iterable[str]) -> U32:
    """U32[words]: a hash of each word, the same on every machine."""
    return np.fromiter(map(crc32, encode_words(words)), np.uint32)


def sketch(hashes: U32, edges: I64) -> tuple[U32, I64]:
    """The numbers of each scene, ascending and distinct, scene after scene; and I64[scenes], how many each scene has.

    hashes  U32[tokens]      the hashes of the words, scene after scene.
    edges   I64[scenes + 1]  where each scene begins; the last is the end.

    No shingle reaches from one scene into the next.
    """
    scenes = len(edges) - 1
    if len(hashes) < SHINGLE:
        return np.empty(0, np.uint32), np.zeros(scenes, np.int64)
    pairs = hashes[:-1] * _TWO + hashes[1:]
    fours = pairs[:-2] * _FOUR + pairs[2:]
    shingles = (fours[:-2] * _SIX + pairs[4:]) * _LAST
    # The highest bits of a product depend on all lower bits, the lowest do not.
    shingles ^= shingles >> np.uint32(15)
    shingles *= _TWO
    places = np.flatnonzero(shingles < _HASH_LIMIT)
    scene = np.searchsorted(edges, places, side="right") - 1
    whole = places + SHINGLE <= edges[scene + 1]
    keys = np.sort(scene[whole].astype(np.uint64) << np.uint64(32) | shingles[places[whole]])
    keys = keys[np.flatnonzero(np.concatenate([np.ones(min(1, len(keys)), bool), keys[1:] != keys[:-1]]))]
    return keys.astype(np.uint32), np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=scenes)
