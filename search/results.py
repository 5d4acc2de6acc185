"""The answer to a search. All types are frozen; offsets are half-open and count Unicode code points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from fabula.index.model import Scene, WorkRecord
from .match_kind import MatchKind
from .tabular import Tabular

# None of the benchmark's queries over 77 MB takes a hundredth of it; on a slow machine with a cold disk, a tenth.
DEFAULT_TIMEOUT_SECONDS = 10.0


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """Merges sorted spans that overlap: the letters of a contraction may belong to two words."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


class Sort(StrEnum):
    """The order of results. All but RELEVANCE are by work, and within it in reading order.

    DATE is that of the last change, ADDED when the work came into the library: latest first, unknown ones last.
    """

    RELEVANCE = "relevance"
    TITLE = "title"
    AUTHOR = "author"
    DATE = "date"
    LENGTH = "length"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How to search.

    limit    hits to return, 0 to 1,000.
    cursor   where the page begins: `results.cursor` of the page before.
    sort     the order.
    filters  field -> value as in the query language ("author" -> "Poe", "words" -> ">5000"), all of which must hold;
             "=Edgar Allan Poe" is that value alone, as facets count it. Of several values of a field one must hold.
    exclude  the same for what must not hold: none of the values may.
    show_hidden  find works that the library hides by their rating, too: see docs/operations.md.
    group    "work" for works instead of scenes: `limit` counts these, and the answer is `WorkResults`.
    facets   the fields to count over all scenes found ("author", "fandom", "lang", …). Values that `filters` want of a
             field are left out where it is counted: its numbers say what one more value gives.
    fold     show a scene that several works have (editions, uploads, anthologies) once; False shows each by itself.
    remembered  ask the quote finder as well where no scene has the words of a natural query one after the other.
    timeout  seconds after which QueryTooDear says what took so long; None for no limit.

    >>> library.search("ferryman", SearchOptions(limit=5, filters={"author": "Lee"}, facets=("lang",))).facets
    {'lang': (FacetCount(value='en', count=1),)}
    """

    limit: int = 10
    cursor: str | None = None
    sort: Sort = Sort.RELEVANCE
    filters: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    fold: bool = True
    remembered: bool = False
    timeout: float | None = DEFAULT_TIMEOUT_SECONDS
    exclude: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    show_hidden: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the scene around the best matches, cut at sentence ends where possible.

    text        as shown; "…" stands where something was left out, a line end between paragraphs and lines of verse.
    highlights  sorted, disjoint half-open offsets in `text` of the matches.
    html        `text` escaped, the highlights in <mark>, several paragraphs in <p>, lines of verse parted by <br>: safe
                to put in a page.
    """

    text: str
    highlights: tuple[Span, ...]
    html: str


class Op(StrEnum):
    """How a word of a quote differs from the text."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"


class Difference(NamedTuple):
    """A word as it is written on both sides: `query` as remembered ("" for one that the text adds), `text` as it stands
    ("" for one that it lacks). With the punctuation beside it; two words where one side has one for them."""

    op: Op
    query: str
    text: str


@dataclass(frozen=True)
class Copy:
    """Another scene with the same words as one that is shown, or nearly.

    scene  is read on demand: a page has up to a hundred copies a hit, and shows few of their texts.
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
    matches  sorted, disjoint half-open offsets in `scene.text`, worked out on demand.
    speaker  who says it, where that is known.
    also     copies of the scene, best first, at most 100; `copies` says how many there are.
    difference  between a quote and the text, from the first word to the last; () for a search.

    >>> hit = library.search("my choice").hits[0]
    >>> hit.rank, hit.speaker, hit.snippet.html[-44:]
    (1, 'Mary', 'been <mark>my choice</mark>,” said Mary.</p>')
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
    """How many of the scenes found have this value.

    spellings  other spellings of it that works have, and that are counted with it: an author's, where the library has
               one work under several of them.
    """

    value: str
    count: int
    spellings: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of the query that nothing in the library matches, and the nearest values that exist, best first."""

    part: str
    reason: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadAs:
    """Words of a query that were also read as others: "dont" as "don't", "cooperation" as "co operation"."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the query was read, and remarks about the answer.

    reading  the query as understood, in the query language's own terms.
    notes    remarks for the person ("the quote was not closed; it was taken to end with the query").
    read_as  words of prose that were also read as others, below the exact matches.
    missing  which parts failed, for an answer with no hits (or words that exist nowhere in the library).
    """

    reading: str
    notes: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    read_as: tuple[ReadAs, ...] = ()


@dataclass(frozen=True, slots=True)
class Results(Tabular):
    """One page of an answer.

    total    the exact number of scenes found, including those that are folded into others.
    seconds  wall time of the whole answer.
    facets   field -> counts, commonest first.
    cursor   pass it as SearchOptions.cursor for the next page; None on the last.
    remembered  the line that was meant, if the options ask for it and something is close: see `QuoteResults`.
    generation  the number of the commit that it is from.

    >>> results = library.search("ferryman", limit=1)
    >>> results.total, [hit.work.title for hit in results], results.cursor
    (1, ['The Ferry'], None)
    """

    query: str
    total: int
    seconds: float
    explanation: Explanation
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    cursor: str | None = None
    remembered: QuoteResults | None = None
    generation: int = 0
    follow: Callable[[str], Results] | None = field(default=None, repr=False, compare=False)

    @property
    def pages(self) -> Iterator[Results]:
        """This page and those after it, each asked for when it is needed. All are from the commit of this one.

        >>> [len(page) for page in library.search("the", limit=1).pages]
        [1]
        """
        page: Results = self
        yield page
        while page.cursor is not None and page.follow is not None:
            page = page.follow(page.cursor)
            yield page

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each hit of the page.

        >>> [(row["title"], row["speaker"]) for row in library.search("my choice").rows()]
        [('The Ferry', 'Mary')]
        """
        for hit in self.hits:
            chapter = hit.chapter
            yield {
                "rank": hit.rank,
                "score": hit.score,
                "match": hit.match.value,
                "title": hit.work.title,
                "authors": hit.work.authors,
                "chapter": chapter[1] or chapter[0] if chapter else None,
                "speaker": hit.speaker,
                "text": hit.snippet.text,
                "work": hit.work.id,
                "scene": hit.scene.id,
            }

    def cells(self) -> Iterator[Mapping[str, str]]:
        for hit, row in zip(self.hits, super(Results, self).cells(), strict=True):
            yield {**row, "text": hit.snippet.html}

    def caption(self) -> str:
        return f"{self.total:,} scenes for {self.query}"

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)


@dataclass(frozen=True, slots=True)
class QuoteResults(Results):
    """The passages that may be a remembered line.

    Each hit has a score from 0 to 1 and a difference; `total` counts the scenes that reach `threshold`.
    claimed  True if the first hit does. Else the hits are merely the nearest there are.
    """

    claimed: bool = False
    threshold: float = 1.0
