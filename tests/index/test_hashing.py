"""The two forms of the hash agree with hashlib."""

from __future__ import annotations

import hashlib

import pytest

from fabula.index.hashing import hash_hex, hash_pair


@pytest.mark.parametrize("content", [b"", b"a", b"The lamp was lit." * 1000])
def test_both_forms_are_blake2b(content: bytes) -> None:
    """Two little-endian numbers, and the same numbers in hexadecimal."""
    digest = hashlib.blake2b(content, digest_size=16).digest()
    high, low = hash_pair(content)
    assert high.to_bytes(8, "little") + low.to_bytes(8, "little") == digest
    assert hash_hex(content) == f"{high:016x}{low:016x}"
