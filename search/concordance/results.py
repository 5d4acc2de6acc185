"""A concordance, and what it can be asked for. All types are frozen; offsets are half-open code points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fabula.index.model import ChapterRef, WorkRecord
from fabula.search.match_kind import MatchKind
from fabula.search.results import DEFAULT_TIMEOUT_SECONDS, Explanation, Span

MAX_CONTEXT_WORDS = 50


@dataclass(frozen=True, slots=True)
class ConcordanceOptions:
    """How to list matches.

    limit    rows (or groups) to return, 0 to 1,000.
    cursor   where the page begins: `concordance.cursor` of the page before.
    context  words on each side, 0 to 50; fewer where the scene begins or ends.
    sort     up to three places, the first counting most: "left1" (the word before the match) to "left5", "match",
             "right1" to "right5"; "-left1" is from z to a. Words are compared folded, by their code points, and where
             there is none comes first. Equal rows are in reading order, and so are all if nothing is named.
    group    one of these places: instead of rows there are the words that stand there, with how often they do.
    filters  field -> value as in SearchOptions.
    fold     leave out the matches in copies of a scene that several works have (editions, uploads, anthologies).
    timeout  seconds after which QueryTooDear says what took so long; None for no limit.

    >>> options = ConcordanceOptions(context=2, sort=("right1", "-left1"))
    >>> [(row.left, row.match, row.right) for row in library.concordance("the", options)]
    [('river was', 'the', 'colour of'), ('pewter, and', 'the', 'ferryman would'), ('', 'The', 'river was')]
    """

    limit: int = 20
    cursor: str | None = None
    context: int = 10
    sort: tuple[str, ...] = ()
    group: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    fold: bool = True
    timeout: float | None = DEFAULT_TIMEOUT_SECONDS


@dataclass(frozen=True, slots=True)
class ConcordanceRow:
    """A match and the text on both sides of it, white space as single blanks.

    left, right  begin and end with a word (and the signs at it), and not beyond the scene.
    match        of a match of more than 100 words the first and the last 50, with " … " between them.
    span         where the match stands in the scene's text.
    speaker      who says it; None if that is not known, or if nobody does.
    """

    left: str
    match: str
    right: str
    work: WorkRecord
    chapter: ChapterRef | None
    scene_id: str
    span: Span
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class WordGroup:
    """The matches that have the folded word `word` in the place grouped by; "" for those that have none there."""

    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Concordance:
    """A page of matches, or of the words that stand beside them.

    total     the number of matches, exact; `folded` more are in copies of scenes, and left out.
    works     the number of works that have any of them.
    match     how the words are found: as typed, or, if that is nowhere, in other forms, or near each other.
    rows      () if the matches are grouped.
    group     the place that they are grouped by, "" for none; `groups`, those with most matches first, are of that page
              and `total_groups` of all.
    seconds   wall time of the whole answer.
    cursor    pass it as ConcordanceOptions.cursor for the next page; None on the last.

    >>> found = library.concordance("the", ConcordanceOptions(context=1))
    >>> found.total, [(row.left, row.match, row.right) for row in found]
    (3, [('', 'The', 'river'), ('was', 'the', 'colour'), ('and', 'the', 'ferryman')])
    >>> library.concordance("the", ConcordanceOptions(group="left1")).groups[0]
    WordGroup(word='', count=1)
    """

    query: str
    generation: int
    total: int
    folded: int
    works: int
    match: MatchKind
    seconds: float
    explanation: Explanation
    rows: tuple[ConcordanceRow, ...] = ()
    group: str = ""
    groups: tuple[WordGroup, ...] = ()
    total_groups: int = 0
    cursor: str | None = None

    def __iter__(self) -> Iterator[ConcordanceRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)
