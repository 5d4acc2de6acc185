"""`fabula show`: one scene, whole, and the way to its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fabula.web.cli.library_choice import LibraryChoice, chosen_library, library_option
from fabula.web.cli.terminal.output import Page, say, say_json
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.verb import Verb, json_option
from fabula.web.cli.views.passage import passage_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fabula.index.model import Scene, WorkRecord
    from fabula.search.results import Span

__all__ = ["command"]


@click.command(
    cls=Verb,
    examples=(
        ("fabula show 3f9a21c7b0de4410.5c0e77a1", "a scene, by the id that a search gave"),
        ("fabula show 3f9a21c7b0de4410.5c0e77a1 --query 'my choice'", "with what the query finds in it marked"),
    ),
)
@click.argument("scene")
@click.option("--query", metavar="QUERY", help="Mark what this query finds in the scene.")
@json_option
@library_option()
def command(scene: str, query: str | None, as_json: bool, library: str | None) -> int:
    """Read a whole scene.

    SCENE is the id that `fabula search` shows with every hit.
    """
    choice = chosen_library(library)

    from fabula.search import Library

    with Library.open(choice.address) as opened:
        found = opened.scene(scene.strip())
        work = opened.work(found.work_id)
        scenes = opened.scenes(found.work_id)
        marks = opened.locate(query, found.id) if query else ()
    place = next(index for index, one in enumerate(scenes) if one.id == found.id)
    previous = scenes[place - 1].id if place else None
    following = scenes[place + 1].id if place + 1 < len(scenes) else None
    if as_json:
        say_json(_shape(work, found, previous, following, marks if query else None))
    else:
        _say_scene(work, found, marks)
        _say_neighbours(choice, previous, following)
    return 0


def _shape(
    work: WorkRecord, scene: Scene, previous: str | None, following: str | None, marks: Sequence[Span] | None
) -> dict[str, Any]:
    from fabula.search.json_shapes import scene_shape

    document = scene_shape(work, scene) | {"previous": previous, "next": following}
    return document if marks is None else document | {"highlights": [list(mark) for mark in marks]}


def _say_scene(work: WorkRecord, scene: Scene, marks: Sequence[Span]) -> None:
    from fabula.web.cli.views.heading import work_heading
    from fabula.web.wording import chapter_name, scene_name

    page = Page.of_stdout()
    say(work_heading(work, page))
    place = " · ".join(one_line(part) for part in (chapter_name(scene.chapter), scene_name(scene, work)) if part)
    say(page.style(place, dim=True))
    say()
    say("\n".join(passage_lines(scene.text, marks, page)))


def _say_neighbours(choice: LibraryChoice, previous: str | None, following: str | None) -> None:
    from fabula.web.cli.terminal.command_line import command_line

    say()
    for name, neighbour in (("Before:", previous), ("After:", following)):
        said = command_line("show", neighbour, *choice.words) if neighbour else "nothing; this is an end of the work"
        say(f"{name:<8}{said}")
