"""Words of a text as numbers, without a Python object for each.

A word is known by its first sixteen bytes, which go into one number; arrays of such numbers are sorted and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import numpy as np

from fabula.index.array_types import I64, U8, Mask

KEY_BYTES = 16
"""A text ends with so many bytes that are in no word."""
# Masks that keep the bytes of a word of n bytes in its first and in its second eight.
_KEEP_LOW = np.array([(1 << (8 * min(n, 8))) - 1 for n in range(KEY_BYTES + 1)], np.uint64)
_KEEP_HIGH = np.array([(1 << (8 * max(n - 8, 0))) - 1 for n in range(KEY_BYTES + 1)], np.uint64)
# Odd, so that no two words of eight bytes have one key.
_MULTIPLY_LOW, _MULTIPLY_HIGH = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
# Bits that tell most words from a few thousand others.
_HASH_BITS = 16
# 0 for the ASCII characters that are in no word.
_LETTERS = bytes(code if code > 127 or chr(code).isalnum() or code == ord("_") else 0 for code in range(256))
# The first bytes of the marks of Latin-1 and of General Punctuation, in UTF-8.
_LATIN_MARKS, _PUNCTUATION = 0xC2, (0xE2, 0x80)


def word_keys(text: U8, begins: I64, lengths: I64) -> I64:
    """int64[n]: a number for each word, which begins at a place of `text`, uint8[m], and has a length in bytes."""
    lengths = np.minimum(lengths, KEY_BYTES)
    eights = np.ndarray((len(text) - 7,), np.dtype("<u8"), text, strides=(1,))
    keys = (eights[begins] & _KEEP_LOW[lengths]) * _MULTIPLY_LOW
    is_long = np.flatnonzero(lengths > KEY_BYTES // 2)
    keys[is_long] ^= (eights[begins[is_long] + KEY_BYTES // 2] & _KEEP_HIGH[lengths[is_long]]) * _MULTIPLY_HIGH
    return keys.view(np.int64)


def counts_in(text: str, words: Collection[str]) -> Counter[str]:
    """How often each of the words stands in the text as it is written, by its first sixteen bytes.

    >>> counts_in("She saw a rose. “Rose—” a rose!", ["rose", "saw", "he"]) == {"rose": 2, "saw": 1}
    True
    """
    ordered = sorted(word for word in words if word.isalnum())
    own = _keys_of(" ".join(ordered))
    if len(own) != len(ordered):
        # "Nº" is no word here.
        ordered = [word for word in ordered if len(_keys_of(word)) == 1]
        own = _keys_of(" ".join(ordered))
    if not ordered:
        return Counter()
    order = np.argsort(own)
    keys = _keys_of(text)
    # Most words are none of these, which their last bits tell.
    may_be_one = np.zeros(1 << _HASH_BITS, bool)
    may_be_one[_hashed(own)] = True
    keys = keys[may_be_one[_hashed(keys)]]
    places = np.minimum(np.searchsorted(own, keys, sorter=order), len(own) - 1)
    found = np.bincount(order[places[own[order[places]] == keys]], minlength=len(own))
    return Counter({ordered[place]: int(found[place]) for place in np.flatnonzero(found).tolist()})


def _hashed(keys: I64) -> I64:
    """int64[n]: some bits of each key, on which all of its word have a part."""
    return (keys >> (64 - _HASH_BITS)) & ((1 << _HASH_BITS) - 1)


def _keys_of(text: str) -> I64:
    """int64[n]: those of all words of a text, in order."""
    encoded = text.encode("utf-8", "surrogatepass").translate(_LETTERS)
    letters = np.zeros(len(encoded) + 1 + KEY_BYTES, np.uint8)
    letters[1 : len(encoded) + 1] = np.frombuffer(encoded, np.uint8)
    if not text.isascii():
        for first, width in ((letters == _LATIN_MARKS, 2), (_are_punctuation(letters), 3)):
            places = np.flatnonzero(first)
            for offset in range(width):
                letters[places + offset] = 0
    edges = np.flatnonzero(np.diff(letters != 0)) + 1
    return word_keys(letters, edges[::2], edges[1::2] - edges[::2])


def _are_punctuation(letters: U8) -> Mask:
    first, second = _PUNCTUATION
    found: Mask = letters == first
    found[:-1] &= letters[1:] == second
    return found
