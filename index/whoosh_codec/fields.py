"""The indexed fields of a segment: from terms to postings in its documents."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, groupby
from typing import Protocol

import numpy as np

from fabula.index.array_types import I64, U32
from fabula.index.codec.segment import Segment
from fabula.index.sorted_arrays import sorted_unique
from .postings import Postings

Token = tuple[bytes, int]
"""A term, and its position in the field."""

# Decoded postings that are cached per field and segment: Whoosh asks several times for those of each term of a query.
# The commonest word of 77 MB of novels takes 3 MB.
_MAX_CACHED_POSTINGS = 32


class Field(Protocol):
    """Terms are UTF-8, ascending; terms of deleted documents only are left out."""

    @property
    def lengths(self) -> I64:
        """int64[documents]: the number of terms in each."""
        ...

    def terms_from(self, start: bytes) -> Iterator[bytes]: ...

    def postings(self, term: bytes) -> Postings: ...


class WordField:
    """The words of the scenes, or their stems, from the segment's position space.

    document_of  int64[scenes]: the document of each scene, -1 if it is deleted.
    """

    def __init__(self, segment: Segment, document_of: I64, lengths: I64, *, stems: bool) -> None:
        self.lengths = lengths
        self._segment = segment
        self._document_of = document_of
        self._stems = stems
        self._is_whole = len(lengths) == len(document_of)
        self.postings: Callable[[bytes], Postings] = lru_cache(maxsize=_MAX_CACHED_POSTINGS)(self._postings)

    def terms_from(self, start: bytes) -> Iterator[bytes]:
        for term in self._vocabulary[bisect_left(self._vocabulary, start) :]:
            if self._is_whole or self._is_in_document(term):
                yield term

    @cached_property
    def _vocabulary(self) -> list[bytes]:
        if self._stems:
            return [stem for stem, _ in groupby(self._segment.names(), key=lambda name: name[0])]
        words = (word.encode() for word, _ in self._segment.vocabulary())
        # A word has one term for each of its stems in several languages; these are neighbours.
        return [word for word, _ in groupby(words)]

    def _is_in_document(self, term: bytes) -> bool:
        positions = self._positions(term)
        return bool((self._document_of[self._segment.scenes_of(positions)] >= 0).any())

    def _postings(self, term: bytes) -> Postings:
        positions = self._positions(term)
        scenes = self._segment.scenes_of(positions)
        documents = self._document_of[scenes]
        places = positions - self._segment.scene_starts[scenes]
        if not self._is_whole:
            alive = documents >= 0
            documents, places = documents[alive], places[alive]
        return Postings.gather(documents, places)

    def _positions(self, term: bytes) -> U32:
        """uint32[...], ascending."""
        word = term.decode()
        segment = self._segment
        if not self._stems:
            pieces = [segment.positions(number) for number in segment.terms_of_surface(word)]
        else:
            numbers = segment.terms_of_stem(word)
            pieces = [segment.positions_between(numbers.start, numbers.stop)] if numbers else []
        positions = np.concatenate([*pieces, np.empty(0, np.uint32)])
        positions.sort()
        return positions


class ListedField:
    """A field with few values, which belong to the owners of documents: the documents themselves, or their works.

    owner   int64[documents]: the owner of each.
    tokens  returns the tokens of each owner, in order; called when the field is first used.
    """

    def __init__(self, owner: I64, tokens: Callable[[], Sequence[Sequence[Token]]]) -> None:
        self._owner = owner
        self._tokens = tokens
        self.postings: Callable[[bytes], Postings] = lru_cache(maxsize=_MAX_CACHED_POSTINGS)(self._postings)

    @cached_property
    def _positions(self) -> dict[bytes, dict[int, list[int]]]:
        """Term -> owner -> its positions there."""
        positions: dict[bytes, dict[int, list[int]]] = {}
        tokens = self._tokens()
        # Owners without documents are deleted.
        for owner in sorted_unique(self._owner).tolist():
            for term, position in tokens[owner]:
                positions.setdefault(term, {}).setdefault(owner, []).append(position)
        return positions

    @cached_property
    def _vocabulary(self) -> list[bytes]:
        return sorted(self._positions)

    @cached_property
    def lengths(self) -> I64:
        counts = np.array([len(tokens) for tokens in self._tokens()], np.int64)
        lengths: I64 = counts[self._owner]
        return lengths

    def terms_from(self, start: bytes) -> Iterator[bytes]:
        return iter(self._vocabulary[bisect_left(self._vocabulary, start) :])

    def _postings(self, term: bytes) -> Postings:
        by_owner = self._positions.get(term, {})
        documents = np.flatnonzero(np.isin(self._owner, list(by_owner)))
        positions = [by_owner[owner] for owner in self._owner[documents].tolist()]
        starts = np.cumsum([0, *map(len, positions)])
        return Postings(documents, starts, np.array(list(chain.from_iterable(positions)), np.int64))
