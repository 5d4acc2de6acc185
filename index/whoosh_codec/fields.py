"""The indexed fields of a segment: terms to postings over its living documents."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Protocol

import numpy as np

from fabula.index.array_types import I64, U32
from fabula.index.codec.segment import Segment
from fabula.index.sorted_arrays import sorted_unique

from .postings import Postings

__all__ = ["Field", "ListedField", "Token", "WordField"]


Token = tuple[bytes, int]
"""A term, and its place in the field."""

# Postings kept decoded, by field and segment: Whoosh asks several times for those of every term of a query. The
# commonest word of 77 MB of novels takes 3 MB.
_KEPT = 32


class Field(Protocol):
    """Terms are UTF-8, ascending; a term without living documents is not there."""

    @property
    def lengths(self) -> I64:
        """int64[documents]: terms in the field of each."""
        ...

    def terms_from(self, start: bytes) -> Iterator[bytes]: ...

    def postings(self, term: bytes) -> Postings: ...


class WordField:
    """The words of the scenes, or their stems, over the segment's position space.

    document_of  int64[scenes]: the document of each scene, -1 for deleted ones.
    """

    def __init__(self, segment: Segment, document_of: I64, lengths: I64, *, stems: bool) -> None:
        self.lengths = lengths
        self._segment = segment
        self._document_of = document_of
        self._stems = stems
        self._whole = len(lengths) == len(document_of)
        self.postings: Callable[[bytes], Postings] = lru_cache(maxsize=_KEPT)(self._postings)

    def terms_from(self, start: bytes) -> Iterator[bytes]:
        for term in self._vocabulary[bisect_left(self._vocabulary, start) :]:
            if self._whole or self._lives(term):
                yield term

    @cached_property
    def _vocabulary(self) -> list[bytes]:
        if self._stems:
            return [stem for stem, _ in groupby(self._segment.names(), key=lambda name: name[0])]
        words = (word.encode("utf-8", "surrogatepass") for word, _ in self._segment.vocabulary())
        # A word has a term for each of its stems in several languages; they are neighbours.
        return [word for word, _ in groupby(words)]

    def _lives(self, term: bytes) -> bool:
        positions = self._positions(term)
        return bool((self._document_of[self._segment.scenes_of(positions)] >= 0).any())

    def _postings(self, term: bytes) -> Postings:
        positions = self._positions(term)
        scenes = self._segment.scenes_of(positions)
        documents = self._document_of[scenes]
        places = positions - self._segment.scene_starts[scenes]
        if not self._whole:
            alive = documents >= 0
            documents, places = documents[alive], places[alive]
        return Postings.gather(documents, places)

    def _positions(self, term: bytes) -> U32:
        """uint32[...], ascending."""
        word = term.decode("utf-8", "surrogatepass")
        segment = self._segment
        if not self._stems:
            pieces = [segment.positions(number) for number in segment.terms_of_surface(word)]
        else:
            numbers = segment.terms_of_stem(word)
            pieces = [segment.positions_between(numbers.start, numbers.stop)] if numbers else []
        found = np.concatenate([*pieces, np.empty(0, np.uint32)])
        found.sort()
        return found


class ListedField:
    """A field of few values, which documents have from their owners: themselves, or their works.

    owner   int64[documents]: the owner of each.
    tokens  makes the tokens of each owner, in order; called once, when the field is first used.
    """

    def __init__(self, owner: I64, tokens: Callable[[], Sequence[Sequence[Token]]]) -> None:
        self._owner = owner
        self._make = tokens
        self.postings: Callable[[bytes], Postings] = lru_cache(maxsize=_KEPT)(self._postings)

    @cached_property
    def _places(self) -> dict[bytes, dict[int, list[int]]]:
        """Term -> owner -> its places there."""
        places: dict[bytes, dict[int, list[int]]] = {}
        # An owner without documents is not alive.
        owners = sorted_unique(self._owner).tolist()
        tokens = self._make()
        for owner in owners:
            for term, place in tokens[owner]:
                places.setdefault(term, {}).setdefault(owner, []).append(place)
        return places

    @cached_property
    def _vocabulary(self) -> list[bytes]:
        return sorted(self._places)

    @cached_property
    def lengths(self) -> I64:
        counts = np.array([len(own) for own in self._make()], np.int64)
        found: I64 = counts[self._owner]
        return found

    def terms_from(self, start: bytes) -> Iterator[bytes]:
        return iter(self._vocabulary[bisect_left(self._vocabulary, start) :])

    def _postings(self, term: bytes) -> Postings:
        of_owner = self._places.get(term, {})
        documents = np.flatnonzero(np.isin(self._owner, list(of_owner)))
        own = [of_owner[owner] for owner in self._owner[documents].tolist()]
        starts = np.cumsum([0, *map(len, own)])
        return Postings(documents, starts, np.array([place for places in own for place in places], np.int64))
