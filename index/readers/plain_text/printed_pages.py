"""Joins the pages of a printed or scanned book: without their running heads and page numbers, sentences run on.

Pages are told by form feeds, and by the running heads themselves: a line with a number ("12 ODA MERRIN", "THE TIN
LANTERN 13", "- 14 -") whose number counts up at even distances, and that stands within sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.chapter_words import LABELS
from fabula.index.readers.structure.headings import is_labelled, parse_heading
from fabula.index.readers.structure.text_layout import Layout, LineStyle, learn_layout

PAGE_BREAK = "\f"
_MAX_HEAD_CHARS = 80
# A running head and a page number of its own; at the foot the same.
_EDGE_LINES = 2
_MIN_HEADS = 3
# Running heads stand on every page, or on every other one, but for plates and the first pages of chapters.
_MAX_PAGES_BETWEEN = 4
# A book that numbers its pages has from 15 lines (a pocket book, a poem) to 80 on each.
_MIN_PAGE_LINES, _MAX_PAGE_LINES = 15, 80
# Of the heads, as many stand at an even distance from the next, and as many within a sentence. Measured on numbered
# sections of novels: none of them interrupts a sentence.
_MAX_UNEVENNESS, _MIN_EVEN_SHARE = 0.4, 0.7
_MIN_WITHIN, _MIN_WITHIN_SHARE = 2, 0.25
_PAGE_WORD = r"(?:(?:page|pg|p|seite|página|pagina|стр|с|第)\.?\s*)?"
# Digits at either end before roman numerals: "I THE BURIAL 13" is page 13.
_NUMBERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for number in (r"(?P<number>\d{1,4})", r"(?P<number>[ivxl]{1,7})")
    for pattern in (rf"\W*{_PAGE_WORD}{number}\b(?P<words>.*)", rf"(?P<words>.*?)\b{_PAGE_WORD}{number}\W*")
)
# Both begin with a line end, which is quick to search for: looking at all lines took as long as reading the text.
_NUMBER_BEGINS_LINE = re.compile(r"\n(?=[ \t]*(?:[\[(|~—–-][ \t]*)?\d)")
_NUMBER_ENDS_LINE = re.compile(r"\n(?<=[\d\])|~—–-]\n)")
_SENTENCE_END = re.compile(r"[.!?:…。！？」』][\"”’'»)\]*_]*$|[\"”»]$")
_WORD = re.compile(r"\w+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
# The last line of a paragraph is shorter than so much of the others.
_MAX_LAST_LINE_SHARE = 0.85


class Pages(NamedTuple):
    """The text as if it had no pages, and the running heads that are no longer in it."""

    text: str
    running_heads: tuple[str, ...]


class _Head(NamedTuple):
    """A line that may be a running head. words: its words but for the number; number: None if it has none."""

    line: int
    page: int
    words: str
    number: int | None


def join_pages(text: str) -> Pages:
    """`text` (line ends "\\n") without page breaks, running heads and page numbers, its sentences joined over pages."""
    has_breaks = PAGE_BREAK in text
    if has_breaks:
        text = re.sub(r"(?<=[^\n])\f", "\n\f", text)
        lines = text.split("\n")
        heads = _heads_at_page_breaks(lines)
    else:
        numbered = _numbered_lines(text)
        if len(numbered) < _MIN_HEADS:
            return Pages(text, ())
        lines = text.split("\n")
        heads = _heads_within_sentences(lines, numbered)
        if not heads:
            return Pages(text, ())
    left_out = tuple(lines[line].strip() for line in sorted(heads))
    return Pages("\n".join(_joined(_pages(lines, heads))), left_out)


def _numbered_lines(text: str) -> list[int]:
    """The lines that begin or end with a number, ascending."""
    begins = {match.end() for match in _NUMBER_BEGINS_LINE.finditer(text)}
    ends = {text.rfind("\n", 0, match.start()) + 1 for match in _NUMBER_ENDS_LINE.finditer(text)}
    numbered: list[int] = []
    line = place = 0
    for start in sorted(begins | ends):
        line += text.count("\n", place, start)
        place = start
        numbered.append(line)
    return numbered


def _heads_at_page_breaks(lines: Sequence[str]) -> set[int]:
    """The running heads among the first and last lines of pages that form feeds part."""
    heads = [head for line, page in _edges(lines) if (head := _parse_head(lines[line], line, page))]
    pages_by_offset: dict[int, set[int]] = defaultdict(set)
    by_words: dict[str, list[_Head]] = defaultdict(list)
    for head in heads:
        if head.number is not None:
            pages_by_offset[head.number - head.page].add(head.page)
        elif lines[head.line].isupper() or not _SENTENCE_END.search(lines[head.line].rstrip()):
            by_words[head.words].append(head)
    # A page's number counts with the pages, unlike that of "Chapter 7" at the head of one.
    found = {
        head.line
        for head in heads
        if head.number is not None and len(pages_by_offset[head.number - head.page]) >= _MIN_HEADS
    }
    for candidates in by_words.values():
        if _is_on_neighbouring_pages(candidates):
            # "CHAPTER I" heads its chapter before it is a running head.
            is_chapter = is_labelled(lines[candidates[0].line])
            found.update(head.line for head in candidates[is_chapter:])
    return found


def _edges(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The lines at the head and foot of pages, each once, as (line, page)."""
    page_lines: list[int] = []
    page = 0
    for number in range(len(lines) + 1):
        if number == len(lines) or lines[number].startswith(PAGE_BREAK):
            edge = {*page_lines[:_EDGE_LINES], *page_lines[-_EDGE_LINES:]}
            yield from ((line, page) for line in sorted(edge))
            page_lines = []
            page += 1
        if number < len(lines) and lines[number].strip():
            page_lines.append(number)


def _parse_head(text: str, line: int, page: int) -> _Head | None:
    stripped = text.strip()
    if not stripped or len(stripped) > _MAX_HEAD_CHARS or is_break(stripped):
        return None
    for pattern in _NUMBERS:
        if match := pattern.fullmatch(stripped):
            words = _fold(match["words"])
            # "Chapter 7" is no page, whatever its number counts with.
            if words not in LABELS:
                return _Head(line, page, words, _value(match["number"]))
    return _Head(line, page, _fold(stripped), None)


def _fold(words: str) -> str:
    return " ".join(_WORD.findall(words.casefold()))


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    values = [_ROMAN[letter] for letter in number.lower()]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _is_on_neighbouring_pages(heads: Sequence[_Head]) -> bool:
    pages = sorted({head.page for head in heads})
    most_apart = _MAX_PAGES_BETWEEN * (_MIN_HEADS - 1)
    return any(after - before <= most_apart for before, after in zip(pages, pages[_MIN_HEADS - 1 :], strict=False))


def _heads_within_sentences(lines: Sequence[str], numbered: Iterable[int]) -> set[int]:
    """The running heads of a text without form feeds: their numbers count up evenly, within sentences."""
    by_words: dict[str, list[_Head]] = defaultdict(list)
    for line in numbered:
        if (head := _parse_head(lines[line], line, 0)) and head.number is not None:
            by_words[head.words].append(head)
    sure: list[_Head] = []
    for heads in by_words.values():
        chain = _counting_up(heads)
        if len(chain) >= _MIN_HEADS and _is_even(chain):
            within = sum(_interrupts_sentence(lines, head.line) for head in chain)
            if within >= max(_MIN_WITHIN, _MIN_WITHIN_SHARE * len(chain)):
                sure += chain
    if not sure:
        return set()
    # Where the pages are is known now: heads that stand on only a few of them (chapters' titles) fit in between.
    sure.sort()
    places = [head.line for head in sure]
    page_lines = median(_page_sizes(sure) or [(_MIN_PAGE_LINES + _MAX_PAGE_LINES) / 2])
    found = set(places)
    for head in (head for heads in by_words.values() for head in heads):
        place = bisect_left(places, head.line)
        neighbours = sure[max(0, place - 1) : place + 1]
        if all(_fits(head, other, page_lines) for other in neighbours if other.line != head.line):
            found.add(head.line)
    return found


def _counting_up(heads: Iterable[_Head]) -> list[_Head]:
    """The heads whose number is higher than that of the one before, by no more than the lines between make likely."""
    chain: list[_Head] = []
    for head in heads:
        if not chain:
            chain.append(head)
            continue
        step = _number(head) - _number(chain[-1])
        if step > 0 and _MIN_PAGE_LINES * step <= head.line - chain[-1].line <= _MAX_PAGE_LINES * step:
            chain.append(head)
        elif len(chain) < _MIN_HEADS:
            chain = [head]
    return chain


def _number(head: _Head) -> int:
    return head.number or 0


def _page_sizes(chain: Sequence[_Head]) -> list[float]:
    """How many lines a page has, between each head and the next."""
    return [
        (after.line - before.line) / (_number(after) - _number(before))
        for before, after in pairwise(chain)
        if _number(after) > _number(before)
    ]


def _is_even(chain: Sequence[_Head]) -> bool:
    sizes = _page_sizes(chain)
    usual = median(sizes)
    return sum(abs(size - usual) <= _MAX_UNEVENNESS * usual for size in sizes) >= _MIN_EVEN_SHARE * len(sizes)


def _fits(head: _Head, other: _Head, page_lines: float) -> bool:
    """True if the numbers of two heads are as far apart as their lines."""
    step = _number(head) - _number(other)
    lines = head.line - other.line
    return step * lines > 0 and abs(lines / step - page_lines) <= _MAX_UNEVENNESS * page_lines


def _interrupts_sentence(lines: Sequence[str], line: int) -> bool:
    before = _filled(lines, range(line - 1, max(-1, line - 5), -1))
    after = _filled(lines, range(line + 1, min(len(lines), line + 5)))
    return bool(before and after) and _runs_on(before, after)


def _filled(lines: Sequence[str], order: Iterable[int]) -> str:
    return next((lines[line] for line in order if lines[line].strip()), "")


def _runs_on(before: str, after: str) -> bool:
    """True if the line `after` a page's end continues the sentence of the line `before` it."""
    before, after = before.rstrip(), after.strip()
    return before.endswith(("-", "‐", "¬")) or (after[0].islower() and not _SENTENCE_END.search(before))


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
    if _runs_on(last, line):
        return ()
    below = page[first + 1] if first + 1 < len(page) else ""
    stands_alone = not below.strip() and parse_heading(line, 2) is not None
    if stands_alone or is_break(line) or is_break(last) or is_labelled(line):
        return page[:first] if first > 1 else ("", "")
    if layout.line_style is LineStyle.INDENTED:
        return ()
    if layout.line_style is LineStyle.WRAPPED and len(last) >= _MAX_LAST_LINE_SHARE * layout.width:
        return () if not _SENTENCE_END.search(last) else ("",)
    return ("",)
