"""Where in a scene's text does a query match? By the rules of the engine, over one scene, to offsets."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.budget import check, checked
from fabula.search.plan import And, Condition, HasSpeech, Not, Nothing, Or, Part, PhraseClause, plan_leaves
from fabula.search.results import Span, disjoint
from .phrase_runs import phrase_positions, runs_side_by_side
from .runs import Run, Runs, join_overlapping, runs_of_neighbours
from .scene_speech import runs_in_scope, utterance_at
from .scene_terms import SceneTerms
from .verbatim import verbatim_runs

__all__ = ["Run", "locate", "runs_of", "speaker_of"]


def locate(part: Part, scene: SceneTerms) -> tuple[Span, ...]:
    """The spans of the scene's text that match `part`: sorted, disjoint."""
    return tuple(disjoint([scene.span(*run) for run in checked(runs_of(part, scene))]))


def runs_of(part: Part, scene: SceneTerms) -> Runs:
    """The words of the scene that match `part`: sorted, disjoint.

    A phrase is one run; words that are apart are one each. Negated parts and conditions on the work mark nothing, and
    of the choices of an OR only those mark anything that the scene meets as a whole.
    """
    parts = part.parts if isinstance(part, And | Or) else (part,)
    words = [child for child in parts if isinstance(child, PhraseClause) and child.is_word]
    if len(words) == len(parts):
        # Most scenes of a natural query are found by words, and these are by far the most to mark.
        positions, has_all = scene.any_of([(word.alternatives[0], word.level) for word in words])
        return Runs.of_words(positions if has_all or isinstance(part, Or) else positions[:0])
    return join_overlapping(_Marks(scene).of(part) or [])


def speaker_of(runs: Runs, scene: SceneTerms) -> str | None:
    """Who says the longest of the runs, or the first of several; None if that is not known, or if nobody says it.

    Single words may be several people's; they have a speaker only if all are one's.
    """
    if not runs or not scene.utterances:
        return None
    speaker: str | None = None
    for first, last in runs.longest():
        utterance = utterance_at(scene.utterances, first)
        character = utterance.speaker if utterance is not None and last <= utterance.last else None
        if character is None or speaker not in (None, character.name):
            # Most scenes have hundreds of words of a natural query, and one of the first ones is told.
            return None
        speaker = character.name
    return speaker


class _Marks:
    """The runs of the parts of one plan in one scene, in pieces; each leaf is looked for once."""

    def __init__(self, scene: SceneTerms) -> None:
        self._scene = scene
        self._known: dict[Part, list[Runs]] = {}

    def of(self, part: Part) -> list[Runs] | None:
        """The runs of `part`; None if the scene does not meet it. Conditions on the work are assumed to be met."""
        match part:
            case PhraseClause() | HasSpeech():
                return self._leaf(part) or None
            case And(parts):
                by_part = [self.of(child) for child in parts]
                return None if None in by_part else [runs for pieces in by_part for runs in pieces or ()]
            case Or(parts):
                met = [pieces for pieces in map(self.of, parts) if pieces is not None]
                return [runs for pieces in met for runs in pieces] if met else None
            case Nothing():
                return None
            case Not(child):
                is_known = not any(isinstance(leaf, Condition) for leaf in plan_leaves(child, negated=True))
                return None if is_known and self.of(child) is not None else []
            case _:
                return []

    def _leaf(self, leaf: PhraseClause | HasSpeech) -> list[Runs]:
        pieces = self._known.get(leaf)
        if pieces is None:
            check(leaf)
            scene = self._scene
            match leaf:
                case PhraseClause():
                    found = _phrase_runs(leaf, scene)
                case HasSpeech(scope):
                    found = iter([Runs.of(runs_in_scope(scope, scene.utterances))])
            pieces = self._known[leaf] = [runs for runs in found if len(runs)]
        return pieces


def _phrase_runs(phrase: PhraseClause, scene: SceneTerms) -> Iterator[Runs]:
    """In pieces, in any order."""
    if phrase.is_word:
        yield Runs.of_words(scene.positions(phrase.alternatives[0], phrase.level))
        return
    if phrase.verbatim:
        found: list[Run] = []
        for run, span in verbatim_runs(phrase, scene):
            scene.widen(*run, span)
            found.append(run)
        yield Runs.of(found)
        return
    if phrase.is_plain and not phrase.slop and not len(scene.emoji):
        yield runs_side_by_side(phrase, scene)
    else:
        yield from map(runs_of_neighbours, phrase_positions(phrase, scene))
