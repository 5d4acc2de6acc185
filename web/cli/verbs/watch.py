"""`fabula watch`: update the library whenever files of its sources change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.reading_options import allow_removals_option, reading_options, speech_option
from fabula.web.cli.stopping import ends_cleanly
from fabula.web.cli.terminal.output import complain, say
from fabula.web.cli.terminal.printable import visible
from fabula.web.cli.verb import Verb

if TYPE_CHECKING:
    from fabula.index import FabulaError, Receipt, RunWarning


@click.command(
    cls=Verb,
    examples=(
        ("fabula watch", "until Ctrl-C: each batch of changed files becomes one commit"),
        ("fabula watch --poll 60", "look at all files once a minute, for network folders"),
        ("fabula watch --json", "a receipt a line, for a program"),
    ),
)
@click.option(
    "--poll",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Look at all files this often, instead of waiting for the system to report changes.",
)
@allow_removals_option
@speech_option
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print each receipt as one line of JSON.")
@library_option()
def command(
    poll: float | None,
    allow_removals: bool,
    workers: int | None,
    timeout: float | None,
    speech: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """Update the library, and again whenever files of its sources change.

    Ctrl-C (exit code 130) or SIGTERM (143) ends it. Changes that follow each other closely become one commit. Searches
    see each commit within a second.
    """
    choice = chosen_library(library)

    from fabula.index import UpdateOptions, watch  # 0.3 s

    said: set[RunWarning] = set()

    def say_update(receipt: Receipt) -> None:
        if as_json:
            from fabula.search.json_shapes import receipt_shape  # 20 ms

            say(json.dumps(receipt_shape(receipt)))
            return
        counts = f"{receipt.added:,} added, {receipt.updated:,} updated, {receipt.removed:,} removed"
        say(f"{receipt.started}  {counts}; {receipt.works:,} works")
        for warning in receipt.warnings:
            # Those of unchanged files come with every receipt.
            if warning not in said:
                say(f"  Note: {visible(str(warning))}")
        said.clear()
        said.update(receipt.warnings)

    def say_failure(error: FabulaError) -> None:
        complain(f"fabula: {visible(str(error))}" + (f"\n{visible(error.hint)}" if error.hint else ""))

    options = UpdateOptions(workers, timeout, allow_removals=allow_removals, speech=speech)
    if not as_json:
        say(f"Watching the sources of {visible(choice.address)}. Ctrl-C ends it.")
    with ends_cleanly():
        watch(choice.address, options, poll=poll, each=say_update, failed=say_failure)
    return 0
