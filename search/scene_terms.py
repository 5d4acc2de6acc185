"""The words of one scene's text: where they stand, and which letters they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence, Set
from functools import cached_property
from typing import Protocol, Self

from ..index.analysis import is_apostrophe, spans, terms, words
from ..index.model import Scene, WorkRecord
from .expansion import fits
from .plan import Expansion, Level
from .results import Span
from .spoken_scene import Said

__all__ = ["Reading", "SceneTerms"]

Places = Callable[[tuple[str, ...], Level], list[int]]


class Reading(Protocol):
    """A scene that was found, as an engine reads it.

    starts  for each paragraph that has words the position of its first word in the scene, ascending.
    said    what is said in it; nothing where that is not known.
    """

    @property
    def scene(self) -> Scene: ...

    @property
    def work(self) -> WorkRecord: ...

    @property
    def starts(self) -> list[int]: ...

    @property
    def said(self) -> Sequence[Said]: ...

    def places(self, slot: tuple[str, ...], level: Level) -> list[int]:
        """Positions in the scene, ascending, of any of these words, or of the forms of these stems."""
        ...


class SceneTerms:
    """The terms of a scene by their positions in it, counted from 0; their offsets are found for those asked for only.

    An index knows the places, so that of a scene of 1,000 words only the paragraphs that matched are cut into words:
    0.05 ms, where all of it would take 0.5 ms.
    """

    def __init__(
        self,
        text: str,
        places: Places,
        paragraphs: Sequence[tuple[int, int]],
        starts: Sequence[int],
        said: Callable[[], Sequence[Said]] = tuple,
    ) -> None:
        """`paragraphs` are those that have words, and `starts` the positions of their first words."""
        self.text = text
        self._find_said = said
        self.places = places
        self._paragraphs, self._starts = paragraphs, starts
        self._runs: dict[int, list[tuple[int, int]]] = {}
        # A match that was asked for letter by letter may begin before its first word and end after its last.
        self._wider: dict[int, Span] = {}

    @classmethod
    def of_text(cls, text: str, surfaces_of: Callable[[tuple[str, ...]], Set[str]] = frozenset) -> Self:
        """A text that no index knows. `surfaces_of` gives the folded words that have any of some stems."""
        found = words(text)

        def places(slot: tuple[str, ...], level: Level) -> list[int]:
            wanted = frozenset(slot) if level is Level.SURFACE else surfaces_of(slot)
            return [position for position, word in enumerate(found) if word in wanted]

        return cls(text, places, [(0, len(text))], [0])

    @classmethod
    def of_reading(cls, reading: Reading) -> Self:
        text, starts = reading.scene.text, reading.starts
        paragraphs = [(start, end) for start, end, _ in reading.scene.paragraphs]
        if len(paragraphs) != len(starts):
            # A row of dots has no words.
            paragraphs = [(start, end) for start, end in paragraphs if spans(text[start:end])]
        if len(paragraphs) != len(starts):
            paragraphs, starts = [(0, len(text))], [0]
        return cls(text, reading.places, paragraphs, starts, lambda: reading.said)

    @cached_property
    def said(self) -> Sequence[Said]:
        """What is said in the scene."""
        return self._find_said()

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
        paragraph = bisect_right(self._starts, position) - 1
        base, end_of_paragraph = self._paragraphs[paragraph]
        runs = self._runs.get(paragraph)
        if runs is None:
            runs = self._runs[paragraph] = spans(self.text[base:end_of_paragraph])
        place = position - self._starts[paragraph]
        start, end = runs[place]
        text = self.text
        start, end = start + base, end + base
        if (
            text[end - 1].isalnum()
            and not is_apostrophe(text[end : end + 1])
            and not (start and is_apostrophe(text[start - 1]))
        ):
            return start, end
        # Contractions share letters with their neighbours, so those are looked at, too.
        low = max(0, place - 1)
        start, end = base + runs[low][0], base + runs[min(place + 1, len(runs) - 1)][1]
        term = terms(text[start:end])[place - low]
        return start + term.start, start + term.end
