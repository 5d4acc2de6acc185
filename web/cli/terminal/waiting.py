"""`--wait`: wait for another process that is writing to the library."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

import click

from .output import complain
from .printable import visible

F = TypeVar("F", bound=Callable[..., Any])
_FOREVER = "inf"


class WaitOption(click.Option):
    """Takes a number of seconds if one follows, but no other word: `--wait stories/`."""

    def with_value(self, words: list[str]) -> list[str]:
        """The words of a command line, with `--wait=SECONDS` for `--wait`. click itself would take any next word."""
        result: list[str] = []
        indices = iter(range(len(words)))
        for index in indices:
            word = words[index]
            if word == "--":
                return [*result, *words[index:]]
            if word != "--wait":
                result.append(word)
            elif index + 1 < len(words) and _is_number(words[index + 1]):
                result.append(f"--wait={words[next(indices)]}")
            else:
                result.append(f"--wait={_FOREVER}")
        return result


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
        callback=_start_waiting,
        metavar="[SECONDS]",
        help="Wait if another process is writing to the library, at most this long; without a number, until it ends.",
    )


def _start_waiting(ctx: click.Context, _param: click.Parameter, seconds: float) -> None:
    if math.isnan(seconds):
        raise click.BadParameter("it is not a number.", ctx, _param)
    from fabula.index.store.lock import waiting  # 4 ms

    def tell(message: str) -> None:
        # Asked for only now: the other options may be parsed after this one.
        if not ctx.params.get("quiet"):
            complain(visible(message))

    ctx.with_resource(waiting(seconds, verb=f"fabula {ctx.info_name}", tell=tell))
