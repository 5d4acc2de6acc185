"""A remembered line to an answer: where it stands word for word comes first, then what is like it."""

from __future__ import annotations

import time
from collections.abc import Sequence as Words
from functools import partial

from fabula.index.analysis import words
from fabula.search.engine.protocol import Candidate, Engine, Request
from fabula.search.highlight import scene_snippet
from fabula.search.matching.match import Run, runs_of
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.plan import Level, PhraseClause, Plan, Tier
from fabula.search.results import Copy, Difference, Explanation, Hit, MatchKind, Op, QuoteResults, Span, disjoint
from fabula.search.syntax import MAX_QUERY, parse

from .calibration import THRESHOLD
from .finder import Nearest, QuoteMatch, find
from .plot import Guess, guesses
from .repeats import Group, grouped

__all__ = ["answer_quote"]

# Words that are aligned. What is longer than a page is told by its beginning.
_LONGEST = 300
# Passages looked at beyond those shown, as some are one text in several works.
_MORE = 20
# What is less likely than this is shown only where nothing is close.
_POSSIBLE = 0.02
# Of unclaimed lines of eight words with two edits none had less of its weight in order; of fourteen descriptions of
# stories none had more.
_A_LINE = 0.56
# A guess never comes near the threshold.
_MOST_OF_A_GUESS = THRESHOLD / 2


def answer_quote(text: str, engine: Engine, limit: int, plot: bool = False) -> QuoteResults:
    """See `Library.quote`."""
    started = time.perf_counter()
    query = words(text)
    # Refuses what no query may be: too long, or without words. Those are plain: a quote has no operators.
    parse(text if len(text) > MAX_QUERY else " ".join(query)[:MAX_QUERY])
    groups, total = ([], 0) if plot else _lines(text, query, engine, limit)
    hits = [partial(_hit, group=group) for group in groups]
    notes = []
    if len(query) > _LONGEST:
        notes.append(f"Passages that are not the same word for word were compared with the first {_LONGEST} words.")
    if not total:
        # A line with so much of it changed is more likely than a story that happens to have its words.
        lines = sum(group.shown.share >= _A_LINE for group in groups)
        shown = {group.shown.reading.scene.id for group in groups[:lines]}
        guessed = [own for own in guesses(query[:_LONGEST], engine, limit) if own.reading.scene.id not in shown]
        hits[lines:lines] = [partial(_guess, guess=own) for own in guessed]
        if guessed and lines < limit:
            notes.append("Nothing close; those with “a guess from the plot” have its words near each other.")
        elif groups:
            notes.append("Nothing close; these are the nearest.")
    return QuoteResults(
        query=text,
        total=total,
        seconds=time.perf_counter() - started,
        explanation=Explanation(text, tuple(notes)),
        hits=tuple(make(rank) for rank, make in enumerate(hits[:limit], start=1)),
        claimed=total > 0,
        threshold=THRESHOLD,
    )


def _lines(text: str, query: Words[str], engine: Engine, limit: int) -> tuple[list[Group], int]:
    """Passages that are like the line, best first, and how many scenes have one that is close."""
    exact = PhraseClause(tuple((word,) for word in query), Level.SURFACE, label=text)
    answer = engine.answer(Plan((Tier(MatchKind.EXACT, exact),)), Request(limit + _MORE if limit else 0))
    nearest = Nearest(0.0, [])
    if limit and len(answer.candidates) < limit + _MORE:
        nearest = find(query[:_LONGEST], engine, limit + _MORE - len(answer.candidates), answer.candidates)
    close = [own for own in nearest.found if own.score >= THRESHOLD]
    found = [_exact(query, exact, candidate, engine, nearest.weight) for candidate in answer.candidates]
    total = answer.total + len(close)
    # The nearest there is helps only where nothing is the same word for word.
    found += close if answer.total else [own for own in nearest.found if own.score >= _POSSIBLE or not total]
    return grouped(found)[:limit], total


def _exact(query: Words[str], exact: PhraseClause, candidate: Candidate, engine: Engine, weight: float) -> QuoteMatch:
    reading = engine.read(candidate)
    runs = tuple(runs_of(exact, SceneTerms.of_view(reading)))
    same = tuple(Difference(Op.SAME, word, word) for word in query)
    return QuoteMatch(candidate, reading, runs, MatchKind.EXACT, 1.0, same, 1.0, weight)


def _hit(rank: int, group: Group) -> Hit:
    found = group.shown
    scene = SceneTerms.of_view(found.reading)
    also = tuple(Copy(other.reading.work, other.reading.scene_id, other.reading.read) for other in group.others)
    return Hit(
        rank, round(found.score, 4), found.match, found.reading.work, found.reading.scene,
        scene_snippet(scene, found.runs), difference=found.difference, also=also, copies=len(also),
        locate=partial(_spans, scene, found.runs),
    )  # fmt: skip


def _guess(rank: int, guess: Guess) -> Hit:
    scene = SceneTerms.of_view(guess.reading)
    copies = guess.copies
    return Hit(
        rank, round(_MOST_OF_A_GUESS * guess.share, 4), MatchKind.WORDS, guess.reading.work, guess.reading.scene,
        scene_snippet(scene, guess.runs), also=copies, copies=len(copies), locate=partial(_spans, scene, guess.runs),
    )  # fmt: skip


def _spans(scene: SceneTerms, runs: Words[Run]) -> tuple[Span, ...]:
    return tuple(disjoint([scene.span(*run) for run in runs]))
