"""Filters as texts, for the other texts of key words: `author:Poe`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from fabula.index.errors import OptionError

_QUOTES = '"“”'


def filters_of(conditions: Iterable[str]) -> dict[str, list[str]]:
    """The values of each field. Raises OptionError for a text without a field.

    >>> filters_of(["author:Poe", 'author:"Ann Lee"', "in:dialogue"])
    {'author': ['Poe', 'Ann Lee'], 'in': ['dialogue']}
    """
    filters: dict[str, list[str]] = defaultdict(list)
    for condition in conditions:
        name, colon, value = condition.partition(":")
        if not colon:
            raise OptionError(
                f'"{condition[:40]}" is no condition to compare with.', hint="Conditions look like author:Poe."
            )
        is_quoted = len(value) > 2 and value[0] in _QUOTES and value[-1] in _QUOTES
        filters[name.strip()].append(value[1:-1] if is_quoted else value)
    return dict(filters)
