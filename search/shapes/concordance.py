"""Matches with the words around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fabula.index.shapes import Each, Maybe, Number, OneOf, Text, Whole
from fabula.search.match_kind import MatchKind
from .answers import EXPLANATION
from .view import Key, View
from .works import CHAPTER, WORK_REFERENCE

if TYPE_CHECKING:
    from fabula.search.concordance.results import Concordance, ConcordanceLine, WordGroup

CONCORDANCE_LINE: View[ConcordanceLine] = View(
    "ConcordanceLine",
    {
        "left": Key(Text(), note="The words before the match, white space as single blanks."),
        "match": Key(Text(), note="Of more than 100 words the first and the last 50."),
        "right": Text(),
        "speaker": Key(Maybe(Text()), note="Who says it; null if that is not known, or if nobody does."),
        "work": WORK_REFERENCE,
        "chapter": Maybe(CHAPTER),
        "scene": Key(Text(), lambda line: line.scene_id, "The scene's id."),
        "start": Key(Whole(), lambda line: line.span.start, "Where the match stands in the text of the scene."),
        "end": Key(Whole(), lambda line: line.span.end),
    },
)
WORD_GROUP: View[WordGroup] = View(
    "", {"word": Key(Text(), note="Folded; nothing for matches that have no word there."), "count": Whole()}
)
CONCORDANCE: View[Concordance] = View(
    "ConcordanceAnswer",
    {
        "query": Text(),
        "generation": Whole(),
        "total": Key(Whole(), note="Matches in all, exactly."),
        "folded": Key(Whole(), note="More of them in copies of scenes, which are left out."),
        "works": Key(Whole(), note="The works that have any."),
        "match": Key(OneOf(tuple(MatchKind)), note="How the words were found."),
        "seconds": Key(Number(0), lambda found: round(found.seconds, 6)),
        "explanation": EXPLANATION,
        "cursor": Maybe(Text()),
        "lines": Each(CONCORDANCE_LINE),
        "group": Key(Text(), note="The place that the matches are grouped by; nothing for none."),
        "total_groups": Whole(),
        "groups": Key(Each(WORD_GROUP), note="The words in that place, those with most matches first."),
    },
)
