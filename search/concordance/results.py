"""A concordance, and what it can be asked for. All types are frozen; offsets are half-open code points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from fabula.index.model import ChapterRef, WorkRecord
from fabula.search.match_kind import MatchKind
from fabula.search.results import DEFAULT_TIMEOUT_SECONDS, Explanation, Span
from fabula.search.syntax.filters import FilterValues
from fabula.search.tabular import Tabular, shown_value

MAX_CONTEXT_WORDS = 50
# The columns of tables: keys of `Concordance.rows`.
LINE_COLUMNS = tuple("left match right speaker title authors chapter chapter_title work scene start end".split())
GROUP_COLUMNS = ("word", "count")
_SHOWN_COLUMNS = ("left", "match", "right", "speaker", "title")


@dataclass(frozen=True, slots=True)
class ConcordanceOptions:
    """How to list matches.

    limit    lines (or groups) to return, 0 to 1,000.
    cursor   where the page begins: `concordance.cursor` of the page before.
    context  words on each side, 0 to 50; fewer where the scene begins or ends.
    sort     up to three places, the first counting most: "left1" (the word before the match) to "left5", "match",
             "right1" to "right5"; "-left1" is from z to a. Words are compared folded, by their code points, and where
             there is none comes first. Equal lines are in reading order, and so are all if nothing is named.
    group    one of these places: instead of lines there are the words that stand there, with how often they do.
    filters  field -> value, or several of which one must hold, as in SearchOptions; `exclude`: none of them may.
    show_hidden  as in SearchOptions.
    fold     leave out the matches in copies of a scene that several works have (editions, uploads, anthologies).
    timeout  seconds after which QueryTooDear says what took so long; None for no limit.

    >>> options = ConcordanceOptions(context=2, sort=("right1", "-left1"))
    >>> [(line.left, line.match, line.right) for line in library.concordance("the", options)]
    [('river was', 'the', 'colour of'), ('pewter, and', 'the', 'ferryman would'), ('', 'The', 'river was')]
    """

    limit: int = 20
    cursor: str | None = None
    context: int = 10
    sort: tuple[str, ...] = ()
    group: str = ""
    filters: FilterValues = field(default_factory=dict)
    exclude: FilterValues = field(default_factory=dict)
    fold: bool = True
    timeout: float | None = DEFAULT_TIMEOUT_SECONDS
    show_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
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
class Concordance(Tabular):
    """A page of matches, or of the words that stand beside them.

    total     the number of matches, exact; `folded` more are in copies of scenes, and left out.
    works     the number of works that have any of them.
    match     how the words are found: as typed, or, if that is nowhere, in other forms, or near each other; the best
              kind that a query with operators asks for.
    lines     () if the matches are grouped.
    group     the place that they are grouped by, "" for none; `groups`, those with most matches first, are of that page
              and `total_groups` of all.
    seconds   wall time of the whole answer.
    cursor    pass it as ConcordanceOptions.cursor for the next page; None on the last.

    >>> found = library.concordance("the", ConcordanceOptions(context=1))
    >>> found.total, [(line.left, line.match, line.right) for line in found]
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
    lines: tuple[ConcordanceLine, ...] = ()
    group: str = ""
    groups: tuple[WordGroup, ...] = ()
    total_groups: int = 0
    cursor: str | None = None

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each line of the page, or for each group."""
        if self.group:
            return ({"word": group.word, "count": group.count} for group in self.groups)
        return map(line_row, self.lines)

    def cells(self) -> Iterator[Mapping[str, str]]:
        """The same as HTML, with the matches below one another, and without the columns that are for programs."""
        for row in self.rows():
            if self.group:
                yield {name: escape(shown_value(value)) for name, value in row.items()}
                continue
            cells = {name: escape(shown_value(row[name])) for name in _SHOWN_COLUMNS}
            yield {
                **cells,
                "left": f'<div style="text-align: right; white-space: nowrap">{cells["left"]}</div>',
                "match": f"<b>{cells['match']}</b>",
                "right": f'<div style="text-align: left; white-space: nowrap">{cells["right"]}</div>',
            }

    def caption(self) -> str:
        what = f"{self.total:,} matches in {self.works:,} works"
        return f"{what}, by {self.total_groups:,} words at {self.group}" if self.group else what

    def __iter__(self) -> Iterator[ConcordanceLine]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)


def line_row(line: ConcordanceLine) -> dict[str, Any]:
    """The line as a row of a table."""
    return {
        "left": line.left,
        "match": line.match,
        "right": line.right,
        "speaker": line.speaker,
        "title": line.work.title,
        "authors": line.work.authors,
        "chapter": line.chapter.number if line.chapter else None,
        "chapter_title": line.chapter.title if line.chapter else "",
        "work": line.work.id,
        "scene": line.scene_id,
        "start": line.span.start,
        "end": line.span.end,
    }
