"""`fabula works`: every story in the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..library_choice import chosen_library, library_option
from ..output import Page, say, say_json
from ..printable import visible
from ..verb import Verb, json_option
from ..wrapping import shortened

if TYPE_CHECKING:
    from ....index.model import WorkRecord

__all__ = ["command"]


@click.command(
    cls=Verb,
    examples=(
        ("fabula works", "all works by title"),
        ("fabula works --json", "with everything that the library knows about each"),
    ),
)
@json_option
@library_option()
def command(as_json: bool, library: str | None) -> int:
    """List the works in the library, by title."""
    choice = chosen_library(library)

    from ....search import Library

    with Library.open(choice.address) as opened:
        works = opened.works()
    if as_json:
        from ....search.shapes import work_shape

        say_json({"works": [work_shape(work) for work in works]})
        return 0
    from ...wording import count

    page = Page.of_stdout()
    for work in works:
        say(_line(work, page))
    say(count(len(works), "work") if works else "The library is empty. `fabula index FOLDER` puts stories into it.")
    return 0


def _line(work: WorkRecord, page: Page) -> str:
    from ...wording import count
    from ..heading import work_heading

    facts = f"{count(work.scenes, 'scene')}, {count(work.words, 'word')}, {work.id}, {visible(work.path)}"
    if page.width:
        facts = shortened(facts, page.width - 4)
    return f"{work_heading(work, page)}\n    {page.style(facts, dim=True)}"
