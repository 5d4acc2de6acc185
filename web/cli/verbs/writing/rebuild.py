"""`fabula rebuild`: build a new index from the sources, while the old one can be searched."""

from __future__ import annotations

from functools import partial

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.low_priority import low_priority_option
from fabula.web.cli.reading_options import (
    allow_removals_option,
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
        ("fabula rebuild", "read all sources again, check the new index, and replace the old one with it"),
        ("fabula rebuild --keep 1", "the same, and keep the old index"),
        ("fabula rebuild --fresh", "start again instead of continuing an interrupted rebuild"),
        ("fabula rebuild --json --json-progress", "the receipt and the progress for a program"),
    ),
)
@click.option(
    "--keep",
    type=click.IntRange(0, 1000),
    metavar="N",
    help="Keep N indexes that rebuilds have replaced (default: library.toml's, or none).",
)
@click.option("--fresh", is_flag=True, help="Start again, even if an interrupted rebuild has finished a part.")
@allow_removals_option
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
    keep: int | None,
    fresh: bool,
    allow_removals: bool,
    workers: int | None,
    timeout: float | None,
    speech: bool,
    quiet: bool,
    strict: bool,
    json_progress: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """Build a new index from the library's sources, while the old one can be searched.

    The new index is checked byte by byte before it replaces the old one, in one commit. If the run fails or is
    interrupted, the library is as it was, and the next rebuild continues where this one stopped. The new index needs as
    much disk space again as the old one. A library of another format becomes one of this format.
    """
    choice = chosen_library(library)

    from fabula.index import RebuildOptions, rebuild  # 0.3 s
    from fabula.web.cli.views.run import show_run

    options = RebuildOptions(workers, timeout, keep, fresh, allow_removals, speech)
    return show_run(
        partial(rebuild, choice.address, options), choice, as_json, json_progress, quiet=quiet, strict=strict
    )
