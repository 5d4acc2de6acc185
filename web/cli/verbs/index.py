"""`fabula index`: stories into the library."""

from __future__ import annotations

import click

from ..exit_codes import ExitCode
from ..library_choice import chosen_library, library_option
from ..output import say_json
from ..verb import Verb, json_option

__all__ = ["command"]


@click.command(
    cls=Verb,
    examples=(
        ("fabula index stories/", "a folder, with everything below it"),
        ("fabula index one.epub two.html --library shelf", "two files, into a library of their own"),
        ("fabula index stories/ --json", "the receipt for a program, with every file that was skipped"),
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    metavar="N",
    help="Read files in N processes (default: one for each processor; 0: in none of their own).",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Give up a small file after this time, larger ones later (default: 60).",
)
@click.option(
    "--speech/--no-speech",
    default=True,
    help="Tell speech apart from narration, once the stories can be searched (default), or leave it to a later run.",
)
@json_option
@library_option()
def command(
    paths: tuple[str, ...], workers: int | None, timeout: float | None, speech: bool, as_json: bool, library: str | None
) -> int:
    """Add stories to the library, or bring them up to date.

    PATH is a file, an archive or a folder. Files that have not changed are not read again, and an interrupted run
    leaves the library as it was. Once the stories are there, speech is told apart from narration, which takes longer;
    if that is interrupted, the next run completes it.
    """
    if "" in paths:
        # An unset variable of a script; as a path it would mean the current folder.
        raise click.UsageError("A path is empty.")
    choice = chosen_library(library)

    from ....index import build
    from ..progress import shown_progress

    with shown_progress() as progress:
        receipt = build(choice.address, paths, workers=workers, timeout=timeout, speech=speech, progress=progress)
    if as_json:
        from ....search.shapes import receipt_shape

        say_json(receipt_shape(receipt))
    else:
        from ..receipt import say_receipt

        say_receipt(receipt, choice)
    return ExitCode.DONE if receipt.complete else ExitCode.FILES_FAILED
