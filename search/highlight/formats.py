"""Text with marked spans, for pages."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from fabula.search.results import Span


def marked_html(text: str, spans: Iterable[Span]) -> str:
    """`text` escaped for HTML, with the sorted, disjoint `spans` in <mark> elements, and no other markup."""
    pieces: list[str] = []
    previous_end = 0
    for start, end in spans:
        pieces += [escape(text[previous_end:start]), "<mark>", escape(text[start:end]), "</mark>"]
        previous_end = end
    pieces.append(escape(text[previous_end:]))
    return "".join(pieces)
