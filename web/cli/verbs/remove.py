"""`fabula remove`: sources, or parts of them, out of the library."""

from __future__ import annotations

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.reading_options import json_progress_option
from fabula.web.cli.terminal.waiting import wait_option
from fabula.web.cli.verb import Verb, json_option

__all__ = ["command"]


@click.command(
    cls=Verb,
    examples=(
        ("fabula remove stories/", "a source, with all its works"),
        ("fabula remove stories/drafts", "a folder below a source, which stays left out from now on"),
        ("fabula remove stories/one.epub --json", "one file; the receipt for a program"),
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@json_progress_option
@wait_option()
@json_option
@library_option()
def command(paths: tuple[str, ...], json_progress: bool, as_json: bool, library: str | None) -> int:
    """Take sources out of the library, or what lies below one, with all their works.

    No file is touched but the library's own. A path below a source is written down in library.toml, so that updates
    leave it out; `fabula index PATH` takes it in again.
    """
    if "" in paths:
        raise click.UsageError("A path is empty.")
    choice = chosen_library(library)

    from fabula.index import remove
    from fabula.web.cli.stopping import ends_cleanly
    from fabula.web.cli.terminal.progress import shown_progress
    from fabula.web.cli.views.receipt import tell_receipt

    with ends_cleanly(), shown_progress(json_progress) as progress:
        receipt = remove(choice.address, paths, progress=progress)
    return tell_receipt(receipt, choice, as_json)
