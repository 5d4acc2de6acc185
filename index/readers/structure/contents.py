"""Finds tables of contents, in plain text and on pages: lists of headings without text below."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from fabula.index.model import Block, BlockKind
from fabula.index.readers.headings.heading_ranks import Heading, Rank
from fabula.index.readers.headings.heading_text import number_key, title_key
from fabula.index.readers.headings.headings import is_chapter_title
from .text_layout import Piece

_NAME = re.compile(
    r"\W*(?:(?:table\s+of\s+)?contents(?:\s+of\s+.{1,40})?|list\s+of\s+(?:illustrations|plates|chapters|stories)|illustrations|index"
    r"|inhalt(?:sverzeichnis)?|table\s+des\s+mati[èe]res|table|indice|índice|оглавление|содержание|目[录錄次]|もくじ|목차|차례)\W*(?:page\W*)?",
    re.IGNORECASE,
)
# A picture's caption is no chapter title.
_PICTURES = re.compile(r"illustrations|plates", re.IGNORECASE)
_ENTRY_START = re.compile(
    r"\s*(?:[\[(]?(?:\d{1,3}|[IVXLC]+)\b[.:)\]]?\s|chapter\b|part\b|book\b|act\b|scene\b)", re.IGNORECASE
)
# Lookbehinds, because dots and blanks that are no end would be tried from each of them again.
_ENTRY_END = re.compile(r"(?:(?<=[\s.]{2})|(?<=\s))(?:\d{1,4}|[ivxl]+)\s*$")
_SENTENCE_ENDS = tuple('.!?”"’。！？」』…')
# A table begins among the first pieces of the story.
_MAX_PIECES_BEFORE = 250
_MAX_PIECES = 400
_MAX_NAME_CHARS = 59
_MIN_KEY_CHARS = 4
# Headings without anything between them: three in a row are a list.
_MIN_RUN_HEADINGS = 3
# On pages: one entry, and the entries of a table without a heading.
_MAX_ENTRY_CHARS = 400
_MIN_ENTRIES = 3
_NUMBERED_RANKS = (Rank.CHAPTER, Rank.NUMERAL, Rank.SCENE)


class Contents(NamedTuple):
    """`piece_indices`: the pieces that are a table of contents. `title_keys`: the keys of the titles it lists."""

    piece_indices: frozenset[int]
    title_keys: frozenset[str]


def _is_name(text: str) -> bool:
    """True for the heading of a table of contents or of a list of pictures."""
    return len(text) <= _MAX_NAME_CHARS and _NAME.fullmatch(text) is not None


def find_contents(
    parts: Sequence[Piece], within: range, headings: Mapping[int, Heading], width: int, skipped: set[int]
) -> Contents:
    """The tables among the pieces `within` the story. `skipped`: pieces known to be something else."""
    listed: set[int] = set()
    keys: set[str] = set()
    index = within.start
    while index < min(within.stop, within.start + _MAX_PIECES_BEFORE):
        first = parts[index].text.strip().split("\n", 1)[0]
        if index not in skipped and _is_name(first):
            stop = _end_of_list(parts, index, within, headings, width)
            if stop > index + 1 or "\n" in parts[index].text.strip():
                listed.update(range(index, stop))
                if not _PICTURES.search(first):
                    for entry in range(index, stop):
                        keys |= _title_keys(parts[entry].text)
            index = stop
        else:
            index += 1
    listed |= _find_runs(within, headings, skipped | listed)
    return Contents(frozenset(listed), frozenset(keys))


def find_linked_contents(blocks: Sequence[Block], linked: Set[int]) -> set[int]:
    """The indices of a page's tables: blocks below such a heading, and rows of blocks that link to the page itself.

    `linked`: the indices of those blocks.
    """
    tables: set[int] = set()
    in_table = False
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and index not in linked:
            in_table = _is_name(block.text)
            if in_table:
                tables.add(index)
        elif in_table and len(block.text) <= _MAX_ENTRY_CHARS:
            tables.add(index)
        else:
            in_table = in_table and index in linked
    run: list[int] = []
    for index in [*sorted(linked), -1]:
        if run and index != run[-1] + 1:
            # With a name above it, a table may have any length.
            has_name = run[0] > 0 and _is_name(blocks[run[0] - 1].text)
            if has_name or len(run) >= _MIN_ENTRIES:
                tables.update(range(run[0] - has_name, run[-1] + 1))
            run = []
        run.append(index)
    return tables


def _end_of_list(parts: Sequence[Piece], start: int, within: range, headings: Mapping[int, Heading], width: int) -> int:
    """The index of the first piece after `start` that is no entry: prose, or a heading that the list names."""
    keys = _title_keys(parts[start].text)
    numbers = _number_keys(parts[start].text)
    index = start + 1
    while index < min(within.stop, start + _MAX_PIECES):
        text = parts[index].text
        if index in headings or parts[index].gap >= 2:
            number = number_key(text.strip().split("\n", 1)[0].strip())
            title_keys = {title_key(line) for line in text.split("\n")[:2]}
            if (title_keys & keys and "\n" not in text.strip()) or (number and number in numbers and index in headings):
                break
        if not _is_entries(text, width):
            break
        keys |= _title_keys(text)
        numbers |= _number_keys(text)
        index += 1
    if index < within.stop and _is_name(parts[index].text.strip()):
        return index
    # The piece right above the prose that ended the list is a heading, not an entry.
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


def _is_entries(text: str, width: int) -> bool:
    lines = text.strip("\n").split("\n")
    entries = sum(bool(_ENTRY_START.match(line) or _ENTRY_END.search(line)) for line in lines)
    if entries * 2 >= len(lines) and len(text) < 200 * len(lines):
        return len(lines) > 1 or len(text) < 120
    if len(lines) == 1:
        return len(text) < 80 and not text.rstrip().endswith(_SENTENCE_ENDS)
    full_lines = sum(len(line) > width * 0.85 for line in lines[:-1])
    return full_lines < 0.5 * (len(lines) - 1) and (len(lines) > 1)


def _title_keys(text: str) -> set[str]:
    keys = {title_key(line) for line in text.strip().split("\n")}
    return {key for key in keys if len(key) >= _MIN_KEY_CHARS}


def _number_keys(text: str) -> set[str]:
    return {key for line in text.strip().split("\n") if (key := number_key(line.strip()))}


def _find_runs(within: range, headings: Mapping[int, Heading], skipped: set[int]) -> set[int]:
    """Headings of one rank in a row are a list; the last one may head the text below it."""
    runs: set[int] = set()
    run: list[int] = []
    for index in within:
        if index in skipped:
            continue
        heading = headings.get(index)
        is_numbered = heading is not None and heading.rank in _NUMBERED_RANKS
        if heading and is_numbered and (not run or headings[run[-1]].rank is heading.rank):
            run.append(index)
            continue
        if len(run) >= _MIN_RUN_HEADINGS:
            runs.update(run[:-1])
        run = [index] if is_numbered else []
    if len(run) >= _MIN_RUN_HEADINGS:
        runs.update(run)
    return runs
