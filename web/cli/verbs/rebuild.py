"""`fabula rebuild`: the index made anew, beside the one that is searched."""

from __future__ import annotations

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.reading_options import json_progress_option, reading_options, speech_option
from fabula.web.cli.terminal.waiting import wait_option
from fabula.web.cli.verb import Verb, json_option

__all__ = ["command"]


@click.command(
    cls=Verb,
    examples=(
        ("fabula rebuild", "read all sources anew, check the new index, and put it in the place of the old one"),
        ("fabula rebuild --keep 1", "and keep the old one as well"),
        ("fabula rebuild --fresh", "forget what an interrupted rebuild had finished"),
        ("fabula rebuild --json --json-progress", "the receipt and the progress for a program"),
    ),
)
@click.option(
    "--keep",
    type=click.IntRange(0, 1000),
    metavar="N",
    help="Keep N indexes that rebuilds have replaced (default: library.toml's, or none).",
)
@click.option("--fresh", is_flag=True, help="Begin anew, even if an interrupted rebuild has finished a part.")
@click.option("--allow-removals", is_flag=True, help="Leave out works whose files are gone, even more than a tenth.")
@speech_option
@reading_options
@json_progress_option
@wait_option()
@json_option
@library_option()
def command(
    keep: int | None,
    fresh: bool,
    allow_removals: bool,
    workers: int | None,
    timeout: float | None,
    speech: bool,
    json_progress: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """Make the library's index anew from its sources, beside the one that is searched meanwhile.

    The new index is checked byte by byte before it takes the old one's place, in one commit. If the run fails or is
    interrupted, the library is as it was, and the next rebuild goes on where this one stopped. It needs as much room
    again as the index takes. A library of another format becomes one of this format.
    """
    choice = chosen_library(library)

    from fabula.index import RebuildOptions, rebuild
    from fabula.web.cli.stopping import ends_cleanly
    from fabula.web.cli.terminal.progress import shown_progress
    from fabula.web.cli.views.receipt import tell_receipt

    options = RebuildOptions(workers, timeout, keep, fresh, allow_removals, speech)
    with ends_cleanly(), shown_progress(json_progress) as progress:
        receipt = rebuild(choice.address, options, progress=progress)
    return tell_receipt(receipt, choice, as_json)
