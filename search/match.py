"""Where in a scene's text did the query match? The same rules as the engine's, over one scene, to offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Set
from functools import cached_property

from ..index.analysis import spans, terms, words
from .expansion import fits
from .plan import All, Any, Condition, Expansion, Level, Part, Sequence, Without, leaves
from .results import Span

__all__ = ["SceneTerms", "locate", "stands_verbatim", "verbatim_spans"]


class SceneTerms:
    """The terms of one scene's text, looked up by what they are; their offsets are found for those that matched only.

    A hit costs 0.3 ms for a scene of 1,000 words; giving every word its offsets would take 2 ms.
    """

    def __init__(self, text: str, surfaces_of: Callable[[tuple[str, ...]], Set[str]]) -> None:
        """`surfaces_of` gives the folded words that have any of some stems."""
        self.text = text
        self._words = words(text)
        self._surfaces_of = surfaces_of
        self._known: dict[int, tuple[int, int]] = {}

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return spans(self.text)

    def places(self, slot: tuple[str, ...], level: Level) -> list[int]:
        """Positions, ascending, of any of the terms in `slot`."""
        return self._standing(frozenset(slot) if level is Level.SURFACE else self._surfaces_of(slot))

    def fitting(self, expansion: Expansion) -> list[int]:
        """Positions, ascending, of the words that `expansion` stands for."""
        return self._standing({word for word in set(self._words) if fits(expansion, word)})

    def _standing(self, wanted: Set[str]) -> list[int]:
        return [position for position, word in enumerate(self._words) if word in wanted] if wanted else []

    def span(self, first: int, last: int) -> Span:
        """The text from the term at `first` to the one at `last`, both included."""
        return Span(self._offsets(first)[0], self._offsets(last)[1])

    def _offsets(self, position: int) -> tuple[int, int]:
        if position not in self._known:
            self._known[position] = self._found_offsets(position)
        return self._known[position]

    def _found_offsets(self, position: int) -> tuple[int, int]:
        """Where a term stands. Contractions share letters with their neighbours, so those are looked at, too."""
        low = max(0, position - 1)
        start = self._spans[low][0]
        end = self._spans[min(position + 1, len(self._spans) - 1)][1]
        term = terms(self.text[start:end])[position - low]
        return start + term.start, start + term.end


def locate(part: Part, scene: SceneTerms) -> tuple[Span, ...]:
    """What of `part` matched in the scene: sorted, disjoint spans of its text.

    A phrase is one span; words that are apart are one each. What is negated or a condition on the work marks nothing,
    and of the choices of an OR only those mark anything that the scene meets as a whole.
    """
    return _disjoint(_Marks(scene).of(part) or [])


class _Marks:
    """The spans of the parts of one plan in one scene, those of each leaf found once."""

    def __init__(self, scene: SceneTerms) -> None:
        self._scene = scene
        self._known: dict[Part, list[Span]] = {}

    def of(self, part: Part) -> list[Span] | None:
        """The spans of `part`; None if the scene does not meet it. Conditions on the work are taken to be met."""
        match part:
            case Sequence() | Expansion():
                return self._leaf(part) or None
            case All(parts):
                each = [self.of(child) for child in parts]
                return None if None in each else [span for spans in each for span in spans or ()]
            case Any(parts):
                met = [spans for spans in map(self.of, parts) if spans is not None]
                return [span for spans in met for span in spans] if met else None
            case Without(child):
                known = not any(isinstance(leaf, Condition) for leaf in leaves(child, negated=True))
                return None if known and self.of(child) is not None else []
            case _:
                return []

    def _leaf(self, leaf: Sequence | Expansion) -> list[Span]:
        if leaf not in self._known:
            scene = self._scene
            self._known[leaf] = (
                [scene.span(place, place) for place in scene.fitting(leaf)]
                if isinstance(leaf, Expansion)
                else list(_sequence_spans(leaf, scene))
            )
        return self._known[leaf]


def _sequence_spans(sequence: Sequence, scene: SceneTerms) -> Iterator[Span]:
    if sequence.verbatim:
        yield from verbatim_spans(sequence, scene)
        return
    for run in _runs(sequence, scene):
        # Neighbours in a run are one span: a phrase is marked as a whole.
        start = 0
        for index in range(1, len(run) + 1):
            if index == len(run) or run[index] != run[index - 1] + 1:
                yield scene.span(run[start], run[index - 1])
                start = index


def _runs(sequence: Sequence, scene: SceneTerms) -> Iterator[list[int]]:
    """The positions of each occurrence: for every place of the first word, the nearest place of each next one."""
    found = {slot: scene.places(slot, sequence.level) for slot in dict.fromkeys(sequence.slots)}
    if not all(found.values()):
        return
    places = [found[slot] for slot in sequence.slots]
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


def verbatim_spans(sequence: Sequence, scene: SceneTerms) -> Iterator[Span]:
    """The occurrences of `sequence.verbatim` in the text letter by letter; runs of white space are equal."""
    wanted = sequence.verbatim.split()
    own = terms(sequence.verbatim)
    # What stands before the first word of the quote and after the last must stand there in the text, too.
    before, after = sequence.verbatim[: own[0].start], sequence.verbatim[own[-1].end :]
    for run in _runs(sequence, scene):
        start, end = scene.span(run[0], run[-1])
        low = _passed(scene.text, start, before.lstrip(), back=True)
        high = _passed(scene.text, end, after.rstrip(), back=False)
        if scene.text[low:high].split() == wanted:
            yield Span(low, high)


def _passed(text: str, at: int, what: str, *, back: bool) -> int:
    """The place in `text` as far from `at` as `what` reaches; a run of white space in it stands for any other."""
    pieces = re.findall(r"\s+|\S+", what)
    for piece in reversed(pieces) if back else pieces:
        if not piece.isspace():
            at += -len(piece) if back else len(piece)
        while piece.isspace() and 0 < at < len(text) and text[at - back].isspace():
            at += -1 if back else 1
    return min(max(at, 0), len(text))


def stands_verbatim(sequence: Sequence, text: str) -> bool:
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
        if any(verbatim_spans(sequence, SceneTerms(piece, lambda _: frozenset()))):
            return True
        at = plain.find(wanted, at + 1)
    return False


def _inside_word(text: str, place: int) -> bool:
    """True if `place` is between two letters or digits of ASCII, which are never parted; for others it is not known."""
    around = text[place - 1 : place + 1] if place else ""
    return len(around) == 2 and around.isascii() and around.isalnum()


def _disjoint(spans: list[Span]) -> tuple[Span, ...]:
    """Sorted, those that overlap as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
