"""A dispersion for people: a strip of blocks for each work and query, higher where there are more matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.search.dispersion.measures import rate
from fabula.search.dispersion.results import Dispersion, QuerySpread, WorkSpread
from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.terminal.wrapping import cells, shortened
from fabula.web.cli.views.heading import work_heading
from fabula.web.wording import chapter_name, count
from .search_answer import remarks

# A strip, the names of the queries beside it, and the numbers behind it fit 80 columns.
STRIP_CELLS = 40
_MAX_NAME_CELLS = 14
_MAX_CHAPTER_CELLS = 40
_EIGHTHS = " ▁▂▃▄▅▆▇█"


def strip(matches: Sequence[int]) -> str:
    """A block for each number, the largest a full one; blanks for none.

    >>> strip([0, 1, 8, 4])
    ' ▁█▄'
    """
    highest = max(1, *matches)
    # Rounded up: a single match can be seen beside thousands.
    return "".join(_EIGHTHS[-(-8 * number // highest)] for number in matches)


def dispersion_lines(found: Dispersion, page: Page, *, chapters: bool = False) -> Iterator[str]:
    """A line for each query, then for each work its strips, with `chapters` also the numbers of each chapter."""
    for spread in found.queries:
        yield from _query_lines(spread)
    names = [shortened(one_line(spread.query), _MAX_NAME_CELLS) for spread in found.queries]
    width = max(map(cells, names))
    for work in found.works:
        yield ""
        yield work_heading(work.work, page)
        for name, number in zip(names, range(len(names)), strict=True):
            shown = f"{name}{' ' * (width - cells(name))}  " if len(names) > 1 else ""
            yield f"    {shown}│{strip(work.histograms[number])}│  {_numbers(work.matches[number], work.words)}"
        if chapters:
            yield from _chapter_lines(work, page)
    if found.cursor is not None:
        shown_works = f"{count(found.total_works, 'work')} in all"
        yield f"\n{shown_works}. More: the same command with --cursor {found.cursor}"


def _query_lines(spread: QuerySpread) -> Iterator[str]:
    query = one_line(spread.query)
    if not spread.total:
        yield f"Nothing found for “{query}”."
    else:
        matches = "1 match" if spread.total == 1 else f"{spread.total:,} matches"
        dp = "" if spread.dp is None else f", DP {spread.dp:.2f}"
        yield f"{query}: {matches} in {count(spread.works, 'work')}, {spread.per_10000:.2f} in 10,000 words{dp}"
    yield from remarks(spread.explanation)


def _numbers(matches: int, words: int) -> str:
    return f"{matches:,}, {rate(matches, words):.1f} in 10,000 words" if matches else "–"


def _chapter_lines(spread: WorkSpread, page: Page) -> Iterator[str]:
    names = [shortened(one_line(chapter_name(part.chapter)) or "–", _MAX_CHAPTER_CELLS) for part in spread.chapters]
    width = max(map(cells, names))
    for name, part in zip(names, spread.chapters, strict=True):
        numbers = "  ".join(f"{matches:>6,}" for matches in part.matches)
        yield f"    {name}{' ' * (width - cells(name))}{numbers}  {page.style(count(part.words, 'word'), dim=True)}"
