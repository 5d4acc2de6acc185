"""Names a commit, so that whoever comes back to it later can tell it from every other."""

from __future__ import annotations

import hashlib
from typing import NamedTuple, Self

from fabula.index.codec.toc import Toc, encode_toc

DIGEST_BYTES = 8


class CommitName(NamedTuple):
    """The generation, and a digest of the table of contents: a library that was made anew in the same place has other
    commits of the same generations."""

    generation: int
    digest: bytes

    @classmethod
    def of(cls, toc: Toc) -> Self:
        return cls(toc.generation, hashlib.blake2b(encode_toc(toc), digest_size=DIGEST_BYTES).digest())
