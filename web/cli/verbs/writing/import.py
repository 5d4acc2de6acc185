"""`fabula import`: read what `fabula export` wrote into a library."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from fabula.index.errors import SettingsError
from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.stopping import ends_cleanly
from fabula.web.cli.terminal.output import say, say_json
from fabula.web.cli.terminal.printable import visible
from fabula.web.cli.terminal.progress import shown_progress
from fabula.web.cli.terminal.waiting import wait_option
from fabula.web.cli.verb import Verb, json_option

_MAX_NAMED_SOURCES = 3


@click.command(
    cls=Verb,
    examples=(
        ("fabula import library.tar --library restored", "a new library from an archive"),
        ("fabula import works.jsonl", "add works to your library, or replace those that it has; again changes nothing"),
    ),
)
@click.argument("file", metavar="FILE")
@wait_option()
@json_option
@library_option()
def command(file: str, as_json: bool, library: str | None) -> int:
    """Import FILE: an archive becomes a new library, works (JSON Lines) are added to the library.

    An archive is checked before the new library is put in place. Works keep their ids, scenes and dates; the paths that
    they were read from are kept as text, and no update removes them because nothing is there.
    """
    choice = chosen_library(library)

    from fabula.index.transfer import import_archive, import_readable_works, is_archive  # 0.3 s
    from fabula.web.cli.views.run import show_run
    from fabula.web.wording import count

    if not is_archive(file):
        return show_run(partial(import_readable_works, choice.address, file), choice, as_json)
    with ends_cleanly(), shown_progress() as progress:
        report = import_archive(choice.address, file, progress=progress)
    if as_json:
        from fabula.search.shapes.reports import CHECK  # 20 ms

        say_json(CHECK.of(report))
    else:
        say(f"The library in {visible(choice.address)} holds {count(report.works, 'work')} and is whole.")
        for remark in report.remarks:
            say(f"  {visible(remark)}")
        _say_sources(choice.address)
    return ExitCode.DONE


def _say_sources(address: str) -> None:
    """Name the sources, which may be those of another machine. They are not looked at."""
    from fabula.index.library.settings import read_settings

    try:
        sources = read_settings(Path(address)).sources
    except SettingsError:
        # A remark of the import says so.
        return
    if sources:
        named = ", ".join(visible(source.path) for source in sources[:_MAX_NAMED_SOURCES])
        more = f" and {len(sources) - _MAX_NAMED_SOURCES:,} more" if len(sources) > _MAX_NAMED_SOURCES else ""
        if len(sources) == 1:
            say(f"Its source: {named}. If it is elsewhere on this machine, edit its path in library.toml.")
        else:
            say(f"Its sources: {named}{more}. If they are elsewhere on this machine, edit their paths in library.toml.")
        say("Until then the works stay as they are.")
