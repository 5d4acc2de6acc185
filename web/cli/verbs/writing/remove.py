"""`fabula remove`: remove sources, or parts of them, from the library."""

from __future__ import annotations

from functools import partial

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.reading_options import json_progress_option, quiet_option
from fabula.web.cli.terminal.waiting import wait_option
from fabula.web.cli.verb import Verb, json_option


@click.command(
    cls=Verb,
    examples=(
        ("fabula remove stories/", "a source, with all its works"),
        ("fabula remove stories/drafts", "a folder in a source, which updates leave out from now on"),
        ("fabula remove stories/one.epub --json", "one file; the receipt for a program"),
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@quiet_option
@json_progress_option
@wait_option()
@json_option
@library_option()
def command(paths: tuple[str, ...], quiet: bool, json_progress: bool, as_json: bool, library: str | None) -> int:
    """Remove sources, or files and folders in them, from the library with all their works.

    Only the library's own files are changed. A path inside a source is noted in library.toml, so that updates leave it
    out; `fabula index PATH` adds it again.
    """
    if "" in paths:
        raise click.UsageError("A path is empty.")
    choice = chosen_library(library)

    from fabula.index import remove  # 0.3 s
    from fabula.web.cli.views.run import show_run

    return show_run(partial(remove, choice.address, paths), choice, as_json, json_progress, quiet=quiet)
