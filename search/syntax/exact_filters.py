"""`=VALUE` as a filter: one of the work's values is this one, letter by letter.

Without "=" a filter asks for words that a value holds: `Mark Twain` finds what Mark Twain wrote with others as well. A
facet counts whole values, so a link from it has to ask for them.
"""

from __future__ import annotations

from .fields import is_exact_value
from .nodes import Field

_QUOTES = frozenset('"“”„«»＂')


def exact_filter(value: str) -> str:
    """The filter that asks for exactly `value`, whatever signs it has.

    >>> exact_filter("Mark Twain"), exact_filter('"Q"')
    ('=Mark Twain', '=""Q""')
    """
    return f'="{value}"' if _is_quoted(value) else f"={value}"


def filter_field(name: str, text: str) -> Field:
    """The condition that the filter `text` on a field stands for. One pair of quote marks after "=" may be left out.

    >>> filter_field("author", '="Mark Twain"') == filter_field("author", "=Mark Twain")
    True
    """
    if not text.startswith("=") or not is_exact_value(name, text[1:]):
        return Field(name, text)
    value = text[1:]
    return Field(name, value[1:-1] if _is_quoted(value) else value, exact=True)


def _is_quoted(value: str) -> bool:
    return len(value) > 2 and value[0] in _QUOTES and value[-1] in _QUOTES
