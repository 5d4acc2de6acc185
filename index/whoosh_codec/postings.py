"""The postings of one term in one segment: its documents, counts and places."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64

# Beyond Whoosh's largest document number.
END = 2**31 - 1


class Postings:
    """The postings that matchers walk along. They never change, so any number of matchers share them.

    documents  I64[n], ascending and distinct.
    starts     I64[n + 1], where the places of each document begin.
    places     integers, ascending within a document: the positions of the term there, from 0.
    """

    def __init__(self, documents: I64, starts: I64, places: NDArray[Any]) -> None:
        self.documents, self._starts, self._places = documents, starts, places

    @classmethod
    def gather(cls, documents: I64, places: NDArray[Any]) -> Postings:
        """Postings from the document and place of each occurrence, ordered by both."""
        first = np.flatnonzero(np.diff(documents, prepend=-1))
        return cls(documents[first], np.append(first, len(documents)), places)

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def counts(self) -> I64:
        """I64[n]: how often the term stands in each document."""
        return np.diff(self._starts)

    @cached_property
    def ids(self) -> list[int]:
        """The documents and END, as a list: stepping through lists is quicker than through arrays."""
        return [*self.documents.tolist(), END]

    @cached_property
    def weights(self) -> list[float]:
        weights: list[float] = self.counts.astype(float).tolist()
        return weights

    def places(self, index: int) -> list[int]:
        """The places in the document at `index`."""
        places: list[int] = self._places[self._starts[index] : self._starts[index + 1]].tolist()
        return places
