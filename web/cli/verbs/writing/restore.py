"""`fabula restore`: go back to an index that a rebuild has replaced and kept."""

from __future__ import annotations

from functools import partial

import click

from fabula.web.cli.library_choice import LibraryChoice, chosen_library, library_option
from fabula.web.cli.reading_options import json_progress_option, quiet_option
from fabula.web.cli.terminal.output import say, say_json
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.cli.terminal.waiting import wait_option
from fabula.web.cli.verb import Verb, json_option


@click.command(
    cls=Verb,
    examples=(
        ("fabula restore", "list the indexes that rebuilds have replaced and kept"),
        ("fabula restore 12", "check generation 12, and make it the current one again"),
        ("fabula restore --json", "the list for a program"),
        ("fabula restore 12 --json", "the receipt for a program"),
    ),
)
@click.argument("generation", required=False, type=click.IntRange(min=0, max=10**18 - 1))
@quiet_option
@json_progress_option
@wait_option()
@json_option
@library_option()
def command(generation: int | None, quiet: bool, json_progress: bool, as_json: bool, library: str | None) -> int:
    """Go back to an index that a rebuild has replaced and kept.

    `fabula rebuild --keep N` keeps the index that it replaces. Every byte of the kept index is checked before it
    replaces the current one, in one commit; the current one is kept in turn. Without a GENERATION nothing is written.
    """
    choice = chosen_library(library)
    if generation is None:
        return _say_kept(choice, as_json)

    from fabula.index import restore  # 0.3 s
    from fabula.web.cli.views.run import show_run

    return show_run(partial(restore, choice.address, generation), choice, as_json, json_progress, quiet=quiet)


def _say_kept(choice: LibraryChoice, as_json: bool) -> int:
    from fabula.index import kept_generations  # 0.2 s
    from fabula.web.wording import count

    kept = kept_generations(choice.address)
    if as_json:
        from fabula.search.shapes.reports import KEPT  # 20 ms

        say_json({"kept": [KEPT.of(index) for index in kept]})
        return 0
    for index in kept:
        size = f"{count(index.works, 'work')}, {count(index.scenes, 'scene')}"
        say(f"{index.generation:>6}  {one_line(index.written):<20}  {visible(index.problem) or size}")
    if not kept:
        say("Nothing is kept. `fabula rebuild --keep 1` keeps the index that it replaces.")
    return 0
