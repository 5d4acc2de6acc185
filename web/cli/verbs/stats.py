"""`fabula stats`: the size of the library."""

from __future__ import annotations

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.terminal.output import say, say_json
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.cli.verb import Verb, json_option


@click.command(
    cls=Verb,
    examples=(
        ("fabula stats", "your own library"),
        ("fabula stats --library stories.fabula --json", "another library, for a program"),
    ),
)
@json_option
@library_option()
def command(as_json: bool, library: str | None) -> int:
    """Count what is in the library."""
    choice = chosen_library(library)

    from fabula.search import Library  # 0.15 s

    with Library.open(choice.address) as opened:
        stats = opened.stats()
    if as_json:
        from fabula.search.json_shapes import stats_shape  # 20 ms

        say_json(stats_shape(stats))
        return 0
    say(visible(choice.address))
    for name in ("works", "scenes", "notes", "words", "bytes", "generation"):
        say(f"  {name:<12}{getattr(stats, name):>15,}")
    if stats.languages:
        languages = ", ".join(f"{one_line(language)} ({number:,})" for language, number in stats.languages.items())
        say(f"  {'languages':<12}  {languages}")
    return 0
