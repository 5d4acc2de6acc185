"""A remembered line to an answer: where it stands word for word comes first, then what is like it."""

from __future__ import annotations

import time
from functools import partial

from ...index.analysis import words
from ..engine import Engine, Request
from ..highlight import scene_snippet
from ..match import locate, runs_of
from ..plan import Level, Plan, Sequence, Tier
from ..results import Difference, Explanation, Hit, MatchKind, Op, QuoteResults, Span, disjoint
from ..scene_terms import SceneTerms
from ..syntax import MAX_QUERY, parse
from .calibration import THRESHOLD
from .finder import Found, find

__all__ = ["answer_quote"]

# Words that are aligned. What is longer than a page is told by its beginning.
_LONGEST = 300


def answer_quote(text: str, engine: Engine, limit: int) -> QuoteResults:
    """See `Library.quote`."""
    started = time.perf_counter()
    query = words(text)
    # Refuses what no query may be: too long, or without words. Those are plain: a quote has no operators.
    parse(text if len(text) > MAX_QUERY else " ".join(query)[:MAX_QUERY])
    exact = Sequence(tuple((word,) for word in query), Level.SURFACE, label=text)
    answer = engine.answer(Plan((Tier(MatchKind.EXACT, exact),)), Request(limit))
    same = tuple(Difference(Op.SAME, word, word) for word in query)
    hits: list[Hit] = []
    for candidate in answer.candidates:
        reading = engine.read(candidate)
        scene = SceneTerms.of_reading(reading)
        shown = scene_snippet(scene, runs_of(exact, scene))
        hits.append(
            Hit(
                len(hits) + 1, 1.0, MatchKind.EXACT, reading.work, reading.scene, shown,
                difference=same, locate=partial(locate, exact, scene),
            )
        )  # fmt: skip
    total = answer.total
    if len(hits) < limit:
        found = find(query[:_LONGEST], engine, limit - len(hits), answer.candidates)
        # The nearest there is helps only where nothing is close.
        close = [own for own in found if own.score >= THRESHOLD]
        total += len(close)
        hits += [_hit(len(hits) + place, own) for place, own in enumerate(close if total else found, start=1)]
    notes = []
    if len(query) > _LONGEST:
        notes.append(f"Passages that are not the same word for word were compared with the first {_LONGEST} words.")
    if hits and not total:
        notes.append("Nothing close; these are the nearest.")
    return QuoteResults(
        query=text,
        total=total,
        seconds=time.perf_counter() - started,
        explanation=Explanation(text, tuple(notes)),
        hits=tuple(hits),
        claimed=total > 0,
        threshold=THRESHOLD,
    )


def _hit(rank: int, found: Found) -> Hit:
    scene = SceneTerms.of_reading(found.reading)

    def spans() -> tuple[Span, ...]:
        return tuple(disjoint([scene.span(*run) for run in found.runs]))

    return Hit(
        rank, round(found.score, 4), found.match, found.reading.work, found.reading.scene,
        scene_snippet(scene, found.runs), difference=found.difference, locate=spans,
    )  # fmt: skip
