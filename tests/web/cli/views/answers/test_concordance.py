"""Keywords in context, aligned on terminals of any width and for text in any script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.search import Library
from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.wrapping import cells
from fabula.web.cli.views.answers.concordance import kwic_lines

TEXTS = (
    "The quiet lamp stood beside the window for a long and weary night, and nobody saw it.",
    "Lamp.",
    "彼女は古い lamp を見た。そして長い夜が明けるまで、誰もその光を見なかった。",
    "e\u0301te\u0301 e\u0301te\u0301 lamp 🙂🙂🙂 lamp",
    "\x1b[31mred lamp\x1b[0m",
)


@pytest.mark.parametrize("width", [40, 60, 100, None])
def test_matches_are_in_one_column(
    make_work: Callable[..., Work], make_library: Callable[..., Path], width: int | None
) -> None:
    """Wide characters take two cells, accents none; no line is wider than the terminal or has control characters."""
    folder = make_library(*(make_work(text, title=f"Title {number}") for number, text in enumerate(TEXTS)))
    with Library.open(folder) as library:
        found = library.concordance("lamp")
    assert len(found) == len(TEXTS) + 1
    lines = list(kwic_lines(found.lines, Page(width)))
    matches = [
        line.lower().rindex("lamp") if number == 4 else line.lower().index("lamp") for number, line in enumerate(lines)
    ]
    assert len({cells(line[:at]) for line, at in zip(lines, matches, strict=True)}) == 1
    if width:
        assert max(map(cells, lines)) <= width
    assert not any(character < " " for line in lines for character in line)


def test_a_match_is_bold_on_a_terminal(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """And the title is dim; colours do not move the columns."""
    folder = make_library(make_work(TEXTS[0]))
    with Library.open(folder) as library:
        (plain,) = kwic_lines(library.concordance("lamp").lines, Page(60))
        (shown,) = kwic_lines(library.concordance("lamp").lines, Page(60, ansi=True))
    assert "\x1b[1mlamp\x1b[0m" in shown
    for code in ("\x1b[1m", "\x1b[2m", "\x1b[0m"):
        shown = shown.replace(code, "")
    assert shown == plain
