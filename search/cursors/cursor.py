"""The text of a cursor: a commit, a question, and how many items of the answer came before."""

from __future__ import annotations

import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple, Self

from fabula.index.errors import OptionError
from fabula.index.store.commit_name import DIGEST_BYTES, CommitName
from .question import QUESTION_BYTES

_VERSION = 1
# 27 bytes are 36 letters without padding; the version makes "A" the first, so that no command takes it for an option.
_LAYOUT = struct.Struct(f">BQ{DIGEST_BYTES}s{QUESTION_BYTES}sI")
_LETTERS = re.compile("[A-Za-z0-9_-]{36}")
_MAX_SHOWN_CHARS = 40
MAX_OFFSET = (1 << 32) - 1


class Cursor(NamedTuple):
    """Item `offset`, from 0, of the answer to a question over a commit.

    >>> Cursor.decode(Cursor(CommitName(7, b"8 bytes."), b"sixsix", 20).encode()).offset
    20
    """

    commit: CommitName
    question: bytes
    offset: int

    def encode(self) -> str:
        """36 letters, digits, "-" and "_"."""
        packed = _LAYOUT.pack(_VERSION, self.commit.generation, self.commit.digest, self.question, self.offset)
        return urlsafe_b64encode(packed).decode("ascii")

    @classmethod
    def decode(cls, text: str) -> Self:
        """Raises OptionError for what is no cursor, whatever it is."""
        if _LETTERS.fullmatch(text):
            version, generation, digest, question, offset = _LAYOUT.unpack(urlsafe_b64decode(text))
            if version == _VERSION:
                return cls(CommitName(generation, digest), question, offset)
        raise OptionError(
            f'"{text[:_MAX_SHOWN_CHARS]}" is no cursor.', hint="Use the cursor that the page before was answered with."
        )
