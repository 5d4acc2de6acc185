"""Tables of contents, in plain text and on pages: lists of headings that head nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from fabula.index.model import Block, BlockKind

from .headings import Heading, Rank, is_chapter_title, number_key, title_key
from .text_layout import Piece

__all__ = ["Contents", "find_contents", "find_linked_contents"]

_NAME = re.compile(
    r"\W*(?:(?:table\s+of\s+)?contents(?:\s+of\s+.{1,40})?|list\s+of\s+(?:illustrations|plates|chapters|stories)|illustrations|index"
    r"|inhalt(?:sverzeichnis)?|table\s+des\s+mati[èe]res|table|indice|índice|оглавление|содержание)\W*(?:page\W*)?",
    re.IGNORECASE,
)
# What pictures are called is no chapter's name.
_PICTURES = re.compile(r"illustrations|plates", re.IGNORECASE)
_ENTRY_START = re.compile(
    r"\s*(?:[\[(]?(?:\d{1,3}|[IVXLC]+)\b[.:)\]]?\s|chapter\b|part\b|book\b|act\b|scene\b)", re.IGNORECASE
)
_ENTRY_END = re.compile(r"(?:[\s.]{2,}|\s)(?:\d{1,4}|[ivxl]+)\s*$")
_WITHIN = 250
_LONGEST = 400
_SHORTEST_NAME = 4
# Headings without anything between them: three in a row are a list.
_LEAST_RUN = 3
# On pages: an entry, and a table without a heading.
_LONGEST_ENTRY = 400
_LEAST_ENTRIES = 3


class Contents(NamedTuple):
    """`piece_indices`: the pieces that are a table of contents. `title_keys`: the keys of the titles it lists."""

    piece_indices: frozenset[int]
    title_keys: frozenset[str]


def _is_name(text: str) -> bool:
    """True for what heads a table of contents or a list of pictures."""
    return len(text) < 60 and _NAME.fullmatch(text) is not None


def find_contents(
    parts: Sequence[Piece], within: range, headings: Mapping[int, Heading], width: int, skipped: set[int]
) -> Contents:
    """The tables among `parts` within the story; those `skipped` already are something else."""
    listed: set[int] = set()
    names: set[str] = set()
    index = within.start
    while index < min(within.stop, within.start + _WITHIN):
        first = parts[index].text.strip().split("\n", 1)[0]
        if index not in skipped and _is_name(first):
            stop = _end_of_list(parts, index, within, headings, width)
            if stop > index + 1 or "\n" in parts[index].text.strip():
                listed.update(range(index, stop))
                if not _PICTURES.search(first):
                    for entry in range(index, stop):
                        names |= _names(parts[entry].text)
            index = stop
        else:
            index += 1
    listed |= _runs(within, headings, skipped | listed)
    return Contents(frozenset(listed), frozenset(names))


def find_linked_contents(blocks: Sequence[Block], linked: Set[int]) -> set[int]:
    """The indices of a page's tables: what stands under such a heading, and rows of blocks that are `linked` to places
    on the page itself."""
    found: set[int] = set()
    within = False
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and index not in linked:
            within = _is_name(block.text)
            if within:
                found.add(index)
        elif within and len(block.text) <= _LONGEST_ENTRY:
            found.add(index)
        else:
            within = within and index in linked
    run: list[int] = []
    for index in [*sorted(linked), -1]:
        if run and index != run[-1] + 1:
            # A name above it makes one of any length sure.
            named = run[0] > 0 and _is_name(blocks[run[0] - 1].text)
            if named or len(run) >= _LEAST_ENTRIES:
                found.update(range(run[0] - named, run[-1] + 1))
            run = []
        run.append(index)
    return found


def _end_of_list(parts: Sequence[Piece], start: int, within: range, headings: Mapping[int, Heading], width: int) -> int:
    """The index of the first piece after `start` that is no entry: prose, or a heading that was already listed."""
    names = _names(parts[start].text)
    numerals = _numerals(parts[start].text)
    index = start + 1
    while index < min(within.stop, start + _LONGEST):
        text = parts[index].text
        if index in headings or parts[index].gap >= 2:
            own = number_key(text.strip().split("\n", 1)[0].strip())
            own_names = {title_key(line) for line in text.split("\n")[:2]}
            if (own_names & names and "\n" not in text.strip()) or (own and own in numerals and index in headings):
                break
        if not _is_list(text, width):
            break
        names |= _names(text)
        numerals |= _numerals(text)
        index += 1
    if index < within.stop and _is_name(parts[index].text.strip()):
        return index
    # What stands right above the prose that ended the list is its heading, and no entry.
    if (
        index - 2 > start
        and index - 2 in headings
        and headings[index - 2].bare
        and is_chapter_title(parts[index - 1].text)
    ):
        return index - 2
    if index - 1 > start and index - 1 in headings:
        return index - 1
    return index


def _is_list(text: str, width: int) -> bool:
    lines = text.strip("\n").split("\n")
    marked = sum(bool(_ENTRY_START.match(line) or _ENTRY_END.search(line)) for line in lines)
    if marked * 2 >= len(lines) and len(text) < 200 * len(lines):
        return len(lines) > 1 or len(text) < 120
    if len(lines) == 1:
        return len(text) < 80 and not text.rstrip().endswith((".", "!", "?", '."', ".”", "”", '"', "’"))
    full = sum(len(line) > width * 0.85 for line in lines[:-1])
    return full < 0.5 * (len(lines) - 1) and (len(lines) > 1)


def _names(text: str) -> set[str]:
    keys = {title_key(line) for line in text.strip().split("\n")}
    return {key for key in keys if len(key) >= _SHORTEST_NAME}


def _numerals(text: str) -> set[str]:
    return {key for line in text.strip().split("\n") if (key := number_key(line.strip()))}


def _runs(within: range, headings: Mapping[int, Heading], skipped: set[int]) -> set[int]:
    """Headings of one rank in a row are a list; the last one may head what follows."""
    found: set[int] = set()
    run: list[int] = []
    for index in within:
        ranked = headings.get(index)
        if index in skipped:
            continue
        if (
            ranked
            and ranked.rank in (Rank.CHAPTER, Rank.NUMERAL, Rank.SCENE)
            and (not run or headings[run[-1]].rank is ranked.rank)
        ):
            run.append(index)
            continue
        if len(run) >= _LEAST_RUN:
            found.update(run[:-1])
        run = [index] if ranked and ranked.rank in (Rank.CHAPTER, Rank.NUMERAL, Rank.SCENE) else []
    if len(run) >= _LEAST_RUN:
        found.update(run)
    return found
