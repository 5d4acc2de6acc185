"""Words for people: a table of their counts."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.search.words.results import COLUMNS, Words, WordsKind
from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.terminal.wrapping import cells, shortened
from fabula.web.wording import count

_MAX_WORD_CELLS = 50
_HEADS = {
    "word": "word",
    "count": "count",
    "per_10000": "per 10,000",
    "score": "score",
    "log_ratio": "log ratio",
    "reference_count": "elsewhere",
    "reference_per_10000": "per 10,000",
    "left": "left",
    "right": "right",
}


def words_lines(words: Words, page: Page) -> Iterator[str]:
    """What was counted, the head of the table, a line for each row, and how to go on."""
    yield _summary(words)
    names = COLUMNS[words.kind]
    table = [[_HEADS[name] for name in names], *([_cell(row[name]) for name in names] for row in words.rows())]
    widths = [max(map(cells, column)) for column in zip(*table, strict=True)]
    for number, row in enumerate(table if words.words else []):
        first, *others = zip(row, widths, strict=True)
        line = "  ".join(
            [first[0] + " " * (first[1] - cells(first[0])), *(cell.rjust(width) for cell, width in others)]
        )
        yield line if number else page.style(line, dim=True)
    if words.cursor is not None:
        yield f"More: the same command with --cursor {words.cursor}"


def _summary(words: Words) -> str:
    things = {WordsKind.NGRAMS: "n-gram", WordsKind.COLLOCATES: "collocate", WordsKind.KEYNESS: "key word"}
    found = count(words.total, things.get(words.kind, "word"))
    if words.kind is WordsKind.COLLOCATES:
        matches = "1 match" if words.occurrences == 1 else f"{words.occurrences:,} matches"
        return f"{found} from {count(words.selected_words, 'word')} near {matches}"
    compared = f", compared with {words.reference_words:,}" if words.kind is WordsKind.KEYNESS else ""
    return f"{found} from {count(words.selected_words, 'word')}{compared}"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else shortened(one_line(str(value)), _MAX_WORD_CELLS)
