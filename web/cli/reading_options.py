"""The options that all verbs have that read files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["json_progress_option", "reading_options", "speech_option"]

F = TypeVar("F", bound=Callable[..., Any])


def reading_options(command: F) -> F:
    """`--workers` and `--timeout`."""
    command = click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Give up a small file after this time, larger ones later (default: 60, or library.toml's).",
    )(command)
    return click.option(
        "--workers",
        type=click.IntRange(min=0),
        metavar="N",
        help="Read files in N processes (default: library.toml's, or one for each processor; 0: in none of their own).",
    )(command)


json_progress_option = click.option(
    "--json-progress", is_flag=True, help="Print progress on standard error, one JSON object a line."
)

speech_option = click.option(
    "--speech/--no-speech",
    default=True,
    help="Tell speech apart from narration, once the stories can be searched (default), or leave it to a later run.",
)
