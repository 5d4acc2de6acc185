"""Rich text to tokens: Microsoft's specification 1.9.1, "Conventions of an RTF reader"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

__all__ = ["Token", "What", "tokens"]


class What(Enum):
    OPEN = "{"
    CLOSE = "}"
    WORD = "word"
    BYTE = "byte"
    TEXT = "text"


class Token(NamedTuple):
    """value: a control word or symbol, or text as Latin-1. number: of a word, or the byte; None for a word alone."""

    what: What
    value: str = ""
    number: int | None = None


_TOKEN = re.compile(
    r"\\(?:'(?P<byte>[0-9a-fA-F]{2})|(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})?[ ]?|(?P<symbol>[^a-zA-Z]))"
    r"|(?P<open>\{)|(?P<close>\})|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of an RTF file, read as Latin-1. Binary data is passed over."""
    position = 0
    while match := _TOKEN.match(text, position):
        position = match.end()
        kind = match.lastgroup
        if kind == "text":
            yield Token(What.TEXT, match[0])
        elif kind in ("word", "number"):
            number = int(match["number"]) if match["number"] else None
            if match["word"] == "bin":
                position += max(0, number or 0)
            else:
                yield Token(What.WORD, match["word"], number)
        elif kind == "byte":
            yield Token(What.BYTE, "", int(match["byte"], 16))
        elif kind == "symbol":
            yield Token(What.WORD, match["symbol"])
        elif kind == "open":
            yield Token(What.OPEN)
        elif kind == "close":
            yield Token(What.CLOSE)
