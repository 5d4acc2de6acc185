"""Where matches stand in works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fabula.index.shapes import Each, Maybe, Number, OneOf, Text, Whole
from fabula.search.match_kind import MatchKind
from .answers import EXPLANATION
from .view import Key, View
from .works import CHAPTER, WORK_REFERENCE

if TYPE_CHECKING:
    from fabula.search.dispersion.results import ChapterSpread, Dispersion, QuerySpread, WorkSpread

_DP = "DP (Gries 2008): near 0 they are spread evenly, near 1 they stand in a small part."

QUERY_SPREAD: View[QuerySpread] = View(
    "QuerySpread",
    {
        "query": Text(),
        "total": Key(Whole(), note="Its matches, exactly; copies of scenes in other works count."),
        "works": Key(Whole(), note="The works that have any."),
        "per_10000": Key(Number(0), note="Matches in 10,000 words of the works looked at."),
        "dp": Key(Maybe(Number(0, 1)), note=f"Over these works. {_DP} Null for a single work."),
        "match": Key(OneOf(tuple(MatchKind)), note="How the words were found."),
        "explanation": EXPLANATION,
    },
)
CHAPTER_SPREAD: View[ChapterSpread] = View(
    "",
    {
        "chapter": Maybe(CHAPTER),
        "begin": Key(Whole(), note="The words of the work before it."),
        "words": Whole(),
        "matches": Key(Each(Whole()), note="Of each query."),
    },
)
WORK_SPREAD: View[WorkSpread] = View(
    "WorkSpread",
    {
        "work": WORK_REFERENCE,
        "words": Whole(),
        "matches": Key(Each(Whole()), note="Of each query."),
        "dps": Key(Each(Maybe(Number(0, 1))), note=f"Of each query over the chapters. {_DP} Null for one chapter."),
        "histograms": Key(
            Each(Each(Whole())), note="Of each query the matches in parts of equal length, from the first to the last."
        ),
        "positions": Key(
            Each(Each(Whole())), note="Of each query the words of the work before each match: the first matches."
        ),
        "chapters": Each(CHAPTER_SPREAD),
    },
)
DISPERSION: View[Dispersion] = View(
    "DispersionAnswer",
    {
        "generation": Whole(),
        "seconds": Key(Number(0), lambda found: round(found.seconds, 6)),
        "words": Key(Whole(), note="Of all works looked at."),
        "total_works": Key(Whole(), note="The works that have any match, of all pages."),
        "cursor": Maybe(Text()),
        "queries": Each(QUERY_SPREAD),
        "works": Each(WORK_SPREAD),
    },
)
