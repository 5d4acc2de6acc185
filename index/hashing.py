"""BLAKE2b of 128 bits, as two numbers and as text."""

from __future__ import annotations

import hashlib
import struct

_PAIR = struct.Struct("<QQ")


def hash_pair(content: bytes) -> tuple[int, int]:
    """Two numbers below 2**64: the hash of `content`."""
    high, low = _PAIR.unpack(hashlib.blake2b(content, digest_size=16).digest())
    return high, low


def hash_hex(content: bytes) -> str:
    """The numbers of `hash_pair` as 32 hexadecimal digits."""
    return "{:016x}{:016x}".format(*hash_pair(content))
