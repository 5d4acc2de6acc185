"""Where sentences end, well enough to cut a snippet there. A wrong cut costs beauty, never a match."""

from __future__ import annotations

import re

from ..results import Span

__all__ = ["sentences"]

# The stop (with the quotes and brackets that close after it) and the white space before the next sentence.
# Chinese and Japanese put no space there. A row of ten thousand dots is passed once, not from each of its dots anew.
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*(?=\s)|[。！？]++[\"'”’」』）]*|\n\n+")
_SPACE = re.compile(r"\s*")
_ABBREVIATIONS = frozenset(
    "mr mrs ms mme mlle m dr prof st rev hon col capt lt sgt gen maj messrs jr sr esq no vol vs etc".split()
)
_LAST_WORD = re.compile(r"([^\W_]+)[.]?$")


def sentences(text: str) -> list[Span]:
    """The sentences of `text`, in order, without the white space around them; together they hold all else."""
    found: list[Span] = []
    start = 0
    for stop in _STOP.finditer(text):
        if text[stop.start()] != "\n" and not _ends(text, stop):
            continue
        found.append(_trimmed(text, start, stop.end()))
        start = stop.end()
    found.append(_trimmed(text, start, len(text)))
    return [span for span in found if span.end > span.start]


def _ends(text: str, stop: re.Match[str]) -> bool:
    """False for the full stop of an abbreviation or an initial, and for one that goes on in lower case."""
    end = stop.end()
    following = text[end : end + 1]
    if following.isspace():
        following = text[end + 1 : end + 2]
    if following.isspace():
        space = _SPACE.match(text, end)
        following = text[space.end() : space.end() + 1] if space else ""
    # "Stop!" she cried. – the mark ends the speech, not the sentence; and ". . ." is one ellipsis.
    if following.islower() or following in (".", "…"):
        return False
    if stop[0] != ".":
        return True
    word = _LAST_WORD.search(text[max(0, stop.start() - 20) : stop.start()])
    if word is None:
        return True
    last = word[1]
    return not (last.lower() in _ABBREVIATIONS or (len(last) == 1 and last.isupper() and last != "I"))


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    if piece and not piece[0].isspace() and not piece[-1].isspace():
        return Span(start, end)
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))
