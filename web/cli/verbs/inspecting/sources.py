"""`fabula sources`: list the sources of the library, and what is left out of them by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.terminal.output import Page, say, say_json
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.cli.terminal.wrapping import line_ranges
from fabula.web.cli.verb import Verb, json_option

if TYPE_CHECKING:
    from fabula.index import LibraryPattern


@click.command(
    cls=Verb,
    examples=(
        ("fabula sources", "each with its state, its works and when it was last read"),
        ("fabula sources --patterns", "which names are no stories, and where that is written"),
        ("fabula sources --trust-notify", "let the program of [notify] in library.toml run after runs"),
        ("fabula sources --json", "all of it for a program"),
    ),
)
@click.option("--patterns", "shows_patterns", is_flag=True, help="List the patterns by which names are left out.")
@click.option(
    "--trust-notify/--distrust-notify",
    "trusts_notify",
    default=None,
    help="Let the program of [notify] in library.toml run after runs of this library, or do not.",
)
@json_option
@library_option()
def command(shows_patterns: bool, trusts_notify: bool | None, as_json: bool, library: str | None) -> int:
    """List the folders and files that the library is made from.

    They are kept in library.toml in the library's folder, which you may edit, and so are their names, by which answers
    call them, patterns of names that are left out of them, and a program that is called after runs.
    """
    choice = chosen_library(library)

    from fabula.index import library_patterns, library_sources  # 0.2 s
    from fabula.web.cli.notify.status import change_trust, notify_lines, notify_shape
    from fabula.web.wording import count

    folder = Path(choice.address)
    sources = library_sources(choice.address)
    if trusts_notify is not None:
        change_trust(folder, wanted=trusts_notify)
    patterns = library_patterns(choice.address)
    if as_json:
        from fabula.search.shapes.reports import PATTERN, SOURCE  # 20 ms

        shapes = {"sources": list(map(SOURCE.of, sources)), "patterns": list(map(PATTERN.of, patterns))}
        say_json({**shapes, "notify": notify_shape(folder)})
        return 0
    if shows_patterns:
        _say_patterns(patterns)
        return 0
    for source in sources:
        say(visible(source.path))
        scanned = f"last read {one_line(source.scanned)}" if source.scanned else "not read yet"
        say(f"    named {one_line(source.name)}: {source.state.value}, {count(source.works, 'work')}, {scanned}")
        if source.exclude:
            say(f"    left out: {_list(source.exclude)}")
        if source.include:
            say(f"    read all the same: {_list(source.include)}")
    say(count(len(sources), "source") if sources else "The library has no sources. `fabula index FOLDER` adds one.")
    left_out = sum(not pattern.is_include for pattern in patterns)
    if left_out:
        say(f"Names are left out by {count(left_out, 'pattern')}; `fabula sources --patterns` lists them.")
    for line in notify_lines(folder):
        say(line)
    return 0


def _say_patterns(patterns: Sequence[LibraryPattern]) -> None:
    """A block for each place where patterns are written, and for each reason of the defaults."""
    page = Page.of_stdout()
    blocks: dict[str, list[str]] = {}
    for pattern in patterns:
        blocks.setdefault(_heading(pattern), []).append(pattern.pattern)
    for heading, texts in blocks.items():
        say(page.style(heading, bold=True))
        line = _list(texts)
        for start, end in line_ranges(line, page.width - 4 if page.width else None):
            say(f"    {line[start:end]}")


def _heading(pattern: LibraryPattern) -> str:
    what = "Read all the same" if pattern.is_include else "Left out"
    if pattern.source:
        return f"{what} of {visible(pattern.source)}, by library.toml:"
    return f"{what} by default, as {pattern.reason}:" if pattern.reason else f"{what} of all sources, by library.toml:"


def _list(patterns: Sequence[str]) -> str:
    return ", ".join(map(visible, patterns))
