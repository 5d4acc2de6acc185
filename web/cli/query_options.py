"""Options of the verbs that answer queries."""

from __future__ import annotations

import click

# That of search.results, whose import takes 0.15 s; a test compares the two.
DEFAULT_TIMEOUT_SECONDS = 10.0


def _limit(ctx: click.Context, param: click.Parameter, seconds: float) -> float | None:
    return seconds or None


timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    default=DEFAULT_TIMEOUT_SECONDS,
    callback=_limit,
    show_default=True,
    help="Give up after this time, and say what took so long; 0 for no limit.",
)
