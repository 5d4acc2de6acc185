"""`--wait`: what a verb that writes does while another one is writing."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["WaitOption", "wait_option"]

F = TypeVar("F", bound=Callable[..., Any])
_FOR_EVER = "inf"


class WaitOption(click.Option):
    """Takes a number of seconds if one follows, and leaves everything else where it stands: `--wait stories/`."""

    def spelled_out(self, words: list[str]) -> list[str]:
        """`words` of a command line, with `--wait=SECONDS` in each case. click itself would take whatever follows."""
        found: list[str] = []
        rest = iter(range(len(words)))
        for place in rest:
            word = words[place]
            if word == "--":
                return [*found, *words[place:]]
            if word != "--wait":
                found.append(word)
            elif place + 1 < len(words) and _is_number(words[place + 1]):
                found.append(f"--wait={words[next(rest)]}")
            else:
                found.append(f"--wait={_FOR_EVER}")
        return found


def _is_number(word: str) -> bool:
    try:
        return float(word) >= 0
    except ValueError:
        return False


def wait_option() -> Callable[[F], F]:
    """`--wait [SECONDS]`. The verb needs no parameter for it."""
    return click.option(
        "--wait",
        cls=WaitOption,
        type=click.FloatRange(min=0),
        default=0.0,
        expose_value=False,
        callback=_set,
        metavar="[SECONDS]",
        help="Wait, if another process is writing to the library, at most so long; without a number until it is done.",
    )


def _tell(message: str) -> None:
    from .output import complain
    from .printable import visible

    complain(visible(message))


def _set(ctx: click.Context, _param: click.Parameter, seconds: float) -> None:
    if math.isnan(seconds):
        raise click.BadParameter("it is no number.", ctx, _param)
    from fabula.index.store.lock import waiting

    ctx.with_resource(waiting(seconds, verb=f"fabula {ctx.info_name}", tell=_tell))
