"""`fabula update`: the library as its sources are now."""

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
        ("fabula update", "read what is new or changed, remove what is gone"),
        ("fabula update --dry-run", "tell what that would do, and write nothing"),
        ("fabula update --verify --json", "hash every file again; the receipt for a program"),
        ("fabula update --allow-removals", "after many files were deleted on purpose"),
    ),
)
@click.option("--dry-run", is_flag=True, help="Tell what would be done; write nothing.")
@click.option("--verify", is_flag=True, help="Hash every file, also those whose size and times are as they were.")
@click.option(
    "--allow-removals",
    is_flag=True,
    help="Remove works even if their files are more than a tenth of all that are gone.",
)
@speech_option
@reading_options
@json_progress_option
@wait_option()
@json_option
@library_option()
def command(
    dry_run: bool,
    verify: bool,
    allow_removals: bool,
    workers: int | None,
    timeout: float | None,
    speech: bool,
    json_progress: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """Bring the library up to date with all its sources, in one commit.

    Files that look as they did (size and times) are not opened, and those that hold the same bytes are not read. Works
    of files that are gone are removed; those of a source that is missing or suddenly empty stay (exit code 4).
    """
    choice = chosen_library(library)

    from fabula.index import UpdateOptions, update
    from fabula.web.cli.stopping import ends_cleanly
    from fabula.web.cli.terminal.progress import shown_progress
    from fabula.web.cli.views.receipt import tell_receipt

    options = UpdateOptions(workers, timeout, verify, dry_run, allow_removals, speech)
    with ends_cleanly(), shown_progress(json_progress) as progress:
        receipt = update(choice.address, options, progress=progress)
    return tell_receipt(receipt, choice, as_json)
