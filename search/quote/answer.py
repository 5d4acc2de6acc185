"""A remembered line to an answer: passages that are the same word for word come first, then similar ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from fabula.index.analysis import words
from fabula.index.budget import check, checked
from fabula.search.engine.alignment import Pair
from fabula.search.engine.protocol import Candidate, Effort, Engine, Request
from fabula.search.highlight import scene_snippet
from fabula.search.match_kind import MatchKind
from fabula.search.matching.match import Run, runs_of
from fabula.search.matching.scene_speech import speaker_of_passage
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.plan import Level, Narrowing, PhraseClause, Plan, Tier
from fabula.search.results import Copy, Difference, Explanation, Hit, Op, QuoteResults, Span, disjoint
from fabula.search.syntax import MAX_QUERY, nodes, parse
from .calibration import THRESHOLD
from .compounds import units
from .difference import Side, difference
from .finder import Nearest, QuoteMatch, find
from .line import Line, read_line
from .plot import Guess, guess_works
from .repeats import Group, group_repeats
from .written import written_words

# If a quote is longer than a page, only its beginning is aligned.
_MAX_ALIGNED_WORDS = 300
# Beside a search: of 50 sloppy lines in 15 million words as many are claimed as with the full effort, in half of its
# time (docs/quote-benchmark.md has that).
_QUICK_EFFORT = Effort(votes=200_000, windows=64, passages=16, misspelt=1)
# A line longer than that is found by its beginning; a single word is no line.
_MAX_QUICK_WORDS = 40
_MIN_QUICK_WORDS = 2
# Passages looked at beyond those shown, as some are one text in several works.
_EXTRA_PASSAGES = 20
# A less likely passage is shown only where nothing is close.
_MIN_POSSIBLE_SCORE = 0.02
# No unclaimed line of eight words with two edits had less of its weight in order; none of fourteen descriptions of
# stories had more.
_MIN_LINE_SHARE = 0.56
# A guess never comes near the threshold.
_MAX_GUESS_SCORE = THRESHOLD / 2


def answer_quote(text: str, engine: Engine, limit: int, plot: bool = False) -> QuoteResults:
    """See `Library.quote`."""
    started = time.perf_counter()
    query = words(text)
    # Refuses what no query may be: too long, or without words. Only plain words are passed: a quote has no operators.
    parse(text if len(text) > MAX_QUERY else " ".join(query)[:MAX_QUERY])
    check(_named(text))
    line = read_line(text, _MAX_ALIGNED_WORDS)
    groups, total = ([], 0) if plot else _lines(text, query, line, engine, limit)
    hits = [partial(_hit, group=group) for group in groups]
    notes = []
    if len(query) > _MAX_ALIGNED_WORDS:
        notes.append(
            f"Passages that are not the same word for word were compared with the first {_MAX_ALIGNED_WORDS} words."
        )
    if not total:
        # A line with so much of it changed is more likely than a story that happens to have its words.
        lines = sum(group.shown.share >= _MIN_LINE_SHARE for group in groups)
        shown = {group.shown.view.scene.id for group in groups[:lines]}
        guesses = guess_works(line.words, engine, limit)
        guesses = [guess for guess in guesses if guess.view.scene.id not in shown]
        hits[lines:lines] = [partial(_guess_hit, guess=guess) for guess in guesses]
        if guesses and lines < limit:
            notes.append("Nothing close; those with “a guess from the plot” have its words near each other.")
        elif groups:
            notes.append("Nothing close; these are the nearest.")
    return _results(text, total, started, notes, hits[:limit])


def remembered_line(text: str, engine: Engine, within: Narrowing, limit: int) -> QuoteResults | None:
    """The passages that are close to a line which stands nowhere as it was typed; None if nothing is close.

    Of the work that `answer_quote` does this is a part that fits beside a search.
    """
    started = time.perf_counter()
    check(_named(text))
    line = read_line(text, _MAX_QUICK_WORDS)
    if not len(line.words) >= _MIN_QUICK_WORDS or not limit:
        return None
    nearest = find(line, engine, _QUICK_EFFORT.passages, within=within, effort=_QUICK_EFFORT)
    close = [match for match in nearest.matches if match.score >= THRESHOLD]
    if not close:
        return None
    hits = [partial(_hit, group=group) for group in group_repeats(close)]
    return _results(text, len(close), started, [], hits[:limit])


def _named(text: str) -> str:
    """The line, for a check."""
    return f"the line {nodes.quoted(nodes.shortened(text))}"


def _results(
    text: str, total: int, started: float, notes: Sequence[str], hits: Sequence[Callable[[int], Hit]]
) -> QuoteResults:
    return QuoteResults(
        query=text,
        total=total,
        seconds=time.perf_counter() - started,
        explanation=Explanation(text, tuple(notes)),
        hits=tuple(make_hit(rank) for rank, make_hit in enumerate(checked(hits, every=1), start=1)),
        claimed=total > 0,
        threshold=THRESHOLD,
    )


def _lines(text: str, query: Sequence[str], line: Line, engine: Engine, limit: int) -> tuple[list[Group], int]:
    """Passages that resemble the line, best first, and how many scenes have one that is close."""
    exact = PhraseClause(tuple((word,) for word in query), Level.SURFACE, label=text)
    wanted = limit + _EXTRA_PASSAGES if limit else 0
    answer = engine.answer(Plan((Tier(MatchKind.EXACT, exact),)), Request(wanted))
    nearest = Nearest(0.0, [])
    if len(answer.candidates) < wanted:
        check(_named(text))
        nearest = find(line, engine, wanted - len(answer.candidates), answer.candidates)
    close = [match for match in nearest.matches if match.score >= THRESHOLD]
    matches = [
        _exact_match(text, exact, candidate, engine, nearest.weight)
        for candidate in checked(answer.candidates, every=1)
    ]
    total = answer.total + len(close)
    # Passages that are merely nearest help only where none is the same word for word.
    matches += (
        close if answer.total else [own for own in nearest.matches if own.score >= _MIN_POSSIBLE_SCORE or not total]
    )
    return group_repeats(matches)[:limit], total


def _exact_match(text: str, exact: PhraseClause, candidate: Candidate, engine: Engine, weight: float) -> QuoteMatch:
    view = engine.read(candidate)
    scene = SceneTerms.of_view(view)
    runs = tuple(runs_of(exact, scene))
    explain = partial(_same_words, text, scene, runs)
    return QuoteMatch(candidate, view, runs, MatchKind.EXACT, 1.0, explain, 1.0, weight)


def _same_words(text: str, scene: SceneTerms, runs: Sequence[Run]) -> tuple[Difference, ...]:
    """The difference of a line that stands there word for word: each word as it is written on both sides."""
    line = read_line(text, MAX_QUERY)
    offsets = [scene.offsets(position) for position in range(runs[0].first, runs[0].last + 1)] if runs else []
    if len(offsets) != len(line.words):
        return tuple(Difference(Op.SAME, word.text, word.text) for word in line.side.written)
    passage = Side(line.words, written_words(scene.text, offsets))
    path = [Pair(index, index) for index in range(len(offsets))]
    return difference(path, line.side, passage, units(line.words, line.words))


def _hit(rank: int, group: Group) -> Hit:
    match = group.shown
    scene = SceneTerms.of_view(match.view)
    also = tuple(Copy(other.view.work, other.view.scene_id, other.view.read) for other in group.others)
    return Hit(
        rank, round(match.score, 4), match.match, match.view.work, match.view.scene,
        scene_snippet(scene, match.runs, match.view.scene.paragraphs),
        speaker=speaker_of_passage(match.runs, scene.utterances), difference=match.difference(),
        also=also, copies=len(also), locate=partial(_spans, scene, match.runs),
    )  # fmt: skip


def _guess_hit(rank: int, guess: Guess) -> Hit:
    scene = SceneTerms.of_view(guess.view)
    copies = guess.copies
    return Hit(
        rank, round(_MAX_GUESS_SCORE * guess.share, 4), MatchKind.WORDS, guess.view.work, guess.view.scene,
        scene_snippet(scene, guess.runs, guess.view.scene.paragraphs),
        also=copies, copies=len(copies), locate=partial(_spans, scene, guess.runs),
    )  # fmt: skip


def _spans(scene: SceneTerms, runs: Sequence[Run]) -> tuple[Span, ...]:
    return tuple(disjoint([scene.span(*run) for run in runs]))
