"""Where in a scene's text did the query match? The same rules as the engine's, over one scene, to offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fabula.index.analysis import terms
from fabula.search.plan import (
    And,
    Condition,
    Expansion,
    HasSpeech,
    Not,
    Or,
    Part,
    PhraseClause,
    SpeechSpan,
    plan_leaves,
)
from fabula.search.results import Span, disjoint

from .runs import Run, Runs
from .scene_speech import allowed_places, joined_runs, said_at, speaking
from .scene_terms import SceneTerms

__all__ = ["Run", "locate", "runs_of", "speaker_of", "stands_verbatim", "verbatim_places", "verbatim_spans"]


def locate(part: Part, scene: SceneTerms) -> tuple[Span, ...]:
    """What of `part` matched in the scene: sorted, disjoint spans of its text."""
    return tuple(disjoint([scene.span(*run) for run in runs_of(part, scene)]))


def runs_of(part: Part, scene: SceneTerms) -> Sequence[Run]:
    """What of `part` matched in the scene: sorted, disjoint.

    A phrase is one run; words that are apart are one each. What is negated or a condition on the work marks nothing,
    and of the choices of an OR only those mark anything that the scene meets as a whole.
    """
    if isinstance(part, And | Or) and all(isinstance(each, PhraseClause) and each.is_word for each in part.parts):
        # What most scenes of a natural query are found by, and the most words by far.
        places, every = scene.any_of(
            [(each.alternatives[0], each.level) for each in part.parts if isinstance(each, PhraseClause)]
        )
        return Runs.of_words(places) if every or isinstance(part, Or) else []
    return _disjoint(_Marks(scene).of(part) or [])


def speaker_of(runs: Sequence[Run], scene: SceneTerms) -> str | None:
    """Who says the longest of the runs, or the first of several; None if that is not known, or if nobody says it.

    Words that are apart from each other may be many people's; they have a speaker only if all are one's.
    """
    if not runs or not scene.said:
        return None
    longest = max(run.last - run.first for run in runs)
    best = [run for run in runs if run.last - run.first == longest]
    names: set[str | None] = set()
    for first, last in best[:1] if longest else best:
        own = said_at(scene.said, first)
        names.add(own.speaker.name if own is not None and own.speaker is not None and last <= own.last else None)
    return names.pop() if len(names) == 1 else None


class _Marks:
    """The runs of the parts of one plan in one scene, those of each leaf found once."""

    def __init__(self, scene: SceneTerms) -> None:
        self._scene = scene
        self._known: dict[Part, list[Run]] = {}

    def of(self, part: Part) -> list[Run] | None:
        """The runs of `part`; None if the scene does not meet it. Conditions on the work are taken to be met."""
        match part:
            case PhraseClause() | Expansion() | HasSpeech():
                return self._leaf(part) or None
            case And(parts):
                each = [self.of(child) for child in parts]
                return None if None in each else [run for runs in each for run in runs or ()]
            case Or(parts):
                met = [runs for runs in map(self.of, parts) if runs is not None]
                return [run for runs in met for run in runs] if met else None
            case Not(child):
                known = not any(isinstance(leaf, Condition) for leaf in plan_leaves(child, negated=True))
                return None if known and self.of(child) is not None else []
            case _:
                return []

    def _leaf(self, leaf: PhraseClause | Expansion | HasSpeech) -> list[Run]:
        if leaf not in self._known:
            scene = self._scene
            match leaf:
                case PhraseClause():
                    found = _sequence_runs(leaf, scene)
                case Expansion(scope=scope):
                    places = scene.fitting(leaf)
                    kept = places if scope is None else allowed_places(places, scope, scene.said)
                    found = [Run(place, place) for place in kept]
                case HasSpeech(scope):
                    found = [Run(*own) for own in speaking(scope, scene.said)]
            self._known[leaf] = found
        return self._known[leaf]


def _sequence_runs(sequence: PhraseClause, scene: SceneTerms) -> list[Run]:
    if sequence.is_word:
        return list(map(Run, places := scene.places(sequence.alternatives[0], sequence.level).tolist(), places))
    found: list[Run] = []
    if sequence.verbatim:
        for run, span in _verbatim(sequence, scene):
            scene.widen(*run, span)
            found.append(run)
        return found
    for places in _runs(sequence, scene):
        # Neighbours are one: a phrase is marked as a whole.
        start = 0
        for index in range(1, len(places) + 1):
            if index == len(places) or places[index] != places[index - 1] + 1:
                found.append(Run(places[start], places[index - 1]))
                start = index
    return found


def _runs(sequence: PhraseClause, scene: SceneTerms) -> Iterator[list[int]]:
    """The positions of each occurrence: for every place of the first word, the nearest place of each next one."""
    found = {slot: scene.places(slot, sequence.level).tolist() for slot in dict.fromkeys(sequence.alternatives)}
    if not all(found.values()):
        return
    if sequence.speech_span is not SpeechSpan.NONE:
        yield from joined_runs(
            [found[slot] for slot in sequence.alternatives], sequence.speech_span, sequence.scope, scene.said
        )
        return
    if sequence.scope is not None:
        found = {slot: allowed_places(own, sequence.scope, scene.said) for slot, own in found.items()}
    places = [found[slot] for slot in sequence.alternatives]
    longest = len(places) - 1 + sequence.slop
    for first in places[0]:
        run = [first]
        for options in places[1:]:
            index = bisect_right(options, run[-1])
            if index == len(options) or options[index] - first > longest:
                break
            run.append(options[index])
        else:
            yield run


def verbatim_places(sequence: PhraseClause, text: str) -> list[int]:
    """Where in the words of `text` the occurrences of `sequence.verbatim` begin, in whatever scope."""
    plain = replace(sequence, scope=None)
    return [run.first for run, _ in _verbatim(plain, SceneTerms.of_text(text))]


def verbatim_spans(sequence: PhraseClause, scene: SceneTerms) -> Iterator[Span]:
    """The occurrences of `sequence.verbatim` in the text letter by letter; runs of white space are equal."""
    return (span for _, span in _verbatim(sequence, scene))


def _verbatim(sequence: PhraseClause, scene: SceneTerms) -> Iterator[tuple[Run, Span]]:
    wanted = sequence.verbatim.split()
    own = terms(sequence.verbatim)
    # What stands before the first word of the quote and after the last must stand there in the text, too.
    before, after = sequence.verbatim[: own[0].start], sequence.verbatim[own[-1].end :]
    for run in _runs(sequence, scene):
        start, end = scene.offsets(run[0])[0], scene.offsets(run[-1])[1]
        low = _passed(scene.text, start, before.lstrip(), back=True)
        high = _passed(scene.text, end, after.rstrip(), back=False)
        if scene.text[low:high].split() == wanted:
            yield Run(run[0], run[-1]), Span(low, high)


def _passed(text: str, at: int, what: str, *, back: bool) -> int:
    """The place in `text` as far from `at` as `what` reaches; a run of white space in it stands for any other."""
    pieces = re.findall(r"\s+|\S+", what)
    for piece in reversed(pieces) if back else pieces:
        if not piece.isspace():
            at += -len(piece) if back else len(piece)
        while piece.isspace() and 0 < at < len(text) and text[at - back].isspace():
            at += -1 if back else 1
    return min(max(at, 0), len(text))


def stands_verbatim(sequence: PhraseClause, text: str) -> bool:
    """True if `verbatim_spans` finds any in `text`; only the surroundings of the same letters are looked at closely."""
    plain = " ".join(text.split())
    wanted = " ".join(sequence.verbatim.split())
    at = plain.find(wanted)
    while at >= 0:
        if _inside_word(plain, at) or _inside_word(plain, at + len(wanted)):
            at = plain.find(wanted, at + 1)
            continue
        # White space parts words, so what lies between the spaces around has the words that it has in the text.
        low, high = plain.rfind(" ", 0, at) + 1, plain.find(" ", at + len(wanted))
        piece = plain[low : high if high >= 0 else len(plain)]
        if any(verbatim_spans(sequence, SceneTerms.of_text(piece))):
            return True
        at = plain.find(wanted, at + 1)
    return False


def _inside_word(text: str, place: int) -> bool:
    """True if `place` is between two letters or digits of ASCII, which are never parted; for others it is not known."""
    around = text[place - 1 : place + 1] if place else ""
    return len(around) == 2 and around.isascii() and around.isalnum()


def _disjoint(runs: list[Run]) -> list[Run]:
    """Sorted, those that overlap as one."""
    merged: list[Run] = []
    reached = -1
    for run in sorted(runs):
        first, last = run
        if first > reached:
            merged.append(run)
            reached = last
        elif last > reached:
            merged[-1] = Run(merged[-1].first, last)
            reached = last
    return merged
