"""`fabula restore`: back to an index that a rebuild has replaced and kept."""

from __future__ import annotations

import click

from fabula.web.cli.library_choice import LibraryChoice, chosen_library, library_option
from fabula.web.cli.reading_options import json_progress_option
from fabula.web.cli.terminal.output import say, say_json
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.cli.terminal.waiting import wait_option
from fabula.web.cli.verb import Verb, json_option

__all__ = ["command"]


@click.command(
    cls=Verb,
    examples=(
        ("fabula restore", "list what is kept of the indexes that rebuilds have replaced"),
        ("fabula restore 12", "check generation 12, and make it the current one again"),
        ("fabula restore --json", "the list for a program"),
        ("fabula restore 12 --json", "the receipt for a program"),
    ),
)
@click.argument("generation", required=False, type=click.IntRange(min=0, max=10**18 - 1))
@json_progress_option
@wait_option()
@json_option
@library_option()
def command(generation: int | None, json_progress: bool, as_json: bool, library: str | None) -> int:
    """Make an index that a rebuild has kept the library's current one again.

    `fabula rebuild --keep N` keeps what it replaces. Every byte of the kept index is checked before it takes the
    current one's place, in one commit; the current one is kept in its turn. Without a GENERATION nothing is written.
    """
    choice = chosen_library(library)
    if generation is None:
        return _say_kept(choice, as_json)

    from fabula.index import restore
    from fabula.web.cli.stopping import ends_cleanly
    from fabula.web.cli.terminal.progress import shown_progress
    from fabula.web.cli.views.receipt import tell_receipt

    with ends_cleanly(), shown_progress(json_progress) as progress:
        receipt = restore(choice.address, generation, progress=progress)
    return tell_receipt(receipt, choice, as_json)


def _say_kept(choice: LibraryChoice, as_json: bool) -> int:
    from fabula.index import kept_generations

    kept = kept_generations(choice.address)
    if as_json:
        from fabula.search.json_shapes import kept_shape

        say_json({"kept": [kept_shape(one) for one in kept]})
        return 0
    from fabula.web.wording import count

    for one in kept:
        held = visible(one.problem) if one.problem else f"{count(one.works, 'work')}, {count(one.scenes, 'scene')}"
        say(f"{one.generation:>6}  {one_line(one.written):<20}  {held}")
    if not kept:
        say("Nothing is kept. `fabula rebuild --keep 1` keeps the index that it replaces.")
    return 0
