"""Finds running heads and page numbers among the lines of a printed or scanned book.

Pages are told by form feeds, and by the running heads themselves: a line with a number ("12 ODA MERRIN", "THE TIN
LANTERN 13", "- 14 -") whose number counts up at even distances, and that stands within sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from fabula.index.readers.headings.chapter_words import LABELS
from fabula.index.readers.headings.headings import is_labelled
from fabula.index.readers.headings.roman_numerals import roman_value
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.text_layout import is_unspaced
from fabula.index.readers.structure.text_lines import TextLines, which

PAGE_BREAK = "\f"
_MAX_HEAD_CHARS = 80
# A running head and a page number of its own; at the foot the same.
_EDGE_LINES = 2
_MIN_HEADS = 3
# From the foot of a page to the head of the next one.
_MAX_LINES_BETWEEN = 4
# Running heads stand on every page, or on every other one, but for plates and the first pages of chapters.
_MAX_PAGES_BETWEEN = 4
# A book that numbers its pages has from 15 lines (a pocket book, a poem) to 80 on each.
_MIN_PAGE_LINES, _MAX_PAGE_LINES = 15, 80
# So many of the heads stand at an even distance from the next, and so many within a sentence. Measured on numbered
# sections of novels: none of them interrupts a sentence.
_MAX_UNEVENNESS, _MIN_EVEN_SHARE = 0.4, 0.7
_MIN_WITHIN, _MIN_WITHIN_SHARE = 2, 0.25
_EXACT_UNEVENNESS, _MIN_EXACT = 0.1, 5
_PAGE_WORDS = "page|pg|p|seite|página|pagina|стр|с|第"
_PAGE_WORD = rf"(?:(?:{_PAGE_WORDS})\.?\s*)?"
# Digits at either end before roman numerals: "I THE BURIAL 13" is page 13. Ignoring case for those would take the
# Turkish "İ" and "ı" for numerals.
_NUMBERS = tuple(
    (re.compile(pattern, re.IGNORECASE), begins)
    for number in (r"(?P<number>\d{1,4})", r"(?P<number>(?-i:[ivxlIVXL]){1,7})")
    for pattern, begins in (
        (rf"\W*{_PAGE_WORD}{number}\b(?P<words>.*)", True),
        (rf"(?P<words>.*?)\b{_PAGE_WORD}{number}\W*", False),
    )
)
_BEGINS_NUMBERED = re.compile(r"[ \t]*(?:[\[(|~—–-][ \t]*)?\d")
# What is left of a word with a number, without the number.
_BESIDE_NUMBERS = frozenset(("", *_PAGE_WORDS.split("|")))
_FIRST_WORD = re.compile(r"\W*(\w+)")
_SENTENCE_END = re.compile(r"[.!?:…。！？」』][\"”’'»)\]*_]*$|[\"”»]$")
_WORD = re.compile(r"\w+")
_DIGITS_AT_END = re.compile(r"\d+\Z")


class Head(NamedTuple):
    """A line that may be a running head. words: its words but for the number; number: None if it has none."""

    line: int
    page: int
    words: str
    number: int | None


def heads_at_page_breaks(lines: Sequence[str]) -> set[int]:
    """The running heads among the first and last lines of pages that form feeds part."""
    heads = [head for line, page in _edges(lines) if (head := _parse_head(lines[line], line, page))]
    pages_by_offset: dict[int, set[int]] = defaultdict(set)
    by_words: dict[str, list[Head]] = defaultdict(list)
    for head in heads:
        if head.number is not None:
            pages_by_offset[head.number - head.page].add(head.page)
        elif lines[head.line].isupper() or not ends_sentence(lines[head.line]):
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


def _parse_head(text: str, line: int, page: int) -> Head | None:
    stripped = text.strip()
    if not stripped or len(stripped) > _MAX_HEAD_CHARS or is_break(stripped):
        return None
    # The patterns take 15 µs for a line that has no number.
    may_begin, may_end = _may_be_number(_first_word(stripped)), _may_be_number(_last_word(stripped))
    for pattern, begins in _NUMBERS:
        if (may_begin if begins else may_end) and (match := pattern.fullmatch(stripped)):
            words = _fold(match["words"])
            # "Chapter 7" is no page, whatever its number counts with.
            if words not in LABELS:
                return Head(line, page, words, _value(match["number"]))
    return Head(line, page, _fold(stripped), None)


def _first_word(line: str) -> str:
    match = _FIRST_WORD.match(line)
    return match[1] if match else ""


def _last_word(line: str) -> str:
    end = len(line)
    while end and not _is_in_word(line[end - 1]):
        end -= 1
    start = end
    while start and _is_in_word(line[start - 1]):
        start -= 1
    return line[start:end]


def _is_in_word(sign: str) -> bool:
    """As `\\w` has it."""
    return sign.isalnum() or sign == "_"


def _may_be_number(word: str) -> bool:
    """True for digits, letters of roman numerals, and a word for a page with or without them."""
    folded = word.casefold()
    if not folded.isascii():
        # Ignoring case, a pattern takes these for i.
        folded = folded.replace("i\u0307", "i").replace("ı", "i")
    return folded.rstrip("ivxl") in _BESIDE_NUMBERS or (
        folded[-1:].isdecimal() and _DIGITS_AT_END.sub("", folded) in _BESIDE_NUMBERS
    )


def _fold(words: str) -> str:
    return " ".join(_WORD.findall(words.casefold()))


def _value(number: str) -> int:
    return int(number) if number.isdecimal() else roman_value(number)


def _is_on_neighbouring_pages(heads: Sequence[Head]) -> bool:
    pages = sorted({head.page for head in heads})
    most_apart = _MAX_PAGES_BETWEEN * (_MIN_HEADS - 1)
    return any(after - before <= most_apart for before, after in zip(pages, pages[_MIN_HEADS - 1 :], strict=False))


def heads_within_sentences(lines: Sequence[str], by_words: Mapping[str, Sequence[Head]]) -> set[int]:
    """The running heads of a text without form feeds: their numbers count up evenly, within sentences.

    by_words  the lines that may be one (`numbered_heads`).
    """
    sure = _sure_heads(lines, by_words.values())
    if not sure:
        return set()
    # Where the pages are is known now: heads that stand on only a few of them (chapters' titles) fit in between.
    places = [head.line for head in sure]
    page_lines = median(_page_sizes(sure) or [(_MIN_PAGE_LINES + _MAX_PAGE_LINES) / 2])
    found = set(places)
    for head in (head for heads in by_words.values() for head in heads):
        place = bisect_left(places, head.line)
        neighbours = [other for other in sure[max(0, place - 1) : place + 1] if other.line != head.line]
        is_beside = any(_is_beside(head, other) for other in neighbours)
        # The last page may be short.
        is_last = head.line > places[-1] and head.line >= len(lines) - 2 and abs(_number(head) - _number(sure[-1])) <= 1
        if is_beside or is_last or all(_fits(head, other, page_lines) for other in neighbours):
            found.add(head.line)
    return found | _repeated_beside(lines, sorted(found))


def _sure_heads(lines: Sequence[str], candidates: Iterable[Sequence[Head]]) -> list[Head]:
    """The heads that show where the pages are, ascending. `candidates`: those with the same words."""
    chains = [chain for heads in candidates if _is_even(chain := _counting_up(heads))]
    # Between two pages may stand the foot of one and the head of the next.
    between = {head.line for chain in chains for head in chain}
    between |= _repeated_beside(lines, sorted(between))
    within = [sum(_interrupts_sentence(lines, head.line, between) for head in chain) for chain in chains]
    sure: set[Head] = set()
    if sum(within) >= max(_MIN_WITHIN, _MIN_WITHIN_SHARE * sum(map(len, chains))):
        sure.update(head for chain, count in zip(chains, within, strict=True) if count for head in chain)
    # A book whose pages end with paragraphs: no sections are as long as each other to the line.
    exact = [head for chain in chains if chain[0].words and _is_even(chain, _EXACT_UNEVENNESS) for head in chain]
    if len(exact) >= _MIN_EXACT:
        sure.update(exact)
    return sorted(sure)


def _repeated_beside(lines: Sequence[str], heads: Sequence[int]) -> set[int]:
    """The lines right above or below running heads that are the same on several pages: the title without a number."""
    beside: dict[str, list[int]] = defaultdict(list)
    for head in heads:
        for step in (-1, 1):
            line = next((at for at in range(head + step, head + 4 * step, step) if _is_filled(lines, at)), -1)
            if line >= 0 and (candidate := _parse_head(lines[line], line, 0)) and candidate.number is None:
                beside[candidate.words].append(line)
    return {line for same in beside.values() if len(same) >= _MIN_HEADS for line in same}


def _is_filled(lines: Sequence[str], line: int) -> bool:
    return 0 <= line < len(lines) and bool(lines[line].strip())


def _counting_up(heads: Iterable[Head]) -> list[Head]:
    """The heads whose number is higher than that of the one before, by no more than the lines between make likely."""
    chain: list[Head] = []
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


def _number(head: Head) -> int:
    return head.number or 0


def _page_sizes(chain: Sequence[Head]) -> list[float]:
    """How many lines a page has, between each head and the next."""
    return [
        (after.line - before.line) / (_number(after) - _number(before))
        for before, after in pairwise(chain)
        if _number(after) > _number(before)
    ]


def _is_even(chain: Sequence[Head], most: float = _MAX_UNEVENNESS) -> bool:
    """True if as many lines stand between most heads as the numbers say; never for fewer than `_MIN_HEADS`."""
    if len(chain) < _MIN_HEADS:
        return False
    sizes = _page_sizes(chain)
    usual = median(sizes)
    return sum(abs(size - usual) <= most * usual for size in sizes) >= _MIN_EVEN_SHARE * len(sizes)


def _is_beside(head: Head, other: Head) -> bool:
    """True for the foot of a page and the head of the next one."""
    return abs(head.line - other.line) <= _MAX_LINES_BETWEEN and abs(_number(head) - _number(other)) <= 1


def _fits(head: Head, other: Head, page_lines: float) -> bool:
    """True if the numbers of two heads are as far apart as their lines."""
    step = _number(head) - _number(other)
    lines = head.line - other.line
    return step * lines > 0 and abs(lines / step - page_lines) <= _MAX_UNEVENNESS * page_lines


def _interrupts_sentence(lines: Sequence[str], line: int, skipped: Set[int]) -> bool:
    before = _filled(lines, range(line - 1, max(-1, line - 7), -1), skipped)
    after = _filled(lines, range(line + 1, min(len(lines), line + 7)), skipped)
    return bool(before and after) and runs_on(before, after)


def _filled(lines: Sequence[str], order: Iterable[int], skipped: Set[int]) -> str:
    return next((lines[line] for line in order if line not in skipped and lines[line].strip()), "")


def ends_sentence(line: str) -> bool:
    return _SENTENCE_END.search(line.rstrip()) is not None


def runs_on(before: str, after: str) -> bool:
    """True if the line `after` a page's end continues the sentence of the line `before` it."""
    before, first = before.rstrip(), after.lstrip()[0]
    if before.endswith(("-", "‐", "¬")):
        return True
    # Ideographs have no case, but paragraphs of them have an indent.
    may_continue = first.islower() or (is_unspaced(first) and not after[0].isspace())
    return may_continue and not ends_sentence(before)


def numbered_heads(text: str) -> dict[str, list[Head]]:
    """The lines with a number that may be running heads, ascending, by their words; {} if there are too few."""
    lines = TextLines.of(text)
    numbered = _numbered_lines(text, lines)
    by_words: dict[str, list[Head]] = defaultdict(list)
    for line, start, end in zip(numbered, lines.starts[numbered].tolist(), lines.ends[numbered].tolist(), strict=True):
        written = text[start:end]
        # Half of the lines end with a dash and have no number.
        if not (_may_be_number(_last_word(written)) or _may_be_number(_first_word(written))):
            continue
        if (head := _parse_head(written, line, 0)) and head.number is not None:
            by_words[head.words].append(head)
    return by_words if any(len(heads) >= _MIN_HEADS for heads in by_words.values()) else {}


def _numbered_lines(text: str, lines: TextLines) -> list[int]:
    """The lines that may begin or end with a number, ascending."""
    are_numbered = which(lines.lasts(), _ends_number)
    may_be = np.flatnonzero(which(lines.firsts(), _begins_number) & ~are_numbered)
    spans = zip(may_be.tolist(), lines.starts[may_be].tolist(), lines.ends[may_be].tolist(), strict=True)
    are_numbered[[line for line, start, end in spans if _BEGINS_NUMBERED.match(text, start, end)]] = True
    return np.flatnonzero(are_numbered).tolist()


def _begins_number(sign: str) -> bool:
    return sign.isdecimal() or sign in " \t[(|~—–-"


def _ends_number(sign: str) -> bool:
    return sign.isdecimal() or sign in "])|~—–页頁-"
