"""Text with marked spans, for pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from fabula.search.results import Span


def marked_html(text: str, spans: Iterable[Span], breaks: Sequence[tuple[int, bool]] = ()) -> str:
    """`text` escaped for HTML, with the sorted, disjoint `spans` in <mark> elements.

    breaks  offsets of line ends that are kept, ascending: True for one between paragraphs, which become <p> elements if
            there are several; False for one within a paragraph, <br>. Without breaks there is no other markup.

    >>> marked_html("Go!\nNo, no.", [Span(0, 2), Span(4, 6)], [(3, True)])
    '<p><mark>Go</mark>!</p><p><mark>No</mark>, no.</p>'
    """
    if not breaks:
        return _marked(text, 0, len(text), spans)
    all_spans = [*spans]
    pieces: list[str] = []
    start = 0
    for at, ends_paragraph in breaks:
        pieces += [_marked(text, start, at, all_spans), "</p><p>" if ends_paragraph else "<br>"]
        start = at + 1
    pieces.append(_marked(text, start, len(text), all_spans))
    html = "".join(pieces)
    return f"<p>{html}</p>" if any(ends_paragraph for _, ends_paragraph in breaks) else html


def _marked(text: str, start: int, end: int, spans: Iterable[Span]) -> str:
    """text[start:end], with what the spans have of it marked."""
    pieces: list[str] = []
    previous_end = start
    for low, high in spans:
        first, last = max(low, start), min(high, end)
        if first < last:
            pieces += [escape(text[previous_end:first]), "<mark>", escape(text[first:last]), "</mark>"]
            previous_end = last
    pieces.append(escape(text[previous_end:end]))
    return "".join(pieces)
