"""Queries that are asked for matches."""

from __future__ import annotations

from fabula.index.errors import QueryError
from fabula.search.syntax import Query, parse, remembered


def asked(text: str) -> Query:
    """The query. Raises QueryError for one without words, one that is too long, and for a remembered line."""
    if remembered(text) is not None:
        raise QueryError(
            "A line that is remembered more or less is found as a passage, and has no matches to be listed.",
            hint="Leave out the “?”, or ask for the line as a quote.",
        )
    return parse(text)
