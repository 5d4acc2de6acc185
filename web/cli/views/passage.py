"""A passage of story text for the terminal: cleaned, its matches marked, wrapped.

On a terminal matches are bold and underlined. Everywhere else they stand between asterisks, *like this*: it is what
people write where they cannot underline, it needs no encoding but ASCII, and unlike «» or [] it is rarely a quote mark
or an editor's own bracket. Whoever needs exact places takes `--json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import story_text
from fabula.web.cli.terminal.wrapping import line_ranges

__all__ = ["passage_lines"]

Range = tuple[int, int]


def passage_lines(text: str, matches: Iterable[Range], page: Page) -> Iterator[str]:
    """The lines of `text` with `matches` (sorted, disjoint, half-open code points) marked."""
    shown, marks = _cleaned(text, _joined(text, matches), asterisks=not page.ansi)
    start = 0
    for line in shown.split("\n"):
        for begin, end in line_ranges(line, page.width):
            yield _marked(line, begin, end, start, marks, page)
        start += len(line) + 1


def _joined(text: str, matches: Iterable[Range]) -> list[Range]:
    """Neighbours with nothing but spaces between them become one: *been my* instead of *been* *my*."""
    joined: list[Range] = []
    for start, end in matches:
        if joined and text[joined[-1][1] : start].strip(" ") == "":
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _cleaned(text: str, matches: Sequence[Range], *, asterisks: bool) -> tuple[str, list[Range]]:
    """The text without control characters, and the matches in it; or with asterisks around them, and none."""
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


def _marked(line: str, begin: int, end: int, offset: int, marks: Sequence[Range], page: Page) -> str:
    """`line[begin:end]`, where `offset` is the place of `line` in the whole, styled where a mark touches it."""
    out: list[str] = []
    last = begin
    for mark_start, mark_end in marks:
        left, right = max(mark_start - offset, begin), min(mark_end - offset, end)
        if left < right:
            out += line[last:left], page.style(line[left:right], bold=True, underline=True)
            last = right
    out.append(line[last:end])
    return "".join(out)
