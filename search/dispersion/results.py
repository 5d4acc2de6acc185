"""Where matches stand in works, and what can be asked for. All types are frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from fabula.index.model import ChapterRef, WorkRecord
from fabula.search.match_kind import MatchKind
from fabula.search.results import DEFAULT_TIMEOUT_SECONDS, Explanation
from fabula.search.syntax.filters import FilterValues
from fabula.search.tabular import Tabular
from .measures import rate

MAX_QUERIES = 4
MAX_WORKS = 100
MAX_BINS = 1_000
MAX_POSITIONS = 10_000
# The columns of tables: keys of `Dispersion.rows`.
COLUMNS = ("query", "title", "authors", "work", "chapter", "chapter_title", "matches", "words", "per_10000")


class WorkOrder(StrEnum):
    """The order of works: by matches, by matches in 10,000 words, or by title."""

    MATCHES = "matches"
    RATE = "rate"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class DispersionOptions:
    """How to show where matches stand.

    limit      works to return, 0 to 100.
    cursor     where the page begins: `dispersion.cursor` of the page before.
    bins       parts of equal length that each work is cut into to count matches, 1 to 1,000.
    positions  how many matches of each query and work are given exactly, 0 to 10,000: the first ones.
    sort       the order of works, those with most matches of all queries first, or by title.
    filters    field -> value, or several of which one must hold, as in SearchOptions; `exclude`: none of them may.
    show_hidden  as in SearchOptions.
    timeout    seconds after which QueryTooDear says what took so long; None for no limit.

    >>> library.dispersion("the", DispersionOptions(bins=3)).works[0].histograms
    ((2, 1, 0),)
    """

    limit: int = 10
    cursor: str | None = None
    bins: int = 100
    positions: int = 1_000
    sort: WorkOrder = WorkOrder.MATCHES
    filters: FilterValues = field(default_factory=dict)
    exclude: FilterValues = field(default_factory=dict)
    timeout: float | None = DEFAULT_TIMEOUT_SECONDS
    show_hidden: bool = False


@dataclass(frozen=True, slots=True)
class QuerySpread:
    """One of the queries over all works.

    total        its matches, exact; copies of scenes in other works count.
    works        the works that have any.
    per_10000    matches in 10,000 words of the works looked at.
    dp           how unevenly they are spread over these works (`deviation_of_proportions`); None for one work, or none.
    match        how the words are found: as typed, or, if that is nowhere, in other forms, or near each other.
    """

    query: str
    total: int
    works: int
    per_10000: float
    dp: float | None
    match: MatchKind
    explanation: Explanation


class ChapterSpread(NamedTuple):
    """A chapter of a work: the words before it, its own, and the matches of each query in it.

    chapter  None for front matter, and for a work without chapters.
    """

    chapter: ChapterRef | None
    begin: int
    words: int
    matches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorkSpread:
    """Where the matches stand in one work; each tuple has an item for each query, in their order.

    words       of the scenes that are looked at: the story's, unless a query asks for notes.
    matches     exact.
    dps         how unevenly they are spread over the chapters (`deviation_of_proportions`); None for one chapter.
    histograms  matches in each of the bins, from the first word to the last; they add up to `matches`.
    positions   the words before each match, ascending: the first ones, as many as asked for. Divided by `words` they
                are shares of the work's length.
    """

    work: WorkRecord
    words: int
    matches: tuple[int, ...]
    dps: tuple[float | None, ...]
    histograms: tuple[tuple[int, ...], ...]
    positions: tuple[tuple[int, ...], ...]
    chapters: tuple[ChapterSpread, ...]

    def rows(self, queries: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """A row for each query and chapter."""
        for number, query in enumerate(queries):
            for part in self.chapters:
                yield {
                    "query": query,
                    "title": self.work.title,
                    "authors": self.work.authors,
                    "work": self.work.id,
                    "chapter": part.chapter.number if part.chapter else None,
                    "chapter_title": part.chapter.title if part.chapter else "",
                    "matches": part.matches[number],
                    "words": part.words,
                    "per_10000": rate(part.matches[number], part.words),
                }


@dataclass(frozen=True, slots=True)
class Dispersion(Tabular):
    """A page of works and where the matches of some queries stand in them.

    total_works  the works that have any match, of all pages.
    words        of all works looked at, also those without matches.
    seconds      wall time of the whole answer.
    cursor       pass it as DispersionOptions.cursor for the next page; None on the last.

    >>> found = library.dispersion(["choice", "the"])
    >>> [(spread.query, spread.total) for spread in found.queries]
    [('choice', 1), ('the', 3)]
    >>> found.works[0].words, found.works[0].positions
    (24, ((21,), (0, 4, 9)))
    """

    generation: int
    queries: tuple[QuerySpread, ...]
    works: tuple[WorkSpread, ...]
    total_works: int
    words: int
    seconds: float
    cursor: str | None = None

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each work of the page, query and chapter."""
        names = tuple(spread.query for spread in self.queries)
        return (row for work in self.works for row in work.rows(names))

    def caption(self) -> str:
        counts = ", ".join(f"{spread.query}: {spread.total:,}" for spread in self.queries)
        return f"{counts} matches in {self.total_works:,} works"

    def _repr_html_(self) -> str:
        """A strip for each work and query that Jupyter shows, with a line for each match."""
        from .strips import strips_html

        return strips_html(self)

    def __iter__(self) -> Iterator[WorkSpread]:
        return iter(self.works)

    def __len__(self) -> int:
        return len(self.works)
