"""What is proposed for the beginning of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fabula.index.shapes import Each, Flag, OneOf, Text, Whole
from fabula.search.suggest.results import SuggestionKind
from .view import Key, View

if TYPE_CHECKING:
    from fabula.search.suggest.results import Suggestion, Suggestions

SUGGESTION: View[Suggestion] = View(
    "Suggestion",
    {
        "kind": OneOf(tuple(map(str, SuggestionKind))),
        "text": Text(),
        "count": Key(Whole(), note="The works of a name, or how often a phrase stands in stories."),
        "query": Key(Text(), note="What finds them, in the query language."),
    },
)
SUGGESTIONS: View[Suggestions] = View(
    "SuggestAnswer",
    {
        "generation": Whole(),
        "prefix": Key(Text(), note="What was typed."),
        "complete": Key(Flag(), note="False while suggestions are being prepared: ask again in a few seconds."),
        "suggestions": Each(SUGGESTION),
    },
)
