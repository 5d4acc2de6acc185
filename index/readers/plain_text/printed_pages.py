"""Joins the pages of a printed or scanned book: without their running heads and page numbers, sentences run on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fabula.index.readers.headings.headings import is_labelled, parse_heading
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.text_layout import Layout, LineStyle, learn_layout
from .running_heads import (
    PAGE_BREAK,
    ends_sentence,
    heads_at_page_breaks,
    heads_within_sentences,
    numbered_heads,
    runs_on,
)

# The last line of a paragraph is shorter than so much of the others.
_MAX_LAST_LINE_SHARE = 0.85


class Pages(NamedTuple):
    """The text as if it had no pages, and the running heads that are no longer in it."""

    text: str
    running_heads: tuple[str, ...]


def join_pages(text: str) -> Pages:
    """`text` (line ends "\\n") without page breaks, running heads and page numbers, its sentences joined over pages."""
    has_breaks = PAGE_BREAK in text
    if has_breaks:
        text = re.sub(r"(?<=[^\n])\f", "\n\f", text)
        lines = text.split("\n")
        heads = heads_at_page_breaks(lines)
    else:
        numbered = numbered_heads(text)
        lines = text.split("\n") if numbered else []
        heads = heads_within_sentences(lines, numbered)
        if not heads:
            return Pages(text, ())
    left_out = tuple(lines[line].strip() for line in sorted(heads))
    return Pages("\n".join(_joined(_pages(lines, heads))), left_out)


def _pages(lines: Sequence[str], heads: set[int]) -> Iterator[list[str]]:
    """The lines of each page, without running heads; a running head begins one as a form feed does."""
    page: list[str] = []
    holds_text = False
    for number, line in enumerate(lines):
        if holds_text and (number in heads or line.startswith(PAGE_BREAK)):
            yield page
            page, holds_text = [], False
        if number not in heads:
            page.append(line.replace(PAGE_BREAK, ""))
            holds_text = holds_text or bool(page[-1].strip())
    yield page


def _joined(pages: Iterable[list[str]]) -> Iterator[str]:
    """All lines, with a blank line between pages only where a paragraph ends there."""
    pages = list(pages)
    layout = learn_layout("\n".join(line for page in pages for line in [*page, ""]))
    last = ""
    for page in pages:
        first = next((number for number, line in enumerate(page) if line.strip()), len(page))
        end = next((number for number in range(len(page), 0, -1) if page[number - 1].strip()), 0)
        if last and first < len(page):
            yield from _between(last, page, first, layout)
        elif not last:
            yield from page[:first]
        yield from page[first:end]
        last = page[end - 1] if end else last


def _between(last: str, page: Sequence[str], first: int, layout: Layout) -> Iterable[str]:
    """The blank lines between the `last` line of a page and the `first` of the next one."""
    line = page[first]
    if runs_on(last, line):
        return ()
    below = page[first + 1] if first + 1 < len(page) else ""
    stands_alone = not below.strip() and parse_heading(line, 2) is not None
    if stands_alone or is_break(line) or is_break(last) or is_labelled(line):
        return page[:first] if first > 1 else ("", "")
    if layout.line_style is LineStyle.INDENTED:
        return ()
    if layout.line_style is LineStyle.WRAPPED and len(last) >= _MAX_LAST_LINE_SHARE * layout.width:
        return () if not ends_sentence(last) else ("",)
    return ("",)
