"""The snippet of a scene whose matches are known by word positions: only the few it shows need offsets."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.index.model import Paragraph
from fabula.search.matching.runs import Run, Runs
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.results import Snippet, Span, disjoint
from .fragments import SNIPPET_WORDS, snippet_around


def scene_snippet(
    scene: SceneTerms, runs: Sequence[Run], paragraphs: Sequence[Paragraph] = (), rarest: Sequence[Run] = ()
) -> Snippet:
    """As `snippet`, for the matches `runs` (sorted, disjoint).

    paragraphs  of the scene, which the snippet keeps apart.
    rarest      those of the matches that must be shown (rarity.py); () for those where most are near each other.
    """
    if not runs:
        return snippet_around(scene.text, Span(0, 0), lambda start, end: (), (), paragraphs)
    all_runs = runs if isinstance(runs, Runs) else Runs.of(runs)
    low, high = all_runs.within(rarest[0].first, rarest[-1].last) if rarest else all_runs.densest(SNIPPET_WORDS)
    spans = [scene.span(*run) for run in runs[low:high]]
    best = Span(spans[0].start, max(span.end for span in spans))
    key = [scene.span(*run) for run in rarest] or None

    def spans_in(start: int, end: int) -> Sequence[Span]:
        """The spans worked out so far, extended from the densest on outwards until they reach `start` and `end`."""
        nonlocal low, high
        while low > 0 and spans[0].end > start:
            low -= 1
            spans.insert(0, scene.span(*runs[low]))
        while high < len(runs) and spans[-1].start < end:
            spans.append(scene.span(*runs[high]))
            high += 1
        return disjoint(spans)

    return snippet_around(scene.text, best, spans_in, key, paragraphs)
