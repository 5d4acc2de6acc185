"""From the characters of a query to its tree. The grammar: docs/query-language.md."""

from .exact_filters import exact_filter, filter_field
from .filters import Filters, FilterValues, as_filters
from .nodes import And, Field, Fuzzy, Node, Not, Or, Phrase, PhraseMode, Wildcard, Words, named_scope
from .other_value import with_other_value
from .parser import MAX_QUERY, Query, parse
from .patterns import phrase_words
from .remembered import remembered

__all__ = [
    "MAX_QUERY",
    "And",
    "Field",
    "FilterValues",
    "Filters",
    "Fuzzy",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "PhraseMode",
    "Query",
    "Wildcard",
    "Words",
    "as_filters",
    "exact_filter",
    "filter_field",
    "named_scope",
    "parse",
    "phrase_words",
    "remembered",
    "with_other_value",
]
