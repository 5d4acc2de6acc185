"""Suggestions for people: one a line, with its kind and its count."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.search.suggest.results import SuggestionKind, Suggestions
from fabula.web.cli.terminal.output import Page
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.terminal.wrapping import cells, shortened
from fabula.web.wording import count

_MAX_TEXT_CELLS = 60


def suggestion_lines(found: Suggestions, page: Page) -> Iterator[str]:
    """The texts stand in one column."""
    if not found.suggestions:
        yield f"Nothing begins with “{one_line(found.prefix)}”."
    texts = [shortened(one_line(each.text), _MAX_TEXT_CELLS) for each in found]
    width = max(map(cells, texts), default=0)
    for each, text in zip(found, texts, strict=True):
        noun = "time" if each.kind is SuggestionKind.PHRASE else "work"
        facts = f"{each.kind}, {count(each.count, noun)}"
        yield f"{text}{' ' * (width - cells(text))}  {page.style(facts, dim=True)}"
