"""Where in a scene's text did the query match? The same rules as the engine's, over one scene, to offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from ..index.analysis import stem, terms
from .expansion import fits
from .plan import Expansion, Level, Part, Sequence, leaves
from .results import Span

__all__ = ["SceneTerms", "locate", "verbatim_spans"]


class SceneTerms:
    """The terms of one scene's text, looked up by what they are."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.terms = terms(text)
        self._language = language.partition("-")[0]

    @cached_property
    def _surfaces(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for position, term in enumerate(self.terms):
            places.setdefault(term.text, []).append(position)
        return places

    @cached_property
    def _stems(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for word, positions in self._surfaces.items():
            places.setdefault(stem(word, self._language), []).extend(positions)
        return {term: sorted(positions) for term, positions in places.items()}

    def places(self, slot: Iterable[str], level: Level) -> list[int]:
        """Positions, ascending, of any of the terms in `slot`."""
        table = self._surfaces if level is Level.SURFACE else self._stems
        return sorted({position for term in slot for position in table.get(term, ())})

    def fitting(self, expansion: Expansion) -> list[int]:
        """Positions, ascending, of the words that `expansion` stands for."""
        return sorted(
            position for word, places in self._surfaces.items() if fits(expansion, word) for position in places
        )

    def span(self, first: int, last: int) -> Span:
        """The text from the term at `first` to the one at `last`, both included."""
        return Span(self.terms[first].start, self.terms[last].end)


def locate(part: Part, scene: SceneTerms) -> tuple[Span, ...]:
    """What of `part` stands in the scene: sorted, disjoint spans of its text.

    A phrase is one span; words that are apart are one each. What is negated or a condition on the work marks nothing.
    """
    found: list[Span] = []
    for leaf in leaves(part):
        if isinstance(leaf, Expansion):
            found += [scene.span(position, position) for position in scene.fitting(leaf)]
        elif isinstance(leaf, Sequence):
            found += _sequence_spans(leaf, scene)
    return _disjoint(found)


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
    places = [scene.places(slot, sequence.level) for slot in sequence.slots]
    if not all(places):
        return
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
    before = len(sequence.verbatim[: own[0].start].lstrip())
    after = len(sequence.verbatim[own[-1].end :].rstrip())
    for run in _runs(sequence, scene):
        start, end = scene.span(run[0], run[-1])
        low, high = max(0, start - before), end + after
        if scene.text[low:high].split() == wanted:
            yield Span(low, high)


def _disjoint(spans: list[Span]) -> tuple[Span, ...]:
    """Sorted, those that overlap as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
