"""`fabula export`: copy works, or the whole library, to a file."""

from __future__ import annotations

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.stopping import ends_cleanly
from fabula.web.cli.terminal.output import complain, say
from fabula.web.cli.terminal.printable import visible
from fabula.web.cli.terminal.progress import shown_progress
from fabula.web.cli.verb import Verb
from fabula.web.wording import count


@click.command(
    cls=Verb,
    examples=(
        (
            "fabula export --output works.jsonl",
            "every work, one a line, with all that is known of it, for `fabula import`",
        ),
        ("fabula export --library archive", "the works of another library, on standard output"),
        ("fabula export --archive --output library.tar", "the whole library in one file, even during a run"),
    ),
)
@click.option("--archive", is_flag=True, help="The whole library as one tar archive, for `fabula import`.")
@click.option("--output", metavar="FILE", help="The file to write; without it, works go to standard output.")
@library_option()
def command(archive: bool, output: str | None, library: str | None) -> int:
    """Copy works, or the whole library, to a file.

    The copy is of one commit, so nothing that is written meanwhile is in it by half.
    """
    choice = chosen_library(library)
    if archive and not output:
        raise click.UsageError("An archive needs a file: --output FILE.")

    from fabula.index.transfer import export_archive, export_works, write_works  # 0.3 s

    if not output:
        for line in export_works(choice.address):
            say(line)
        return 0
    with ends_cleanly(), shown_progress() as progress:
        if archive:
            size = f"{export_archive(choice.address, output, progress=progress):,} bytes"
        else:
            size = count(write_works(choice.address, output, progress=progress), "work")
    complain(f"{visible(output)} written, {size}")
    return 0
