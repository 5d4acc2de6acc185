"""The answers to searches and to remembered lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fabula.index.shapes import Each, Flag, Maybe, Number, OneOf, Shape, Table, Text, Whole
from fabula.search.match_kind import MatchKind
from fabula.search.results import Op, QuoteResults, Results
from .view import Key, View
from .works import CHAPTER, SCENE_REFERENCE, SPAN, TEXTS, WORK_REFERENCE

if TYPE_CHECKING:
    from fabula.search.by_work.results import FoundWork, WorkResults
    from fabula.search.facets.results import Facets
    from fabula.search.results import Copy, Difference, Explanation, FacetCount, Hit, Missing, ReadAs, Snippet

SNIPPET: View[Snippet] = View(
    "",
    {
        "text": Text(),
        "html": Key(
            Text(),
            note="The text, escaped, with what matched in <mark>. Several paragraphs are in <p>; <br> ends a line of "
            "verse.",
        ),
        "highlights": Each(SPAN),
    },
)
COPY: View[Copy] = View(
    "",
    {"work": WORK_REFERENCE, "chapter": Key(Maybe(CHAPTER), lambda copy: copy.scene.chapter), "scene": SCENE_REFERENCE},
)
HIT: View[Hit] = View(
    "Hit",
    {
        "rank": Whole(1),
        "score": Number(),
        "match": OneOf(tuple(MatchKind)),
        "speaker": Maybe(Text()),
        "work": WORK_REFERENCE,
        "chapter": Key(Maybe(CHAPTER), lambda hit: hit.scene.chapter),
        "scene": SCENE_REFERENCE,
        "snippet": SNIPPET,
        "copies": Key(Whole(), note="How many scenes of other works, found too, are this text."),
        "also": Key(Each(COPY), note="Those, best first, at most 100."),
    },
)
DIFFERENCE: View[Difference] = View("Difference", {"op": OneOf(tuple(Op)), "query": Text(), "text": Text()})
QUOTE_HIT: View[Hit] = View("QuoteHit", {**HIT.keys, "difference": Each(DIFFERENCE)})

READ_AS: View[ReadAs] = View("", {"typed": Text(), "read": Text()})
MISSING: View[Missing] = View("", {"part": Text(), "reason": Text(), "nearest": TEXTS})
EXPLANATION: View[Explanation] = View(
    "",
    {
        "reading": Text(),
        "read_as": Key(Each(READ_AS), note="Words of prose that were also read as others, below the exact matches."),
        "notes": TEXTS,
        "missing": Each(MISSING),
    },
)
FACET_COUNT: View[FacetCount] = View(
    "FacetCount",
    {
        "value": Text(),
        "count": Whole(),
        "spellings": Key(TEXTS, note="Other spellings that are counted with it: one author's."),
    },
)
# The keys that all answers begin with.
_HEAD: dict[str, Key | Shape] = {
    "query": Text(),
    "total": Key(Whole(), note="Scenes found in all, exactly."),
    "seconds": Key(Number(0), lambda results: round(results.seconds, 6)),
    "explanation": EXPLANATION,
    "facets": Table(Each(FACET_COUNT)),
    "cursor": Maybe(Text()),
    "generation": Key(Whole(), note="The commit that the answer is from."),
}
QUOTE_ANSWER: View[QuoteResults] = View(
    "QuoteAnswer",
    {
        **_HEAD,
        "hits": Each(QUOTE_HIT),
        "claimed": Key(Flag(), note="Whether the line was found; else the hits are the nearest."),
        "threshold": Key(Number(0, 1), note="The score from which on a passage counts as found."),
    },
)
SEARCH_ANSWER: View[Results] = View(
    "SearchAnswer",
    {
        **_HEAD,
        "hits": Each(HIT),
        "remembered": Key(
            Maybe(QUOTE_ANSWER),
            note="The line that was meant, where it was asked for and no scene has the words in a row.",
        ),
    },
)
FOUND_WORK: View[FoundWork] = View(
    "FoundWork",
    {
        "rank": Whole(1),
        "work": WORK_REFERENCE,
        "scenes": Key(Whole(1), note="How many of its scenes were found."),
        "matches": Key(Whole(), note="The words and phrases that are marked in them."),
        "positions": Key(
            Each(Number(0, 1)), note="The hundredths of the work in which these stand, each once: 0.25, 0.26."
        ),
        "hits": Key(Each(HIT), note="The best scenes, at most three, with their ranks among all that were found."),
    },
)
WORKS_FOUND: View[WorkResults] = View(
    "WorksFound",
    {**_HEAD, "total_works": Key(Whole(), note="Works with any of these scenes."), "works": Each(FOUND_WORK)},
)
FACETS: View[Facets] = View(
    "FacetsAnswer",
    {
        "generation": Key(Whole(), note="The commit that the answer is from."),
        "query": Text(),
        "total": Key(Whole(), note="Scenes found in all, exactly."),
        "facets": Key(
            Table(Each(FACET_COUNT)),
            note="By field, commonest first, at most 50. What filters want of a field is left out where it is counted.",
        ),
    },
)


def answer_shape(results: Results, *, files: bool = False) -> dict[str, Any]:
    """The results of a search, which may be those of a quote, or works."""
    if isinstance(results, QuoteResults):
        return QUOTE_ANSWER.of(results, files=files)
    if type(results) is Results:
        return SEARCH_ANSWER.of(results, files=files)
    from fabula.search.by_work.results import WorkResults  # 3 ms, saved where scenes are asked for

    assert isinstance(results, WorkResults)
    return WORKS_FOUND.of(results, files=files)
