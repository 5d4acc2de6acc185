"""The snippet of a scene whose matches are known by their places: few of them need offsets."""

from __future__ import annotations

from collections.abc import Sequence

from ..match import Run
from ..results import Snippet, Span, disjoint
from ..scene_terms import SceneTerms
from .fragments import snippet, snippet_around

__all__ = ["scene_snippet"]

# Words in a snippet, about.
_WORDS = 40


def scene_snippet(scene: SceneTerms, runs: Sequence[Run]) -> Snippet:
    """As `snippet`, for the matches `runs` (sorted, disjoint)."""
    if not runs:
        return snippet(scene.text, ())
    low, high = _densest(runs)
    spans = [scene.span(*run) for run in runs[low:high]]
    best = Span(spans[0].start, max(span.end for span in spans))

    def within(start: int, end: int) -> Sequence[Span]:
        """The spans at hand, from the densest on outwards, until they reach `start` and `end`."""
        nonlocal low, high
        while low > 0 and spans[0].end > start:
            low -= 1
            spans.insert(0, scene.span(*runs[low]))
        while high < len(runs) and spans[-1].start < end:
            spans.append(scene.span(*runs[high]))
            high += 1
        return disjoint(spans)

    return snippet_around(scene.text, best, within)


def _densest(runs: Sequence[Run]) -> tuple[int, int]:
    """The runs, half-open, within `_WORDS` that have most words; the earliest of equals."""
    best, most = (0, 1), 0
    last = weight = 0
    for first, (start, end) in enumerate(runs):
        while last < len(runs) and (last == first or runs[last][1] - start < _WORDS):
            weight += runs[last][1] - runs[last][0] + 1
            last += 1
        if weight > most:
            best, most = (first, last), weight
        weight -= end - start + 1
    return best
