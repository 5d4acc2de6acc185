"""What the characters with a name say, by works in the order of titles, and in them in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64
from fabula.index.budget import check
from fabula.index.store.snapshot import Snapshot
from fabula.search.engine.folding import fold_copies
from fabula.search.engine.protocol import Candidate, Engine
from fabula.search.matching.scene_speech import Utterance
from fabula.search.matching.scene_terms import SceneTerms, SceneView
from fabula.search.plan import Narrowing
from fabula.search.postings.segment_view import SegmentView
from fabula.search.postings.speech_coordinates import SpeechCoordinates
from fabula.search.results import Span
from .results import Line
from .turns import turns_of

# A monologue may be a chapter; its spans say where all of it stands.
_MAX_LINE_CHARS = 2_000
# Marks that belong to the last word of a speech: "Go!" and "Well …" are said with them. Quote marks are not said.
_CLOSING_MARKS = frozenset(".,;:!?…-–—‽¡¿)]。！？、，；：")
_MAX_CLOSING_MARKS = 8
# Who speaks before and after a line is looked for in so many pieces of speech.
_MAX_PARTNER_PIECES = 8


class FoundLines(NamedTuple):
    """All lines of the characters with a name, in order: int64[n] each.

    views    the segments of the commit, by their places.
    segments, scenes, begins, ends  the place of the segment of each line; the others see `Turns`.
    names    the characters' names with their numbers of lines.
    """

    views: Sequence[SegmentView]
    segments: I64
    scenes: I64
    begins: I64
    ends: I64
    names: Counter[str]


def find_lines(
    engine: Engine, snapshot: Snapshot, name: tuple[str, ...], within: Narrowing, *, fold: bool
) -> FoundLines:
    """The lines in scenes that `within` allows.

    name  folded words without accents, as in ScopeFilter.
    fold  of a scene that several works have only the lines of one.
    """
    none = np.empty(0, np.int64)
    columns = [(none,) * 5]
    names: Counter[str] = Counter()
    selected = engine.selected(within)
    if fold:
        selected = fold_copies(selected, snapshot)
    for place, (view, scenes) in enumerate(selected):
        check("the lines of a speaker")
        if view.speech is None:
            continue
        turns = turns_of(view.speech, scenes, name)
        numbers = view.segment.scene_works[turns.scenes].astype(np.int64)
        columns.append((snapshot.work_numbers[place][numbers], np.full(len(numbers), place), *turns))
        speakers = zip(numbers.tolist(), view.speech.speakers[turns.begins].tolist(), strict=True)
        for (work, speaker), count in Counter(speakers).items():
            if speaker:
                names[view.speech.cast(work)[speaker - 1].name] += count
    works, *rest = map(np.concatenate, zip(*columns, strict=True))
    segments, scene_numbers, begins, ends = rest
    order = np.lexsort((begins, segments, works))
    views = [view for view, _ in selected]
    return FoundLines(views, segments[order], scene_numbers[order], begins[order], ends[order], names)


def read_lines(engine: Engine, found: FoundLines, numbers: range) -> list[Line]:
    """Some of the lines, by their numbers, with their texts; those of one scene read it once."""
    lines: list[Line] = []
    place, spoken = (-1, -1), None
    for number in numbers:
        check("the texts of the lines")
        if spoken is None or place != (found.segments[number], found.scenes[number]):
            place = int(found.segments[number]), int(found.scenes[number])
            speech = found.views[place[0]].speech
            assert speech is not None
            spoken = _SpokenScene(engine.read(Candidate(*place, 0, 0.0)), speech, speech.utterances_in(place[1]).start)
        lines.append(spoken.line(int(found.begins[number]), int(found.ends[number])))
    return lines


class _SpokenScene:
    """A scene from which lines are read."""

    def __init__(self, view: SceneView, speech: SpeechCoordinates, first: int) -> None:
        """first: the number of its first utterance in the segment."""
        self._view, self._speech, self._first = view, speech, first
        self._terms = SceneTerms.of_view(view)

    def line(self, begin: int, end: int) -> Line:
        """The turn of these utterances, half-open, by their numbers in the segment."""
        utterances = self._view.utterances
        own = utterances[begin - self._first : end - self._first]
        speaker = own[0].speaker
        name = "" if speaker is None else speaker.name
        spans = tuple(self._span(utterance) for utterance in own)
        text = " ".join(" ".join(self._view.scene.text[span.start : span.end].split()) for span in spans)
        return Line(
            self._view.work,
            self._view.scene,
            name,
            text if len(text) <= _MAX_LINE_CHARS else f"{text[: _MAX_LINE_CHARS - 1].rstrip()}…",
            spans,
            self._partner(range(begin - 1, begin - 1 - _MAX_PARTNER_PIECES, -1), name),
            self._partner(range(end, end + _MAX_PARTNER_PIECES), name),
            round(self._speech.confidence(begin), 3),
        )

    def _span(self, utterance: Utterance) -> Span:
        """The words of a piece of speech with the marks that follow the last one."""
        start, end = self._terms.span(utterance.first, utterance.last)
        text = self._view.scene.text
        marks = text[end : end + _MAX_CLOSING_MARKS]
        return Span(start, end + next((at for at, mark in enumerate(marks) if mark not in _CLOSING_MARKS), len(marks)))

    def _partner(self, pieces: range, name: str) -> str:
        """The first other character who says one of these pieces, by their numbers in the segment."""
        utterances = self._view.utterances
        for piece in pieces:
            if not 0 <= piece - self._first < len(utterances):
                break
            speaker = utterances[piece - self._first].speaker
            if speaker is not None and speaker.name != name:
                return speaker.name
        return ""
