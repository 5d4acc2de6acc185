"""Finds sentence ends, well enough to cut a snippet there. A wrong cut costs beauty, never a match."""

from __future__ import annotations

import re

from fabula.search.results import Span

# A stop with the quotes and brackets that close after it; a group is set if white space follows (Chinese and Japanese
# need none). Without it the match still takes the whole row: ten thousand dots are passed once, not from each dot anew.
# The pattern begins with a set of characters, as `re` then skips to the first of them: 20 µs a KB, not 60.
_STOP = re.compile(
    r"[.!?…。！？\n](?:(?<=[.!?…])[.!?…]*+[\"'”’»)\]]*+(?=(\s)?)|(?<=[。！？])[。！？]*+[\"'”’」』）]*+()|(?<=\n)\n++())"
)
_SPACE = re.compile(r"\s*")
_ABBREVIATIONS = frozenset(
    "mr mrs ms mme mlle m dr prof st rev hon col capt lt sgt gen maj messrs jr sr esq no vol vs etc".split()
)
_LAST_WORD = re.compile(r"([^\W_]+)[.]?$")


def sentences(text: str) -> list[Span]:
    """The sentences of `text`, in order, without the white space around them; together they have all the rest."""
    spans: list[Span] = []
    start = 0
    for stop in _STOP.finditer(text):
        at, end = stop.span()
        if stop.lastindex and (text[at] == "\n" or _ends_sentence(text, at, end)):
            _add(spans, text, start, end)
            start = end
    _add(spans, text, start, len(text))
    return spans


def _ends_sentence(text: str, at: int, end: int) -> bool:
    """False for the full stop of an abbreviation or an initial, and for one with lower case after it."""
    following = text[end : end + 1]
    if following.isspace():
        following = text[end + 1 : end + 2]
        if following.isspace():
            space = _SPACE.match(text, end)
            following = text[space.end() : space.end() + 1] if space else ""
    # "Stop!" she cried. – the mark ends the speech, not the sentence; and ". . ." is one ellipsis.
    if following.islower() or following in (".", "…"):
        return False
    if end - at > 1 or text[at] != ".":
        return True
    word = _LAST_WORD.search(text, max(0, at - 20), at)
    if word is None:
        return True
    last = word[1]
    return not (last.lower() in _ABBREVIATIONS or (len(last) == 1 and last.isupper() and last != "I"))


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    """Append the part of `text` without the white space around it, unless it is all white space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start, end))
