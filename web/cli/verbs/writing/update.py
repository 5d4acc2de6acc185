"""`fabula update`: bring the library up to date with its sources."""

from __future__ import annotations

from functools import partial

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.low_priority import low_priority_option
from fabula.web.cli.reading_options import (
    allow_removals_option,
    json_progress_option,
    quiet_option,
    reading_options,
    speech_option,
    strict_option,
)
from fabula.web.cli.terminal.waiting import wait_option
from fabula.web.cli.verb import Verb, json_option


@click.command(
    cls=Verb,
    examples=(
        ("fabula update", "read what is new or changed, remove what is gone"),
        ("fabula update --dry-run", "show what that would do, and write nothing"),
        ("fabula update --verify --json", "hash every file again; the receipt for a program"),
        ("fabula update --quiet --wait", "for a timer: prints what changed or failed, and mostly nothing"),
        ("fabula update --allow-removals", "after many files were deleted on purpose"),
    ),
)
@click.option("--dry-run", is_flag=True, help="Show what would be done; write nothing.")
@click.option("--verify", is_flag=True, help="Hash every file, even if its size and times are unchanged.")
@allow_removals_option
@speech_option
@reading_options
@quiet_option
@strict_option
@low_priority_option
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
    quiet: bool,
    strict: bool,
    json_progress: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """Bring the library up to date with all its sources, in one commit.

    Files with the same size and times are not opened, and files with the same bytes are not read again. Works of
    missing files are removed; works of a source that is missing or suddenly empty stay. Exit code 4 says that something
    failed that did not fail in the same way the last time.
    """
    choice = chosen_library(library)

    from fabula.index import UpdateOptions, update  # 0.3 s
    from fabula.web.cli.views.run import show_run

    options = UpdateOptions(workers, timeout, verify, dry_run, allow_removals, speech)
    return show_run(
        partial(update, choice.address, options), choice, as_json, json_progress, quiet=quiet, strict=strict
    )
