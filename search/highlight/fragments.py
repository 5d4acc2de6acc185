"""Choosing the piece of a scene that shows best why it was found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from fabula.search.results import Snippet, Span

from .formats import marked_html
from .sentences import sentences

__all__ = ["snippet", "snippet_around"]

# Code points: about three lines on a page, what one reads at a glance.
_GOAL = 240
_LONGEST = 360
_ELLIPSIS = "…"
# One space stands for each; what is one already needs no look.
_BLANKS = re.compile(r"\s\s+")


Within = Callable[[int, int], Sequence[Span]]
"""The matches that overlap a half-open part of the text, and perhaps some of their neighbours: sorted, disjoint."""


def snippet(text: str, matches: Sequence[Span]) -> Snippet:
    """A snippet of `text` around the richest run of `matches` (sorted, disjoint); its beginning if there are none.

    It is made of whole sentences where they fit into `_LONGEST`; a longer sentence is cut between words. White space
    is one space each, and "…" stands where the scene goes on within its paragraph or beyond.
    """

    def within(start: int, end: int) -> Sequence[Span]:
        first = bisect_right(matches, start, key=lambda match: match.end)
        return matches[first : bisect_left(matches, end, key=lambda match: match.start)]

    return snippet_around(text, _densest(matches), within)


def snippet_around(text: str, best: Span, within: Within) -> Snippet:
    """As `snippet`, where it is known what the snippet should show; what else is marked is asked for at the end."""
    low, high = _surroundings(text, best)
    pieces = [Span(start + low, end + low) for start, end in sentences(text[low:high])]
    if not pieces:
        return Snippet("", (), "")
    near = within(*best)
    first, last = _richest(pieces, near)
    start, end = pieces[first].start, pieces[last].end
    if end - start > _LONGEST:
        start, end = _cut_between_words(text, start, end, near, within)
    else:
        start, end = _widened(pieces, first, last)
    return _rendered(text, start, end, within(start, end))


def _densest(matches: Sequence[Span]) -> Span:
    """The stretch of `_GOAL` that holds most of the matches' letters."""
    best, best_weight = Span(0, 0), 0
    last = weight = 0
    for first, match in enumerate(matches):
        while last < len(matches) and (last == first or matches[last].end - match.start <= _GOAL):
            weight += matches[last].end - matches[last].start
            last += 1
        if weight > best_weight:
            best, best_weight = Span(match.start, matches[last - 1].end), weight
        weight -= match.end - match.start
    return best


def _surroundings(text: str, best: Span) -> tuple[int, int]:
    """The part of the text that a snippet can come from: whole paragraphs, as far as they are near.

    A sentence that begins before it is too long for a snippet. To find those of a whole scene would cost more than all
    the rest of a hit.
    """
    low = text.rfind("\n\n", 0, max(0, best.start - _GOAL))
    high = text.find("\n\n", best.end + _GOAL)
    return max(0, low, best.start - _LONGEST), min(len(text) if high < 0 else high, best.end + _LONGEST)


def _richest(pieces: Sequence[Span], matches: Sequence[Span]) -> tuple[int, int]:
    """The run of sentences, of up to `_GOAL`, that holds most of the matched text; the earliest of equals.

    A match that runs over several sentences is never parted.
    """
    gains = _gains(pieces, matches)
    best, best_weight = (0, 0), 0
    for first in (index for index, gain in enumerate(gains) if gain):
        weight, last = 0, first
        for index in range(first, len(pieces)):
            fits = pieces[index].end - pieces[first].start <= _GOAL
            if index > first and not fits and not _parted(matches, pieces[last].end):
                break
            weight += gains[index]
            if gains[index]:
                last = index
        if weight > best_weight:
            best, best_weight = (first, last), weight
    return best


def _gains(pieces: Sequence[Span], matches: Sequence[Span]) -> list[int]:
    """How much matched text each piece holds; both sorted and disjoint, so one walk over both will do."""
    gains = [0] * len(pieces)
    at = 0
    for match in matches:
        while at < len(pieces) and pieces[at].end <= match.start:
            at += 1
        index = at
        while index < len(pieces) and pieces[index].start < match.end:
            gains[index] += min(pieces[index].end, match.end) - max(pieces[index].start, match.start)
            index += 1
    return gains


def _parted(matches: Sequence[Span], place: int) -> bool:
    """True if a match runs over `place`."""
    index = bisect_left(matches, place, key=lambda match: match.start) - 1
    return index >= 0 and matches[index].end > place


def _widened(pieces: Sequence[Span], first: int, last: int) -> tuple[int, int]:
    """The run with neighbours added while it stays within `_GOAL`: one before for the context, then those after."""
    if first > 0 and pieces[last].end - pieces[first - 1].start <= _GOAL:
        first -= 1
    while last + 1 < len(pieces) and pieces[last + 1].end - pieces[first].start <= _GOAL:
        last += 1
    while first > 0 and pieces[last].end - pieces[first - 1].start <= _GOAL:
        first -= 1
    return pieces[first].start, pieces[last].end


def _cut_between_words(text: str, start: int, end: int, near: Sequence[Span], within: Within) -> tuple[int, int]:
    """A window of about `_GOAL` from start to end around its first near match, cut at spaces, never inside a match."""
    inside = next((match for match in near if match.end > start and match.start < end), Span(start, start))
    margin = max(20, (_GOAL - (inside.end - inside.start)) // 2)
    low = max(start, inside.start - margin)
    high = min(end, max(inside.end + margin, low + _GOAL))
    for match in within(low, high):
        # A match that the edge would cut is left out at the far end, taken in whole if it is the first.
        if match.start < high < match.end:
            high = match.end if match == inside else match.start
        if match.start < low < match.end:
            low = match.end
    if low > start and (space := _space(text, low, inside.start)) >= 0:
        low = space + 1
    if high < end and (space := _space_back(text, inside.end, high)) > 0:
        high = space
    return low, high


def _space(text: str, low: int, high: int) -> int:
    return next((index for index in range(low, high) if text[index].isspace()), -1)


def _space_back(text: str, low: int, high: int) -> int:
    return next((index for index in range(high - 1, low - 1, -1) if text[index].isspace()), -1)


def _rendered(text: str, start: int, end: int, matches: Sequence[Span]) -> Snippet:
    """text[start:end] with single spaces and ellipses, and the matches moved along."""
    while end > start and text[end - 1].isspace():
        end -= 1
    content = " ".join(text[start:end].split())
    before = f"{_ELLIPSIS} " if start and not text[:start].isspace() else ""
    after = f" {_ELLIPSIS}" if end < len(text) and not text[end:].isspace() else ""
    cut = [Span(max(low, start), min(high, end)) for low, high in matches if low < end and high > start]
    moved = len(before) - start
    if len(content) == end - start:
        spans = tuple([Span(low + moved, high + moved) for low, high in cut])
    else:
        # Where text goes on behind white space, and how much of that was left out until there.
        begins, moves = [start], [moved]
        lead = end - start - len(text[start:end].lstrip())
        if lead:
            begins.append(start + lead)
            moves.append(moved - lead)
        for blank in _BLANKS.finditer(text, start + lead, end):
            begins.append(blank.end())
            moves.append(moves[-1] + 1 - (blank.end() - blank.start()))
        spans = tuple([Span(*(at + moves[bisect_right(begins, at) - 1] for at in span)) for span in cut])
    content = f"{before}{content}{after}"
    return Snippet(content, spans, marked_html(content, spans))
