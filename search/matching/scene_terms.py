"""The words of one scene's text: where they stand, and which letters they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence, Set
from functools import cached_property
from typing import Any, NamedTuple, Protocol, Self

import numpy as np

from fabula.index.analysis import edges, is_apostrophe, terms, words
from fabula.index.array_types import I64
from fabula.index.model import Scene, WorkRecord
from fabula.search.plan import Expansion, Level
from fabula.search.postings.places import union_sorted
from fabula.search.results import Span

from .scene_speech import Said
from .word_patterns import fits

__all__ = ["SceneTerms", "SceneView"]

Word = tuple[tuple[str, ...], Level]
"""Words of which any will do, or stems."""
Places = Callable[[tuple[str, ...], Level], I64]


class SceneView(Protocol):
    """A scene that was found, as an engine reads it.

    starts  for each paragraph that has words the position of its first word in the scene, ascending.
    said    what is said in it; nothing where that is not known.
    """

    @property
    def scene_id(self) -> str: ...

    @property
    def scene(self) -> Scene: ...

    def read(self) -> Scene:
        """`scene`, as a function."""
        ...

    @property
    def work(self) -> WorkRecord: ...

    @property
    def starts(self) -> list[int]: ...

    @property
    def said(self) -> Sequence[Said]: ...

    def places(self, slot: tuple[str, ...], level: Level) -> I64:
        """int64[...], ascending: the positions in the scene of any of these words, or of the forms of these stems."""
        ...

    def any_of(self, words: Sequence[Word]) -> tuple[I64, bool]:
        """int64[...], ascending, distinct: the positions of all of the words; and whether each of them is there."""
        ...


class _Paragraphs(NamedTuple):
    """Those that have words, half-open spans and perhaps more; and the positions of their first words, ascending."""

    spans: Sequence[tuple[Any, ...]]
    starts: Sequence[int]


class SceneTerms:
    """The terms of a scene by their positions in it, counted from 0; their offsets are found for those asked for only.

    An index knows the places, so that of a scene of 1,000 words only the paragraphs that are shown are cut into words,
    and none of them is folded.
    """

    def __init__(
        self,
        text: str,
        places: Places,
        paragraphs: Callable[[], _Paragraphs],
        said: Callable[[], Sequence[Said]] = tuple,
        any_of: Callable[[Sequence[Word]], tuple[I64, bool]] | None = None,
    ) -> None:
        self.text = text
        self._find_said = said
        self.places = places
        self._any_of = any_of
        self._find_paragraphs = paragraphs
        self._edges: dict[int, memoryview] = {}
        # A match that was asked for letter by letter may begin before its first word and end after its last.
        self._wider: dict[int, Span] = {}

    @classmethod
    def of_text(cls, text: str, surfaces_of: Callable[[tuple[str, ...]], Set[str]] = frozenset) -> Self:
        """A text that no index knows. `surfaces_of` gives the folded words that have any of some stems."""
        found = words(text)

        def places(slot: tuple[str, ...], level: Level) -> I64:
            wanted = frozenset(slot) if level is Level.SURFACE else surfaces_of(slot)
            return np.array([position for position, word in enumerate(found) if word in wanted], np.int64)

        return cls(text, places, lambda: _whole(text))

    @classmethod
    def of_reading(cls, reading: SceneView) -> Self:
        return cls(
            reading.scene.text, reading.places, lambda: _paragraphs_of(reading), lambda: reading.said, reading.any_of
        )

    def any_of(self, words: Sequence[Word]) -> tuple[I64, bool]:
        """See `SceneView`."""
        if self._any_of is not None:
            return self._any_of(words)
        each = [self.places(*word) for word in words]
        return union_sorted(each), all(map(len, each))

    @cached_property
    def said(self) -> Sequence[Said]:
        """What is said in the scene."""
        return self._find_said()

    @cached_property
    def _paragraphs(self) -> _Paragraphs:
        return self._find_paragraphs()

    def fitting(self, expansion: Expansion) -> list[int]:
        """Positions, ascending, of the words that `expansion` stands for."""
        found = words(self.text)
        wanted = {word for word in set(found) if fits(expansion, word)}
        return [position for position, word in enumerate(found) if word in wanted]

    def span(self, first: int, last: int) -> Span:
        """The text from the term at `first` to the one at `last`, both included."""
        start, end = self.offsets(first)
        if last != first:
            end = self.offsets(last)[1]
        if self._wider:
            start = min(start, self._wider.get(first, (start, end))[0])
            end = max(end, self._wider.get(last, (start, end))[1])
        return Span(start, end)

    def widen(self, first: int, last: int, span: Span) -> None:
        """From now on a match from `first` to `last` has this span."""
        self._wider[first] = self._wider[last] = span

    def offsets(self, position: int) -> tuple[int, int]:
        text, (paragraphs, starts) = self.text, self._paragraphs
        paragraph = bisect_right(starts, position) - 1
        base = paragraphs[paragraph][0]
        found = self._edges.get(paragraph)
        if found is None:
            found = self._edges[paragraph] = edges(text[base : paragraphs[paragraph][1]]).data
        place = position - starts[paragraph]
        start, end = base + found[2 * place], base + found[2 * place + 1]
        if (
            text[end - 1].isalnum()
            and not is_apostrophe(text[end : end + 1])
            and not (start and is_apostrophe(text[start - 1]))
        ):
            return start, end
        # Contractions share letters with their neighbours, so those are looked at, too.
        low, high = max(0, place - 1), min(place + 1, len(found) // 2 - 1)
        start, end = base + found[2 * low], base + found[2 * high + 1]
        term = terms(text[start:end])[place - low]
        return start + term.start, start + term.end


def _paragraphs_of(reading: SceneView) -> _Paragraphs:
    text, starts = reading.scene.text, reading.starts
    own: Sequence[tuple[Any, ...]] = reading.scene.paragraphs
    if len(own) != len(starts):
        # A row of dots has no words.
        own = [each for each in own if len(edges(text[each[0] : each[1]]))]
    return _Paragraphs(own, starts) if len(own) == len(starts) else _whole(text)


def _whole(text: str) -> _Paragraphs:
    return _Paragraphs([(0, len(text))], [0])
