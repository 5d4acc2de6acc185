"""Whoosh's cursor over the postings of one term. Each matcher has its own place; the postings are shared."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from whoosh.matching import LeafMatcher, NullMatcher, ReadTooFar

from .postings import Postings


class PostingsMatcher(LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """A matcher without block quality whose scores have no bound.

    So Whoosh looks at every match. With a bound it would leave some out, and not always know: `replace` prunes by
    `max_quality` even where block quality is not supported, `ArrayUnionMatcher` takes the largest bound of its parts
    for the bound of their sum, `InverseMatcher` takes that of the excluded matcher, and `TopCollector` decides by the
    matcher of the last segment whether it has counted all. Counts come before speed; fabula.search is the fast way.
    """

    def __init__(
        self, term: tuple[str, bytes], postings: Postings, format_: Any, scorer: Any = None, at: int = 0
    ) -> None:
        self._term = term
        self._postings = postings
        self.format = format_
        self.scorer = scorer
        self._ids = postings.ids
        self._size = len(postings)
        self._at = at

    def copy(self) -> PostingsMatcher:
        return PostingsMatcher(self._term, self._postings, self.format, self.scorer, self._at)

    def is_active(self) -> bool:
        return self._at < self._size

    def reset(self) -> None:
        self._at = 0

    def replace(self, minquality: float = 0) -> Any:
        return self if self.is_active() else NullMatcher()

    def id(self) -> int:
        # Past the last document the id is END, because Whoosh's AndNotMatcher looks there.
        return self._ids[self._at]

    def all_ids(self) -> Iterator[int]:
        return iter(self._ids[self._at : self._size])

    def all_items(self) -> Iterator[tuple[int, bytes]]:
        return ((self._ids[at], self._value(at)) for at in range(self._at, self._size))

    def next(self) -> bool:
        """False: no block is entered, as there are none."""
        if self._at >= self._size:
            raise ReadTooFar
        self._at += 1
        return False

    def skip_to(self, id: int) -> bool:  # noqa: A002 - Whoosh calls it by this name
        if self._at >= self._size:
            raise ReadTooFar
        if id > self._ids[self._at]:
            self._at = bisect_left(self._ids, id, self._at, self._size)
        return False

    def supports_block_quality(self) -> bool:
        return False

    def max_quality(self) -> float:
        return float("inf")

    def block_quality(self) -> float:
        return float("inf")

    def skip_to_quality(self, minquality: float) -> int:
        return 0

    def weight(self) -> float:
        return self._postings.weights[self._at]

    def score(self) -> Any:
        return self.scorer.score(self) if self.scorer else self.weight()

    def value(self) -> bytes:
        return self._value(self._at)

    def _value(self, at: int) -> bytes:
        encoded: bytes = self.format.encode(self._postings.places(at))
        return encoded

    def value_as(self, astype: str) -> Any:
        if astype == "positions" and self.format.supports(astype):
            return self._postings.places(self._at)
        return self.format.decode_as(astype, self.value())
