"""`fabula index`: add stories to the library."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.low_priority import low_priority_option
from fabula.web.cli.reading_options import (
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
        ("fabula index stories/", "a folder, with everything below it"),
        ("fabula index one.epub two.html --library shelf", "two files, into a library of their own"),
        ("fabula index stories/ --wait 600", "wait up to ten minutes, if another process is writing to the library"),
        ("fabula index stories/ --json", "the receipt for a program, with every file that was skipped"),
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
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
    paths: tuple[str, ...],
    workers: int | None,
    timeout: float | None,
    speech: bool,
    quiet: bool,
    strict: bool,
    json_progress: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """Add stories to the library, or bring them up to date.

    PATH is a file, an archive or a folder. It becomes a source of the library, which `fabula update` reads from then
    on. Files that have not changed are not read again, and an interrupted run leaves the library as it was. Once the
    stories can be searched, speech and its speakers are found, which takes longer; if that is interrupted, the next
    run completes it.
    """
    if "" in paths:
        # From an unset variable in a script; as a path it would mean the current folder.
        raise click.UsageError("A path is empty.")
    choice = chosen_library(library)

    from fabula.index import build  # 0.3 s
    from fabula.web.cli.notify import remembers_if_made
    from fabula.web.cli.views.run import show_run

    run = partial(build, choice.address, paths, workers=workers, timeout=timeout, speech=speech)
    with remembers_if_made(Path(choice.address)):
        return show_run(run, choice, as_json, json_progress, quiet=quiet, strict=strict)
