"""`fabula sources`: list the sources of the library."""

from __future__ import annotations

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.terminal.output import say, say_json
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.cli.verb import Verb, json_option


@click.command(
    cls=Verb,
    examples=(
        ("fabula sources", "each with its state, its works and when it was last read"),
        ("fabula sources --json", "the same for a program"),
    ),
)
@json_option
@library_option()
def command(as_json: bool, library: str | None) -> int:
    """List the folders and files that the library is made from.

    They are kept in library.toml in the library's folder, which you may edit.
    """
    choice = chosen_library(library)

    from fabula.index import library_sources  # 0.2 s
    from fabula.web.wording import count

    sources = library_sources(choice.address)
    if as_json:
        from fabula.search.json_shapes import source_shape  # 20 ms

        say_json({"sources": [source_shape(source) for source in sources]})
        return 0
    for source in sources:
        say(visible(source.path))
        scanned = f"last read {one_line(source.scanned)}" if source.scanned else "not read yet"
        say(f"    {source.state.value}, {count(source.works, 'work')}, {scanned}")
        if source.exclude:
            say(f"    left out: {', '.join(map(visible, source.exclude))}")
    say(count(len(sources), "source") if sources else "The library has no sources. `fabula index FOLDER` adds one.")
    return 0
