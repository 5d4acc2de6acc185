"""`fabula export`: works out of the library, or all of it in one file."""

from __future__ import annotations

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.terminal.output import complain, say
from fabula.web.cli.terminal.printable import visible
from fabula.web.cli.verb import Verb

__all__ = ["command"]


@click.command(
    cls=Verb,
    examples=(
        ("fabula export --output works.jsonl", "every work, one a line, for any program; `fabula index` reads it, too"),
        ("fabula export --library archive", "the same of another library, on standard output"),
        ("fabula export --archive --output library.tar", "the library as it is, in one file, while a writer may run"),
    ),
)
@click.option("--archive", is_flag=True, help="The whole library as one tar archive, for `fabula import`.")
@click.option("--output", metavar="FILE", help="Where to write; without it works go to standard output.")
@library_option()
def command(archive: bool, output: str | None, library: str | None) -> int:
    """Copy works, or the whole library, out of it.

    What is exported is one commit: nothing that is written meanwhile is in it in part.
    """
    choice = chosen_library(library)
    if archive and not output:
        raise click.UsageError("An archive needs a file: --output FILE.")

    from fabula.index.transfer import export_archive, export_works
    from fabula.web.cli.terminal.progress import shown_progress

    with shown_progress() as progress:
        if archive and output:
            size = export_archive(choice.address, output, progress=progress)
            complain(f"{visible(output)} written, {size:,} bytes")
        elif output:
            from fabula.index.transfer.works import write_works

            count = write_works(choice.address, output, progress=progress)
            complain(f"{visible(output)} written, {count:,} works")
        else:
            for line in export_works(choice.address):
                say(line)
    return 0
