"""From the characters of a query to its tree. The grammar: docs/query-language.md."""

from .nodes import And, Field, Fuzzy, Node, Not, Or, Phrase, PhraseMode, Wildcard, Words
from .parser import MAX_QUERY, Query, parse
from .remembered import remembered

__all__ = [
    "MAX_QUERY",
    "And",
    "Field",
    "Fuzzy",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "PhraseMode",
    "Query",
    "Wildcard",
    "Words",
    "parse",
    "remembered",
]
