"""`? LINE`: a line remembered more or less, not a query of the language."""

from __future__ import annotations

import re

from fabula.search.option_types import check_text

# A wildcard begins with a letter or a digit, and no prose begins with a question mark and a space.
_REMEMBERED = re.compile(r"\s*[?？]\s+(\S[\s\S]*)")


def remembered(query: str) -> str | None:
    """The line of a query "? LINE"; None for all others.

    >>> remembered("? you would of been the one"), remembered("why? because")
    ('you would of been the one', None)
    """
    check_text(query, "The query")
    match = _REMEMBERED.fullmatch(query)
    return match[1] if match else None
