"""A concordance for people: matches below one another, with the words on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from fabula.search.concordance.results import Concordance, ConcordanceLine
from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.terminal.wrapping import cells, shortened
from fabula.web.wording import count, duration, work_title
from .search_answer import remarks
from .speakers import named_bars

# Without a terminal lines are as long as their contexts, and aligned up to this; on one the title is beside them.
_MAX_LEFT_CELLS = 100
_MAX_MATCH_CELLS = 30
_TITLE_CELLS = 18
_GAP = "  "
_SCREEN_LINES = 100
# A character takes at least so much of a cell, but for marks; what is further away is not looked at.
_CHARACTERS_A_CELL = 8


def concordance_lines(found: Concordance, page: Page) -> Iterator[str]:
    """How many matches there are, then a line for each, or for each word that they are grouped by."""
    if found.total:
        copies = f", {found.folded:,} more in copies of scenes" if found.folded else ""
        matches = "1 match" if found.total == 1 else f"{found.total:,} matches"
        yield f"{matches} in {count(found.works, 'work')}{copies}, in {duration(found.seconds)}"
    else:
        yield f"Nothing found for “{one_line(found.query)}”."
    yield from remarks(found.explanation)
    if found.lines:
        yield ""
        yield from kwic_lines(found.lines, page)
    if found.groups:
        yield f"\nBy {found.group}, {count(found.total_groups, 'word')}:"
        bars = named_bars([group.word or "–" for group in found.groups], [group.count for group in found.groups])
        for head, group in zip(bars, found.groups, strict=True):
            yield f"  {head}  {group.count:,}"
    if found.cursor is not None:
        yield f"\nMore: the same command with --cursor {found.cursor}"


def kwic_lines(lines: Sequence[ConcordanceLine], page: Page) -> Iterator[str]:
    """Keywords in context: the matches stand in one column. On a terminal each takes one row of it."""
    matches = [one_line(line.match) for line in lines]
    lefts = [one_line(line.left) for line in lines]
    match_width = min(max(map(cells, matches)), _MAX_MATCH_CELLS)
    left_width, right_width = min(max(map(cells, lefts)), _MAX_LEFT_CELLS), None
    if page.width:
        # What a short left side leaves is for the right one.
        free = page.width - match_width - _TITLE_CELLS - 3 * len(_GAP)
        left_width = min(left_width, free // 2)
        right_width = max(1, free - left_width)
    for line, left, match in zip(lines, lefts, matches, strict=True):
        right, title = one_line(line.right), one_line(work_title(line.work))
        if right_width is not None:
            match, title = shortened(match, match_width), shortened(title, _TITLE_CELLS)
            right = _filled(shortened(right, right_width), right_width)
        shown = page.style(match, bold=True) + " " * (match_width - cells(match))
        yield _GAP.join((_right_aligned(left, left_width), shown, right, page.style(title, dim=True))).rstrip()


def kwic_pages(lines: Iterator[ConcordanceLine], page: Page) -> Iterator[str]:
    """The same for any number of lines; those of a screen are aligned with each other."""
    while screen := list(islice(lines, _SCREEN_LINES)):
        yield from kwic_lines(screen, page)


def _filled(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _right_aligned(text: str, width: int) -> str:
    """The end of the text, in so many cells."""
    if cells(text) > width:
        kept, used = len(text), 1
        for index in range(len(text) - 1, max(-1, len(text) - 1 - _CHARACTERS_A_CELL * width), -1):
            used += cells(text[index])
            if used > width:
                break
            kept = index
        text = f"…{text[kept:].lstrip()}"
    return " " * (width - cells(text)) + text
