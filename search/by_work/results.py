"""The answer to a search by works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fabula.index.model import WorkRecord
from fabula.search.results import Hit, Results


@dataclass(frozen=True, slots=True)
class FoundWork:
    """A work and what was found in it.

    rank       from 1, over all pages.
    scenes     how many of its scenes were found, exact.
    matches    how many words and phrases are marked in them, exact.
    positions  where these stand: hundredths of its words, each once, ascending, so that there are at most 100. 0.25 is
               the hundredth after its first quarter. Of the scenes that are searched: the story's, unless notes are.
    hits       the best scenes, best first, at most three; ranked among all scenes found.

    >>> found = library.search("my choice", SearchOptions(group="work")).works[0]
    >>> found.work.title, found.scenes, found.matches, len(found.hits)
    ('The Ferry', 1, 1, 1)
    """

    rank: int
    work: WorkRecord
    scenes: int
    matches: int
    positions: tuple[float, ...]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class WorkResults(Results):
    """A page of works. `total` counts scenes, of all works; each edition of a story is a work of its own.

    works        best first, or in the order asked for; the hits are theirs, one work's after another's.
    total_works  the exact number of works with any scene.
    """

    works: tuple[FoundWork, ...] = ()
    total_works: int = 0

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each work of the page."""
        for found in self.works:
            yield {
                "rank": found.rank,
                "title": found.work.title,
                "authors": found.work.authors,
                "scenes": found.scenes,
                "matches": found.matches,
                "text": found.hits[0].snippet.text if found.hits else "",
                "work": found.work.id,
            }

    def cells(self) -> Iterator[dict[str, str]]:
        for found, row in zip(self.works, super(Results, self).cells(), strict=True):
            yield {**row, "text": found.hits[0].snippet.html if found.hits else ""}

    def caption(self) -> str:
        return f"{self.total:,} scenes of {self.total_works:,} works for {self.query}"
