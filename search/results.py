"""What a search answers with. All frozen; offsets are half-open and count Unicode code points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from fabula.index.model import Scene, WorkRecord

__all__ = [
    "Copy",
    "Difference",
    "Explanation",
    "FacetCount",
    "Hit",
    "MatchKind",
    "Missing",
    "Op",
    "QuoteResults",
    "Results",
    "SearchOptions",
    "Snippet",
    "Sort",
    "Span",
    "disjoint",
]


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """Sorted spans, those that overlap as one: the letters of a contraction may belong to two words."""
    found: list[Span] = []
    for span in spans:
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


class MatchKind(StrEnum):
    """How a scene matched, best first."""

    EXACT = "exact"
    SPEECH = "speech"
    STEMMED = "stemmed"
    NEAR = "near"
    FUZZY = "fuzzy"
    WORDS = "words"
    NONE = "none"


class Sort(StrEnum):
    """The order of results. All but RELEVANCE are by work, and within it in reading order."""

    RELEVANCE = "relevance"
    TITLE = "title"
    AUTHOR = "author"
    DATE = "date"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How to search.

    limit    hits to return, 0 to 1,000.
    cursor   where to go on: `results.cursor` of the page before.
    sort     the order.
    filters  field -> value as in the query language ("author" -> "Poe", "words" -> ">5000"), all of which must hold.
    facets   the fields to count over all scenes found ("author", "fandom", "lang", …).
    fold     show a scene that several works tell (editions, uploads, anthologies) once; False shows each by itself.
    """

    limit: int = 10
    cursor: str | None = None
    sort: Sort = Sort.RELEVANCE
    filters: Mapping[str, str] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    fold: bool = True


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the scene around the best matches, cut at sentence ends where that fits.

    text        as shown; "…" stands where something was left out.
    highlights  sorted, disjoint half-open offsets in `text` of what matched, and nothing else.
    html        `text` escaped, the highlights in <mark>: safe to put in a page.
    """

    text: str
    highlights: tuple[Span, ...]
    html: str


class Op(StrEnum):
    """What became of a word of a quote in the text."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"


class Difference(NamedTuple):
    """Folded words: `query` as remembered ("" for one the text adds), `text` as it stands ("" for one it lacks)."""

    op: Op
    query: str
    text: str


@dataclass(frozen=True)
class Copy:
    """Where a scene that is shown stands too, with the same words or nearly.

    scene  is read when it is asked for: a page has up to a hundred copies a hit, and shows few of their texts.
    """

    work: WorkRecord
    scene_id: str
    read: Callable[[], Scene] = field(repr=False, compare=False)

    @cached_property
    def scene(self) -> Scene:
        return self.read()


@dataclass(frozen=True)
class Hit:
    """One scene found.

    rank     from 1, over all pages.
    score    comparable within one answer only; higher is better.
    matches  sorted, disjoint half-open offsets in `scene.text`, worked out when they are asked for.
    speaker  who says it, where that is known.
    also     where else it was found, best first, at most 100; `copies` says how many there are.
    difference  of a quote that was looked for, from the first word to the last; () for a search.
    """

    rank: int
    score: float
    match: MatchKind
    work: WorkRecord
    scene: Scene
    snippet: Snippet
    speaker: str | None = None
    difference: tuple[Difference, ...] = ()
    also: tuple[Copy, ...] = ()
    copies: int = 0
    locate: Callable[[], tuple[Span, ...]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def matches(self) -> tuple[Span, ...]:
        return self.locate()

    @property
    def chapter(self) -> tuple[int | None, str] | None:
        """(number, title) of the scene's chapter, None for a work without chapters."""
        return self.scene.chapter


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of the scenes found have this value."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of the query that nothing in the library matches, and the nearest things that exist (best first)."""

    part: str
    reason: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the query was read and what came of it.

    reading  the query as understood, in the query language's own terms.
    notes    remarks for the person ("the quote was not closed; it was taken to end with the query").
    missing  which parts failed, for an answer with no hits (or words that exist nowhere in the library).
    """

    reading: str
    notes: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One page of an answer.

    total    scenes found in all, exactly; those that are folded into others count too.
    seconds  wall time of the whole answer.
    facets   field -> counts, commonest first.
    cursor   pass it as SearchOptions.cursor for the next page; None on the last.
    """

    query: str
    total: int
    seconds: float
    explanation: Explanation
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    cursor: str | None = None

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)


@dataclass(frozen=True, slots=True)
class QuoteResults(Results):
    """The passages that a remembered line may be.

    Each hit has a score from 0 to 1 and a difference; `total` counts the scenes that reach `threshold`.
    claimed  True if the first hit does. Else the hits are merely the nearest there are.
    """

    claimed: bool = False
    threshold: float = 1.0
