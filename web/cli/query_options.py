"""Options of the verbs that answer queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

# Those of fabula.search, whose import takes 0.15 s; a test compares them.
DEFAULT_TIMEOUT_SECONDS = 10.0
DUPLICATES_TIMEOUT_SECONDS = 300.0

F = TypeVar("F", bound=Callable[..., Any])


def _limit(ctx: click.Context, param: click.Parameter, seconds: float) -> float | None:
    return seconds or None


def timeout_option(seconds: float = DEFAULT_TIMEOUT_SECONDS) -> Callable[[F], F]:
    """`--timeout SECONDS`, with this default. The verb gets None for no limit."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0),
        metavar="SECONDS",
        default=seconds,
        callback=_limit,
        show_default=True,
        help="Give up after this time, and say what took so long; 0 for no limit.",
    )
