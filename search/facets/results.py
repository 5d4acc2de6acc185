"""Counts of values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fabula.search.results import FacetCount
from fabula.search.tabular import Tabular


@dataclass(frozen=True, slots=True)
class Facets(Tabular):
    """How often values occur among the scenes that a query finds.

    total   the scenes found under all filters.
    facets  field -> counts, commonest first, at most 50 a field. What the filters want of a field is left out where it
            is counted: its numbers say what one more value gives.

    >>> found = library.facets("river", ("author", "lang"))
    >>> found.total, found.facets["author"]
    (1, (FacetCount(value='Ann Lee', count=1),))
    """

    query: str
    total: int
    facets: Mapping[str, tuple[FacetCount, ...]]
    generation: int

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each value of each field."""
        for field, counts in self.facets.items():
            for count in counts:
                yield {"field": field, "value": count.value, "count": count.count}

    def caption(self) -> str:
        return f"{self.total:,} scenes for {self.query}" if self.query else f"{self.total:,} scenes"

    def __iter__(self) -> Iterator[str]:
        return iter(self.facets)
