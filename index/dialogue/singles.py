"""Finds quotes in single marks, which are apostrophes as well, by the cheapest reading of a whole paragraph.

Each mark opens, closes or is an apostrophe, at a cost that depends on the letters around it, and a paragraph should
end outside of all quotes. The cheapest reading is found mark by mark (Viterbi). So "the boys' hats" within a speech
costs less than a speech that ends there and a later mark without a meaning.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .convention import DASHES, Pair
from .wide_scripts import FIRST_WIDE

# Words that begin with an apostrophe. Those that are words without it as well ('way, 'old, 'and) would lose more speech
# than they save.
_ELIDED = re.compile(
    r"(?:tis|twas|twere|twill|twould|twasn|tisn|tain|taint|em|er|im|imself|til|cos|cept|bout|bove|gainst|mongst|neath|"
    r"nother|nough|nuff|scuse|spect|spose|stead|thout|tother|un|e|ad|ave|ome|ouse|ow|alf|ard|ead|eard|eart|ell|elp|"
    r"ope|orse|ot|n|d|ll|s|t|ud|\d\ds?)\b",
    re.IGNORECASE,
)
_BLANKS = frozenset(" \t\n\u00a0\u202f") | {""}
_OPENS_AFTER = _BLANKS | set("([{_*\"\u201c\u201d\u2018'-/" + DASHES)
_ENDS = frozenset(",.!?;:\u2026-_*)]\"\u201d\u2019'" + DASHES)
_CLOSES_BEFORE = _BLANKS | set(")]},.!?;:\u2026_*\"\u201d\u2019'-/" + DASHES)
_NEVER = 99.0
_MAX_DEPTH = 2
# Costs of a reading, in units of one unlikely mark.
_UNCLOSED, _CONTINUED = 3.0, 0.5
_OPENED_TWICE = 0.6


class Single(NamedTuple):
    """The span of a quote without its marks, and whether a mark closes it."""

    start: int
    end: int
    closed: bool


class _Costs(NamedTuple):
    """The cost of taking a mark for an opening one, a closing one or an apostrophe."""

    opening: float
    closing: float
    apostrophe: float


class _Reading(NamedTuple):
    cost: float
    opened: int
    spans: tuple[object, ...]


@lru_cache
def _marks(pair: Pair) -> re.Pattern[str]:
    # The mark comes first, so that the search is for one character. A mark inside a word is an apostrophe, but
    # not among letters that are written without blanks.
    marks = "".join(sorted({pair.open, *pair.close}))
    mark = marks if len(marks) == 1 else f"[{marks}]"
    return re.compile(rf"{mark}(?:(?!\w)|(?<!\w{mark})|(?<=[{FIRST_WIDE}-\uffef]{mark}))")


def single_quotes(text: str, start: int, end: int, pair: Pair, *, continued: bool) -> list[Single]:
    """The outermost quotes of `text[start:end]`, one paragraph.

    continued  the next paragraph opens with a mark, so that a speech without an end is likely.
    """
    marks = [
        (at, _costs(text, at, text[at - 1] if at > start else "", text[at + 1] if at + 1 < end else "", pair))
        for at in (match.start() for match in _marks(pair).finditer(text, start, end))
    ]
    # In nine of ten paragraphs the marks can only open and close in turn.
    if not len(marks) % 2 and all(
        costs.opening == 0.0 and costs.closing == _NEVER if place % 2 == 0 else costs.closing == 0.0 < costs.opening
        for place, (_, costs) in enumerate(marks)
    ):
        return [Single(marks[place][0] + 1, marks[place + 1][0], True) for place in range(0, len(marks), 2)]
    return _cheapest(marks, start, end, continued)


def _costs(text: str, at: int, before: str, after: str, pair: Pair) -> _Costs:
    costs = _by_neighbours(before, text[at], after, pair)
    if costs.opening == 0.0 and after.isalnum() and _ELIDED.match(text, at + 1):
        # At a paragraph's start one mark may both open the speech and belong to "'tis".
        return _Costs(1.0 if before else 0.7, costs.closing, 0.4)
    return costs


@lru_cache(4096)
def _by_neighbours(before: str, mark: str, after: str, pair: Pair) -> _Costs:
    opening = closing = _NEVER
    apostrophe = 0.0
    # Han, kana and Hangul stand on both sides without a blank, and no apostrophe stands among them.
    opens = before in _OPENS_AFTER or before >= FIRST_WIDE
    closes = after in _CLOSES_BEFORE or after >= FIRST_WIDE
    if mark == pair.open and opens and after not in _BLANKS:
        opening, apostrophe = 0.0, 3.0 if before else 4.0
    if mark in pair.close and closes:
        if before in _BLANKS:
            if after in _BLANKS:
                # A dash that was lost on the way: 'But ' he began.
                closing = apostrophe = 1.0
        elif before in _ENDS:
            closing, apostrophe = 0.0, max(apostrophe, 2.5)
        else:
            closing, apostrophe = 1.0, max(apostrophe, 0.2 if before in "sSzxn" else 1.2)
    return _Costs(opening, closing, apostrophe)


def _cheapest(marks: list[tuple[int, _Costs]], start: int, end: int, continued: bool) -> list[Single]:
    readings: list[_Reading | None] = [_Reading(0.0, start, ()), None, None]
    for at, costs in marks:
        readings = _read(readings, at, costs)
    ends = [_at_end(reading, depth, end, continued) for depth, reading in enumerate(readings) if reading is not None]
    best = min(ends, key=lambda reading: reading.cost)
    spans: list[Single] = []
    rest = best.spans
    while rest:
        span, rest = rest  # type: ignore[assignment]  # pairs of a span and the pairs before it
        spans.append(span)  # type: ignore[arg-type]  # the first of such a pair
    return spans[::-1]


def _read(readings: list[_Reading | None], at: int, costs: _Costs) -> list[_Reading | None]:
    opening, closing, apostrophe = costs
    after: list[_Reading | None] = [None, None, None]
    for depth, reading in enumerate(readings):
        if reading is None:
            continue
        cost, opened, spans = reading
        _keep_cheaper(after, depth, _Reading(cost + apostrophe, opened, spans))
        if opening < _NEVER and depth < _MAX_DEPTH:
            more = opening + (_OPENED_TWICE if depth else 0.0)
            _keep_cheaper(after, depth + 1, _Reading(cost + more, opened if depth else at + 1, spans))
        if closing < _NEVER and depth:
            closed = spans if depth > 1 else (Single(opened, at, True), spans)
            _keep_cheaper(after, depth - 1, _Reading(cost + closing, opened, closed))
    return after


def _keep_cheaper(readings: list[_Reading | None], depth: int, reading: _Reading) -> None:
    before = readings[depth]
    if before is None or reading.cost < before.cost:
        readings[depth] = reading


def _at_end(reading: _Reading, depth: int, end: int, continued: bool) -> _Reading:
    if not depth:
        return reading
    cost = reading.cost + (_CONTINUED if continued else _UNCLOSED) + _UNCLOSED * (depth - 1)
    return _Reading(cost, reading.opened, (Single(reading.opened, end, False), reading.spans))
