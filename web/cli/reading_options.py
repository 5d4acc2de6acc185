"""Options of the verbs that read files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def reading_options(command: F) -> F:
    """`--workers` and `--timeout`."""
    command = click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Give up on a small file after this time, on larger ones later (default: library.toml's, or 60).",
    )(command)
    return click.option(
        "--workers",
        type=click.IntRange(min=0),
        metavar="N",
        help="Read files in N processes (default: library.toml's, or one for each processor; 0: in this process).",
    )(command)


allow_removals_option = click.option(
    "--allow-removals",
    is_flag=True,
    help="Remove the works of missing files, even if these are more than a tenth of all.",
)

json_progress_option = click.option(
    "--json-progress", is_flag=True, help="Print progress on standard error, one JSON object a line."
)

quiet_option = click.option(
    "--quiet", is_flag=True, help="Print what changed or failed and nothing else; nothing at all if nothing did."
)

strict_option = click.option(
    "--strict", is_flag=True, help="Exit with 4 also for what failed in the same way in the last run."
)

speech_option = click.option(
    "--speech/--no-speech",
    default=True,
    help="Find speech and its speakers after the stories can be searched (default), or leave it to a later run.",
)
