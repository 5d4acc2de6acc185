"""Matches to lines: their texts are read here, and only here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.index.analysis import is_emoji
from fabula.index.budget import check
from fabula.search.engine.protocol import Candidate, Engine
from fabula.search.matches.in_reading_order import Matches, SceneMatches
from fabula.search.matching.runs import Run
from fabula.search.matching.scene_speech import Utterance, utterance_at
from fabula.search.matching.scene_terms import SceneTerms, SceneView
from fabula.search.matching.verbatim import verbatim_runs
from fabula.search.plan import Part, PhraseClause, plan_leaves
from fabula.search.results import Span
from .results import ConcordanceLine

_LINES = "the texts around the matches"
_MAX_MATCH_WORDS, _LEFT_OUT = 100, " … "
# Signs at a word that are shown with it: quotes, brackets, a dash.
_MAX_SIGNS = 8


def lines_of(
    scenes: Iterator[SceneMatches], matches: Matches, part: Part, engine: Engine, context: int
) -> Iterator[ConcordanceLine]:
    """The lines of some matches. Each scene is read when its first line is asked for; neighbours share it."""
    verbatim = [leaf for leaf in plan_leaves(part) if isinstance(leaf, PhraseClause) and leaf.verbatim]
    read, known = None, (-1, -1)
    for number, scene, begin, end in scenes:
        if read is None or known != (number, scene):
            check(_LINES)
            read, known = _SceneLines(engine.read(Candidate(number, scene, 0, 0.0)), verbatim, context), (number, scene)
        found = matches.by_segment[number]
        start = int(found.view.segment.scene_starts[scene])
        yield from read.lines(
            [
                Run(int(first) - start, int(last) - start)
                for first, last in zip(found.firsts[begin:end], found.lasts[begin:end], strict=True)
            ]
        )


class _SceneLines:
    """The lines of one scene."""

    def __init__(self, view: SceneView, verbatim: Sequence[PhraseClause], context: int) -> None:
        self._view, self._context = view, context
        self._terms = SceneTerms.of_view(view)
        for phrase in verbatim:
            # A match that was asked for letter by letter has the signs around it.
            for run, span in verbatim_runs(phrase, self._terms):
                self._terms.widen(*run, span)

    def lines(self, runs: Sequence[Run]) -> Iterator[ConcordanceLine]:
        scene, work = self._view.scene, self._view.work
        for run in runs:
            span = self._terms.span(*run)
            yield ConcordanceLine(
                self._left(run, span.start),
                self._match(run, span),
                self._right(run, span.end),
                work,
                scene.chapter,
                scene.id,
                span,
                _speaker(run, self._view.utterances),
            )

    def _left(self, run: Run, end: int) -> str:
        first = max(0, run.first - self._context)
        if first == run.first:
            return ""
        text = self._terms.text
        start = min(end, self._terms.offsets(first)[0])
        for _ in range(_MAX_SIGNS):
            if not start or not _is_sign(text[start - 1]):
                break
            start -= 1
        return _in_one_line(text[start:end])

    def _right(self, run: Run, start: int) -> str:
        last = min(self._view.scene.words - 1, run.last + self._context)
        if last <= run.last:
            return ""
        text = self._terms.text
        end = max(start, self._terms.offsets(last)[1])
        for _ in range(_MAX_SIGNS):
            if end == len(text) or not _is_sign(text[end]):
                break
            end += 1
        return _in_one_line(text[start:end])

    def _match(self, run: Run, span: Span) -> str:
        text = self._terms.text
        if run.last - run.first < _MAX_MATCH_WORDS:
            return _in_one_line(text[span.start : span.end])
        half = _MAX_MATCH_WORDS // 2
        before = text[span.start : self._terms.offsets(run.first + half - 1)[1]]
        after = text[self._terms.offsets(run.last - half + 1)[0] : span.end]
        return _in_one_line(before) + _LEFT_OUT + _in_one_line(after)


def _is_sign(character: str) -> bool:
    return not character.isalnum() and not character.isspace() and not is_emoji(character)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _speaker(run: Run, utterances: Sequence[Utterance]) -> str | None:
    """Who says the match: its first word and its last."""
    if not utterances:
        return None
    ends = [utterance_at(utterances, position) for position in dict.fromkeys(run)]
    names = {None if end is None or end.speaker is None else end.speaker.name for end in ends}
    return names.pop() if len(names) == 1 else None
