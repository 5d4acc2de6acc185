"""A passage of story text: without control characters, with its matches marked, wrapped.

On a terminal matches are bold and underlined. Elsewhere they stand between asterisks, *like this*: people write so
where they cannot underline, it is ASCII, and unlike «» or [] it is rarely a quote mark or an editor's bracket. Programs
that need exact offsets use `--json`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import story_text
from fabula.web.cli.terminal.wrapping import line_ranges

Range = tuple[int, int]


def passage_lines(text: str, matches: Iterable[Range], page: Page) -> Iterator[str]:
    """The lines of `text` with `matches` (sorted, disjoint, half-open code points) marked."""
    printable, marks = _clean(text, _join_neighbours(text, matches), asterisks=not page.ansi)
    offset = 0
    for line in printable.split("\n"):
        for start, end in line_ranges(line, page.width):
            yield _style_marks(line, start, end, offset, marks, page)
        offset += len(line) + 1


def _join_neighbours(text: str, matches: Iterable[Range]) -> list[Range]:
    """Matches with only spaces between them become one: *been my* instead of *been* *my*."""
    joined: list[Range] = []
    for start, end in matches:
        if joined and text[joined[-1][1] : start].strip(" ") == "":
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _clean(text: str, matches: Sequence[Range], *, asterisks: bool) -> tuple[str, list[Range]]:
    """The text without control characters, and the matches in it; with asterisks, these mark them, and none is left."""
    pieces: list[str] = []
    marks: list[Range] = []
    length = last = 0
    for start, end in matches:
        before, match = story_text(text[last:start]), story_text(text[start:end])
        if asterisks and match.strip():
            match = f"*{match}*"
        else:
            marks.append((length + len(before), length + len(before) + len(match)))
        pieces += before, match
        length += len(before) + len(match)
        last = end
    pieces.append(story_text(text[last:]))
    return "".join(pieces), [] if asterisks else marks


def _style_marks(line: str, start: int, end: int, offset: int, marks: Sequence[Range], page: Page) -> str:
    """`line[start:end]` with the marks in it styled; `offset` is where `line` begins in the text."""
    pieces: list[str] = []
    last = start
    # Those that end before the line are passed over at once: a scene has as many lines as marks.
    for place in range(bisect_right(marks, start + offset, key=itemgetter(1)), len(marks)):
        mark_start, mark_end = marks[place]
        left, right = max(mark_start - offset, start), min(mark_end - offset, end)
        if left >= end:
            break
        if left < right:
            pieces += line[last:left], page.style(line[left:right], bold=True, underline=True)
            last = right
    pieces.append(line[last:end])
    return "".join(pieces)
