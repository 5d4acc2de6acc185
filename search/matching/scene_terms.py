"""The words of one scene: their positions, and the offsets of those that are shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence, Set
from functools import cached_property
from typing import Any, NamedTuple, Protocol, Self

import numpy as np

from fabula.index.analysis import edges, is_apostrophe, is_emoji, terms, words
from fabula.index.array_types import I64
from fabula.index.model import Scene, WorkRecord
from fabula.search.plan import Level
from fabula.search.postings.sorted_positions import union_sorted
from fabula.search.results import Span
from .scene_speech import Utterance

Word = tuple[tuple[str, ...], Level]
"""Alternative words, or stems."""
PositionsOf = Callable[[tuple[str, ...], Level], I64]
NO_POSITIONS: I64 = np.empty(0, np.int64)


class SceneView(Protocol):
    """A scene that was found, as an engine reads it.

    paragraph_starts  the position in the scene of the first word of each paragraph that has words, ascending.
    utterances        the speech in it; empty where that is not known.
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
    def paragraph_starts(self) -> list[int]: ...

    @property
    def utterances(self) -> Sequence[Utterance]: ...

    def positions(self, alternatives: tuple[str, ...], level: Level) -> I64:
        """int64[...], ascending: the positions in the scene of any of these words, or of the forms of these stems."""
        ...

    @property
    def emoji(self) -> I64:
        """int64[...], ascending: the positions in the scene of emoji."""
        ...

    def any_of(self, words: Sequence[Word]) -> tuple[I64, bool]:
        """int64[...], ascending, distinct: the positions of all of the words; and whether each of them is there."""
        ...


class _Paragraphs(NamedTuple):
    """Those that have words: half-open spans, perhaps with more fields; and their first positions, ascending."""

    spans: Sequence[tuple[Any, ...]]
    starts: Sequence[int]


class SceneTerms:
    """The words of a scene by position, counted from 0. Offsets are found only for the positions asked for.

    An index knows the positions, so that of a scene of 1,000 words only the paragraphs that are shown are split into
    words, and none of them is folded.
    """

    def __init__(
        self,
        text: str,
        positions: PositionsOf,
        paragraphs: Callable[[], _Paragraphs],
        utterances: Callable[[], Sequence[Utterance]] = tuple,
        any_of: Callable[[Sequence[Word]], tuple[I64, bool]] | None = None,
        emoji: Callable[[], I64] = lambda: NO_POSITIONS,
    ) -> None:
        self.text = text
        self._find_utterances = utterances
        self.positions = positions
        self._any_of = any_of
        self._find_emoji = emoji
        self._find_paragraphs = paragraphs
        self._edges: dict[int, memoryview] = {}
        # A match that was asked for letter by letter may begin before its first word and end after its last.
        self._wider: dict[int, Span] = {}

    @classmethod
    def of_text(cls, text: str, surfaces_of: Callable[[tuple[str, ...]], Set[str]] = frozenset) -> Self:
        """A text that no index has. `surfaces_of` gives the folded words that have any of some stems."""
        text_words = words(text)

        def positions(alternatives: tuple[str, ...], level: Level) -> I64:
            wanted = frozenset(alternatives) if level is Level.SURFACE else surfaces_of(alternatives)
            return np.array([position for position, word in enumerate(text_words) if word in wanted], np.int64)

        def emoji() -> I64:
            return np.array([position for position, word in enumerate(text_words) if is_emoji(word)], np.int64)

        return cls(text, positions, lambda: _whole_text(text), emoji=emoji)

    @classmethod
    def of_view(cls, view: SceneView) -> Self:
        return cls(
            view.scene.text,
            view.positions,
            lambda: _paragraphs_of(view),
            lambda: view.utterances,
            view.any_of,
            lambda: view.emoji,
        )

    def any_of(self, words: Sequence[Word]) -> tuple[I64, bool]:
        """See `SceneView`."""
        if self._any_of is not None:
            return self._any_of(words)
        pieces = [self.positions(*word) for word in words]
        return union_sorted(pieces), all(map(len, pieces))

    @cached_property
    def utterances(self) -> Sequence[Utterance]:
        """The speech in the scene."""
        return self._find_utterances()

    @cached_property
    def emoji(self) -> I64:
        """int64[...], ascending: the positions of emoji. An index knows of most segments that they have none: to look
        for them in the letters of a scene takes 60 µs."""
        return self._find_emoji()

    @cached_property
    def _paragraphs(self) -> _Paragraphs:
        return self._find_paragraphs()

    def span(self, first: int, last: int) -> Span:
        """The text from the word at `first` to the one at `last`, both included."""
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
        """Where the word begins and ends in the text."""
        text, (paragraphs, starts) = self.text, self._paragraphs
        paragraph = bisect_right(starts, position) - 1
        base = paragraphs[paragraph][0]
        word_edges = self._edges.get(paragraph)
        if word_edges is None:
            word_edges = self._edges[paragraph] = edges(text[base : paragraphs[paragraph][1]]).data
        # An index of older rules may have counted more words than the text has by today's.
        index = min(position - starts[paragraph], len(word_edges) // 2 - 1)
        if index < 0:
            return base, base
        start, end = base + word_edges[2 * index], base + word_edges[2 * index + 1]
        if (
            text[end - 1].isalnum()
            and not is_apostrophe(text[end : end + 1])
            and not (start and is_apostrophe(text[start - 1]))
        ):
            return start, end
        # Contractions share letters with their neighbours, so those are needed, too.
        low, high = max(0, index - 1), min(index + 1, len(word_edges) // 2 - 1)
        start, end = base + word_edges[2 * low], base + word_edges[2 * high + 1]
        term = terms(text[start:end])[index - low]
        return start + term.start, start + term.end


def _paragraphs_of(view: SceneView) -> _Paragraphs:
    text, starts = view.scene.text, view.paragraph_starts
    spans: Sequence[tuple[Any, ...]] = view.scene.paragraphs
    if len(spans) != len(starts):
        # A row of dots has no words.
        spans = [span for span in spans if len(edges(text[span[0] : span[1]]))]
    return _Paragraphs(spans, starts) if len(spans) == len(starts) else _whole_text(text)


def _whole_text(text: str) -> _Paragraphs:
    return _Paragraphs([(0, len(text))], [0])
