"""Writes another value into a condition of a query, wherever and however that was typed."""

from __future__ import annotations

from .lexer import tokens
from .nodes import Field, quoted


def with_other_value(query: str, condition: str, value: str) -> str | None:
    """The query with `value` in the first condition that reads as `condition` does; None if it has none.

    >>> with_other_value("ferry author:“Ann Lea”", 'author:"Ann Lea"', "Ann Lee")
    'ferry author:"Ann Lee"'
    """
    for token in tokens(query, []):
        if isinstance(token.leaf, Field) and str(token.leaf) == condition:
            sign = "=" if token.leaf.exact else ""
            return f"{query[: token.start]}{token.leaf.name}:{sign}{quoted(value)}{query[token.end :]}"
    return None
