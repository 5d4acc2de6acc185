"""Splits rich text into tokens: Microsoft's specification 1.9.1, "Conventions of an RTF reader"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple


class TokenKind(Enum):
    OPEN = "{"
    CLOSE = "}"
    WORD = "word"
    BYTE = "byte"
    TEXT = "text"


class Token(NamedTuple):
    """value: a control word or symbol, or text in Latin-1. number: of a word, or a byte; None for a word without."""

    kind: TokenKind
    value: str = ""
    number: int | None = None


_TOKEN = re.compile(
    r"\\(?:'(?P<byte>[0-9a-fA-F]{2})|(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})?[ ]?|(?P<symbol>[^a-zA-Z]))"
    r"|(?P<open>\{)|(?P<close>\})|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of an RTF file, decoded as Latin-1. Skips binary data."""
    position = 0
    while match := _TOKEN.match(text, position):
        position = match.end()
        kind = match.lastgroup
        if kind == "text":
            yield Token(TokenKind.TEXT, match[0])
        elif kind in ("word", "number"):
            number = int(match["number"]) if match["number"] else None
            if match["word"] == "bin":
                position += max(0, number or 0)
            else:
                yield Token(TokenKind.WORD, match["word"], number)
        elif kind == "byte":
            yield Token(TokenKind.BYTE, "", int(match["byte"], 16))
        elif kind == "symbol":
            yield Token(TokenKind.WORD, match["symbol"])
        elif kind == "open":
            yield Token(TokenKind.OPEN)
        elif kind == "close":
            yield Token(TokenKind.CLOSE)
