"""The words of plain text, Markdown, Org, AsciiDoc and JSON Lines: the decoded bytes, less the plainest markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from fabula.index.model import without_lone_surrogates
from .decoding import decodings
from .markup import page_text

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?', re.DOTALL)
# A block as `fabula export` writes it: ["paragraph", "She left."]
_BLOCK_KIND = re.compile(r'\[\s*"(?:heading|paragraph|verse|break|note|illustration)"\s*,')
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": " ", "r": " ", "b": " ", "f": " "}


def plain_text(data: bytes) -> Iterator[str]:
    """All of it."""
    return decodings(data)


def marked_text(data: bytes) -> Iterator[str]:
    """Without the tags of HTML, which Markdown may hold."""
    return map(page_text, decodings(data))


def json_text(data: bytes) -> Iterator[str]:
    """The strings that are no keys and no kinds of blocks, whatever their keys are."""
    for text in islice(decodings(data), 1):
        text = _BLOCK_KIND.sub("[", text)
        strings = (_unescaped(match[1]) for match in _STRING.finditer(text) if not match[2])
        yield page_text("\n".join(strings))


def _unescaped(string: str) -> str:
    if "\\" not in string:
        return string
    string = _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else _ESCAPED.get(match[2], match[2]), string)
    return without_lone_surrogates(string)
