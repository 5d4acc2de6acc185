"""The snippet of a scene whose matches are known by their places: few of them need offsets."""

from __future__ import annotations

from collections.abc import Sequence

from ..match import Run
from ..results import Snippet, Span, disjoint
from ..scene_terms import SceneTerms
from .fragments import REACH, snippet

__all__ = ["scene_snippet"]

# Words in a snippet, about.
_WORDS = 40


def scene_snippet(scene: SceneTerms, runs: Sequence[Run]) -> Snippet:
    """As `snippet`, for the matches `runs` (sorted, disjoint)."""
    if not runs:
        return snippet(scene.text, ())
    first, last = _densest(runs)
    spans = [scene.span(*run) for run in runs[first:last]]
    best = Span(spans[0].start, max(span.end for span in spans))
    while first > 0 and (before := scene.span(*runs[first - 1])).end > best.start - REACH:
        spans.insert(0, before)
        first -= 1
    while last < len(runs) and (after := scene.span(*runs[last])).start < best.end + REACH:
        spans.append(after)
        last += 1
    return snippet(scene.text, disjoint(spans), best)


def _densest(runs: Sequence[Run]) -> tuple[int, int]:
    """The runs, half-open, within `_WORDS` that have most words; the earliest of equals."""
    best, most = (0, 1), 0
    last = weight = 0
    for first, run in enumerate(runs):
        while last < len(runs) and (last == first or runs[last].last - run.first < _WORDS):
            weight += runs[last].last - runs[last].first + 1
            last += 1
        if weight > most:
            best, most = (first, last), weight
        weight -= run.last - run.first + 1
    return best
