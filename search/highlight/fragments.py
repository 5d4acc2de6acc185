"""Chooses the piece of a scene that best shows why it was found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from fabula.index.model import Paragraph
from fabula.search.results import Snippet, Span
from .formats import marked_html
from .layout import breaks_in
from .sentences import sentences

# Code points: about three lines on a page, as much as one reads at a glance.
_GOAL_CHARS = 240
_MAX_CHARS = 360
# About as many words as that.
SNIPPET_WORDS = 40
_MIN_MARGIN_CHARS = 20
# As long as a query may be: a longer match is a word without an end, or a run of one word.
_MAX_MATCH_CHARS = 4_096
_ELLIPSIS = "…"
# Runs of white space that one space replaces; a single blank is one code point already.
_BLANKS = re.compile(r"\s\s+")


SpansIn = Callable[[int, int], Sequence[Span]]
"""The matches that overlap a half-open part of the text, and perhaps some of their neighbours: sorted, disjoint."""


def snippet(text: str, matches: Sequence[Span]) -> Snippet:
    """A snippet of `text` around the richest run of `matches` (sorted, disjoint); its beginning if there are none.

    It is made of whole sentences where they fit into `_MAX_CHARS`; a longer sentence is cut between words. White space
    is one space each, and "…" stands where the scene goes on within its paragraph or beyond.
    """

    def spans_in(start: int, end: int) -> Sequence[Span]:
        first = bisect_right(matches, start, key=lambda match: match.end)
        return matches[first : bisect_left(matches, end, key=lambda match: match.start)]

    return snippet_around(text, _densest(matches), spans_in)


def snippet_around(
    text: str, best: Span, spans_in: SpansIn, near: Sequence[Span] | None = None, paragraphs: Sequence[Paragraph] = ()
) -> Snippet:
    """As `snippet`, around `best`; `spans_in` gives the other matches, and is called only for the part shown.

    near        the matches in `best` that must be shown; None for all.
    paragraphs  of the text: their ends, and the line ends of verse, are line ends of the snippet.
    """
    low, high = _surroundings(text, best)
    pieces = [Span(start + low, end + low) for start, end in sentences(text[low:high])]
    if not pieces:
        return Snippet("", (), "")
    if near is None:
        near = [match for match in spans_in(*best) if match.end > best.start and match.start < best.end]
    first, last = _richest(pieces, near)
    start, end = pieces[first].start, pieces[last].end
    if end - start > _MAX_CHARS:
        start, end = _cut_between_words(text, start, end, near, spans_in)
    else:
        start, end = _widened(pieces, first, last)
    return _render(text, start, end, spans_in(start, end), paragraphs)


def _densest(matches: Sequence[Span]) -> Span:
    """The stretch of `_GOAL_CHARS` that has most of the matches' letters."""
    best, best_weight = Span(0, 0), 0
    last = weight = 0
    for first, match in enumerate(matches):
        while last < len(matches) and (last == first or matches[last].end - match.start <= _GOAL_CHARS):
            weight += matches[last].end - matches[last].start
            last += 1
        if weight > best_weight:
            best, best_weight = Span(match.start, matches[last - 1].end), weight
        weight -= match.end - match.start
    return best


def _surroundings(text: str, best: Span) -> tuple[int, int]:
    """The part of the text that a snippet can come from: whole paragraphs, as far as they are near.

    A sentence that begins before it is too long for a snippet. Finding the sentences of a whole scene would cost more
    than the rest of a hit.
    """
    low = text.rfind("\n\n", 0, max(0, best.start - _GOAL_CHARS))
    high = text.find("\n\n", best.end + _GOAL_CHARS)
    return max(0, low, best.start - _MAX_CHARS), min(len(text) if high < 0 else high, best.end + _MAX_CHARS)


def _richest(pieces: Sequence[Span], matches: Sequence[Span]) -> tuple[int, int]:
    """The run of sentences, of up to `_GOAL_CHARS`, that has most of the matched text; the earliest of equals.

    A match that runs over several sentences is never divided.
    """
    gains = _gains(pieces, matches)
    best, best_weight = (0, 0), 0
    for first in (index for index, gain in enumerate(gains) if gain):
        weight, last = 0, first
        for index in range(first, len(pieces)):
            fits = pieces[index].end - pieces[first].start <= _GOAL_CHARS
            if index > first and not fits and not _divides(matches, pieces[last].end):
                break
            weight += gains[index]
            if gains[index]:
                last = index
        if weight > best_weight:
            best, best_weight = (first, last), weight
    return best


def _gains(pieces: Sequence[Span], matches: Sequence[Span]) -> list[int]:
    """How much matched text each piece has; both are sorted and disjoint, so one pass over both suffices."""
    gains = [0] * len(pieces)
    first = 0
    for match in matches:
        while first < len(pieces) and pieces[first].end <= match.start:
            first += 1
        index = first
        while index < len(pieces) and pieces[index].start < match.end:
            gains[index] += min(pieces[index].end, match.end) - max(pieces[index].start, match.start)
            index += 1
    return gains


def _divides(matches: Sequence[Span], offset: int) -> bool:
    """True if `offset` is inside a match."""
    index = bisect_left(matches, offset, key=lambda match: match.start) - 1
    return index >= 0 and matches[index].end > offset


def _widened(pieces: Sequence[Span], first: int, last: int) -> tuple[int, int]:
    """The run with neighbours, while it fits into `_GOAL_CHARS`: one before for the context, then those after."""
    if first > 0 and pieces[last].end - pieces[first - 1].start <= _GOAL_CHARS:
        first -= 1
    while last + 1 < len(pieces) and pieces[last + 1].end - pieces[first].start <= _GOAL_CHARS:
        last += 1
    while first > 0 and pieces[last].end - pieces[first - 1].start <= _GOAL_CHARS:
        first -= 1
    return pieces[first].start, pieces[last].end


def _cut_between_words(text: str, start: int, end: int, near: Sequence[Span], spans_in: SpansIn) -> tuple[int, int]:
    """About `_GOAL_CHARS` of start to end around the first near match, cut at spaces, never inside a match.

    A match of more than `_MAX_MATCH_CHARS` is cut all the same.
    """
    inside = next((match for match in near if match.end > start and match.start < end), Span(start, start))
    margin = max(_MIN_MARGIN_CHARS, (_GOAL_CHARS - (inside.end - inside.start)) // 2)
    low = max(start, inside.start - margin)
    high = min(end, max(inside.end + margin, low + _GOAL_CHARS))
    for match in spans_in(low, high):
        # A match that an edge would cut is left out, or, if it is the first one, included whole.
        if match.start < high < match.end:
            high = match.end if match == inside else match.start
        if match.start < low < match.end:
            low = match.end
    high = min(high, inside.start + _MAX_MATCH_CHARS)
    if low > start and (space := _first_space(text, low, inside.start)) >= 0:
        low = space + 1
    if high < end and (space := _last_space(text, inside.end, high)) > 0:
        high = space
    return low, high


def _first_space(text: str, low: int, high: int) -> int:
    return next((index for index in range(low, high) if text[index].isspace()), -1)


def _last_space(text: str, low: int, high: int) -> int:
    return next((index for index in range(high - 1, low - 1, -1) if text[index].isspace()), -1)


def _render(text: str, start: int, end: int, matches: Sequence[Span], paragraphs: Sequence[Paragraph]) -> Snippet:
    """text[start:end] with single spaces, line ends and ellipses, and the matches shifted with it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    content = " ".join(text[start:end].split())
    before = f"{_ELLIPSIS} " if start and not text[:start].isspace() else ""
    after = f" {_ELLIPSIS}" if end < len(text) and not text[end:].isspace() else ""
    clipped = [Span(max(low, start), min(high, end)) for low, high in matches if low < end and high > start]
    shift = len(before) - start
    # The offsets at which text goes on after white space, and the shift of the text from there on.
    offsets, shifts = [start], [shift]
    if len(content) != end - start:
        lead = end - start - len(text[start:end].lstrip())
        if lead:
            offsets.append(start + lead)
            shifts.append(shift - lead)
        for blank in _BLANKS.finditer(text, start + lead, end):
            offsets.append(blank.end())
            shifts.append(shifts[-1] + 1 - (blank.end() - blank.start()))

    def moved(at: int) -> int:
        return at + shifts[bisect_right(offsets, at) - 1]

    spans = tuple([Span(moved(low), moved(high)) for low, high in clipped])
    content = f"{before}{content}{after}"
    breaks = {
        moved(start + len(text[start : line_end.at].rstrip())): line_end.ends_paragraph
        for line_end in breaks_in(text, paragraphs, start, end)
        if not text[start : line_end.at].isspace()
    }
    for at in breaks:
        content = f"{content[:at]}\n{content[at + 1 :]}"
    return Snippet(content, spans, marked_html(content, spans, [*breaks.items()]))
