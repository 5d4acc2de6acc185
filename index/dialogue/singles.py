"""Spans between single quote marks, which are apostrophes as well: the cheapest reading of a whole paragraph.

Every mark opens, closes or is an apostrophe, at a cost by the letters around it, and a paragraph should end outside of
all quotes. The cheapest reading is found mark by mark (Viterbi), so that "the boys' hats" within a speech costs less
than a speech that ends there and another mark that stands for nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .convention import DASHES, Pair

__all__ = ["Single", "single_quotes"]

# Words that begin with an apostrophe. Those that are words without it as well ('way, 'old, 'and) would cost more speech
# than they save.
_ELIDED = re.compile(
    r"(?:tis|twas|twere|twill|twould|twasn|tisn|tain|taint|em|er|im|imself|til|cos|cept|bout|bove|gainst|mongst|neath|"
    r"nother|nough|nuff|scuse|spect|spose|stead|thout|tother|un|e|ad|ave|ome|ouse|ow|alf|ard|ead|eard|eart|ell|elp|"
    r"ope|orse|ot|n|d|ll|s|t|ud|\d\ds?)\b",
    re.IGNORECASE,
)
_OPENS_AFTER = frozenset(" \t\n\u00a0\u202f([{_*\"\u201c\u201d\u2018'-/" + DASHES)
_ENDS = frozenset(",.!?;:\u2026-_*)]\"\u201d\u2019'" + DASHES)
_CLOSES_BEFORE = frozenset(" \t\n\u00a0\u202f)]},.!?;:\u2026_*\"\u201d\u2019'-/" + DASHES)
_NEVER = 99.0
_DEEPEST = 2
# What the readings cost, in the scale of one unlikely mark.
_UNCLOSED, _CONTINUED = 3.0, 0.5
_OPENED_TWICE = 0.6


class Single(NamedTuple):
    """The span of what is quoted, without its marks, and whether a mark closes it."""

    start: int
    end: int
    closed: bool


class _Reading(NamedTuple):
    cost: float
    opened: int
    spans: tuple[object, ...]


@lru_cache
def _marks(pair: Pair) -> re.Pattern[str]:
    both = re.escape(pair.open + pair.close)
    return re.compile(rf"(?<!\w)[{both}]|[{both}](?!\w)")


def single_quotes(text: str, start: int, end: int, pair: Pair, *, continued: bool) -> list[Single]:
    """The outermost quotes of `text[start:end]`, one paragraph.

    `continued` says that the next paragraph opens with a mark, so that a speech without an end is no surprise.
    """
    readings: list[_Reading | None] = [_Reading(0.0, start, ()), None, None]
    for found in _marks(pair).finditer(text, start, end):
        at = found.start()
        before = text[at - 1] if at > start else "\n"
        after = text[at + 1] if at + 1 < end else "\n"
        readings = _read(readings, at, _costs(text, at, before, after, pair))
    ends = [_at_end(reading, depth, end, continued) for depth, reading in enumerate(readings) if reading is not None]
    best = min(ends, key=lambda reading: reading.cost)
    spans: list[Single] = []
    rest = best.spans
    while rest:
        span, rest = rest  # type: ignore[assignment]  # pairs of a span and the pairs before it
        spans.append(span)  # type: ignore[arg-type]
    return spans[::-1]


def _costs(text: str, at: int, before: str, after: str, pair: Pair) -> tuple[float, float, float]:
    """What it costs to take the mark for an opening one, a closing one, an apostrophe."""
    opening = closing = _NEVER
    apostrophe = 0.0
    mark = text[at]
    if mark == pair.open and before in _OPENS_AFTER and not after.isspace():
        elided = after.isalnum() and _ELIDED.match(text, at + 1) is not None
        opening, apostrophe = (1.0, 0.4) if elided else (0.0, 4.0 if before == "\n" else 3.0)
    if mark in pair.close and after in _CLOSES_BEFORE:
        if before.isspace():
            # A dash that was lost on the way: "But ' he began.
            closing, apostrophe = (1.0, 1.0) if after.isspace() else (_NEVER, apostrophe)
        elif before in _ENDS:
            closing, apostrophe = 0.0, max(apostrophe, 2.5)
        else:
            closing = 1.0
            apostrophe = max(apostrophe, 0.2 if before in "sSzxn" else 1.2)
    return opening, closing, apostrophe


def _read(readings: list[_Reading | None], at: int, costs: tuple[float, float, float]) -> list[_Reading | None]:
    opening, closing, apostrophe = costs
    after: list[_Reading | None] = [None, None, None]
    for depth, reading in enumerate(readings):
        if reading is None:
            continue
        cost, opened, spans = reading
        _keep(after, depth, _Reading(cost + apostrophe, opened, spans))
        if opening < _NEVER and depth < _DEEPEST:
            more = opening + (_OPENED_TWICE if depth else 0.0)
            _keep(after, depth + 1, _Reading(cost + more, opened if depth else at + 1, spans))
        if closing < _NEVER and depth:
            said = spans if depth > 1 else (Single(opened, at, True), spans)
            _keep(after, depth - 1, _Reading(cost + closing, opened, said))
    return after


def _keep(readings: list[_Reading | None], depth: int, reading: _Reading) -> None:
    before = readings[depth]
    if before is None or reading.cost < before.cost:
        readings[depth] = reading


def _at_end(reading: _Reading, depth: int, end: int, continued: bool) -> _Reading:
    if not depth:
        return reading
    cost = reading.cost + (_CONTINUED if continued else _UNCLOSED) + _UNCLOSED * (depth - 1)
    return _Reading(cost, reading.opened, (Single(reading.opened, end, False), reading.spans))
