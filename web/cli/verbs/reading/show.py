"""`fabula show`: a whole scene, and the commands for its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fabula.web.cli.library_choice import LibraryChoice, chosen_library, library_option
from fabula.web.cli.query_options import timeout_option
from fabula.web.cli.terminal.command_line import command_line
from fabula.web.cli.terminal.output import Page, say, say_json, say_lines
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.verb import Verb, json_option
from fabula.web.cli.views.answers.passage import passage_lines
from fabula.web.cli.views.heading import work_heading
from fabula.web.wording import chapter_name, scene_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fabula.index.model import Scene, WorkRecord
    from fabula.search.results import Span


@click.command(
    cls=Verb,
    examples=(
        ("fabula show 3f9a21c7b0de4410.5c0e77a1", "a scene, by the id that a search gave"),
        ("fabula show 3f9a21c7b0de4410.5c0e77a1 --query 'my choice'", "the same, with the matches of a query marked"),
    ),
)
@click.argument("scene")
@click.option("--query", metavar="QUERY", help="Mark the matches of this query.")
@timeout_option()
@json_option
@library_option()
def command(scene: str, query: str | None, timeout: float | None, as_json: bool, library: str | None) -> int:
    """Read a whole scene.

    SCENE is the id that `fabula search` shows with every hit.
    """
    choice = chosen_library(library)

    from fabula.index.budget import at_most
    from fabula.search import Library  # 0.15 s

    with Library.open(choice.address) as opened, at_most(timeout):
        current = opened.scene(scene.strip())
        work = opened.work(current.work_id)
        ids = [sibling.id for sibling in opened.scenes(work.id)]
        marks = opened.locate(query, current.id, timeout=None) if query else ()
    index = ids.index(current.id)
    previous_id = ids[index - 1] if index else None
    next_id = ids[index + 1] if index + 1 < len(ids) else None
    if as_json:
        say_json(_shape(work, current, previous_id, next_id, marks if query else None))
    else:
        _say_scene(work, current, marks)
        _say_neighbours(choice, previous_id, next_id)
    return 0


def _shape(
    work: WorkRecord, scene: Scene, previous_id: str | None, next_id: str | None, marks: Sequence[Span] | None
) -> dict[str, Any]:
    from fabula.search.shapes.works import SCENE  # 20 ms

    document = SCENE.of((work, scene), files=True) | {"previous": previous_id, "next": next_id}
    return document if marks is None else document | {"highlights": [list(mark) for mark in marks]}


def _say_scene(work: WorkRecord, scene: Scene, marks: Sequence[Span]) -> None:
    page = Page.of_stdout()
    say(work_heading(work, page))
    place = " · ".join(one_line(part) for part in (chapter_name(scene.chapter), scene_name(scene, work)) if part)
    say(page.style(place, dim=True))
    say()
    say_lines(passage_lines(scene.text, marks, page))


def _say_neighbours(choice: LibraryChoice, previous_id: str | None, next_id: str | None) -> None:
    say()
    for name, scene_id, end in (("Before:", previous_id, "beginning"), ("After:", next_id, "end")):
        line = command_line("show", scene_id, *choice.words) if scene_id else f"nothing; this is the {end} of the work"
        say(f"{name:<8}{line}")
