"""The postings of one term in one segment: which documents hold it, how often, and where."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64

__all__ = ["END", "Postings"]


# Beyond every document, as Whoosh's numbers go.
END = 2**31 - 1


class Postings:
    """What a matcher walks along. Never changes, so that any number of matchers share it.

    documents  int64[n], ascending and distinct.
    starts     int64[n + 1], where the places of each document begin.
    places     integers, ascending within a document: the positions of the term there, from 0.
    """

    def __init__(self, documents: I64, starts: I64, places: NDArray[Any]) -> None:
        self.documents, self._starts, self._places = documents, starts, places

    @classmethod
    def gather(cls, documents: I64, places: NDArray[Any]) -> Postings:
        """From the document and place of each occurrence, ordered by both."""
        first = np.flatnonzero(np.diff(documents, prepend=-1))
        return cls(documents[first], np.append(first, len(documents)), places)

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def counts(self) -> I64:
        """int64[n]: how often the term stands in each document."""
        return np.diff(self._starts)

    @cached_property
    def ids(self) -> list[int]:
        """The documents, and END: lists are quicker to step through than arrays."""
        return [*self.documents.tolist(), END]

    @cached_property
    def weights(self) -> list[float]:
        found: list[float] = self.counts.astype(float).tolist()
        return found

    def places(self, index: int) -> list[int]:
        """The places in the document at `index`."""
        found: list[int] = self._places[self._starts[index] : self._starts[index + 1]].tolist()
        return found
