"""Writes to standard output and standard error, in any encoding and width, even if the reader goes away early."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

import click

from .encoding import accept_every_character
from .journal import Priority, with_priority

_MIN_COLUMNS = 40
# Longer lines of prose are hard to read, on wide terminals too.
_MAX_COLUMNS = 100
_SCREEN_LINES = 100


class OutputLost(Exception):
    """Standard output cannot be written, for example on a full disk. A reader that stops reading is no such error."""


@dataclass(frozen=True, slots=True)
class Page:
    """How standard output shows text.

    width  columns to wrap to; None to leave each paragraph on one line, as other programs expect.
    ansi   True if text can be bold and underlined: on a terminal, if NO_COLOR is not set.
    """

    width: int | None = None
    ansi: bool = False

    @classmethod
    def of_stdout(cls) -> Page:
        if sys.stdout is None or not sys.stdout.isatty():
            return cls()
        columns = shutil.get_terminal_size().columns
        plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        return cls(width=min(max(columns, _MIN_COLUMNS), _MAX_COLUMNS), ansi=not plain)

    def style(self, text: str, **attributes: bool) -> str:
        """`text`, bold, underlined or dim if `ansi`."""
        return click.style(text, **attributes) if self.ansi and text else text


def prepare_streams() -> None:
    """Make both streams accept every character, in any encoding."""
    for stream in (sys.stdout, sys.stderr):
        accept_every_character(stream)


def say(text: str = "", priority: Priority | None = None) -> bool:
    """Write one or more lines to standard output; `priority` is for the journal of a service.

    False if nobody reads them, so that there is no use in making more.
    """
    if sys.stdout is None:
        return False
    text = with_priority(text, priority, sys.stdout)
    try:
        # With `file`, as click's default is another stream: UTF-8 even if sys.stdout is ASCII.
        click.echo(text, file=sys.stdout, color=True)
    except BrokenPipeError:
        # `fabula … | head`: the reader has enough. The work is done, so the exit code stays.
        _drop(sys.stdout)
        return False
    except OSError as error:
        _drop(sys.stdout)
        raise OutputLost(f"The output cannot be written: {error.strerror or error}.") from error
    return True


def say_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output as they are made, a screen at a time: the first is read while others are made.

    As many as are read: `fabula … | head` makes no more than the first screens.
    """
    rest = iter(lines)
    while (screen := list(islice(rest, _SCREEN_LINES))) and say("\n".join(screen)):
        pass


def say_json(document: Mapping[str, Any]) -> None:
    """Write the one JSON document of a run."""
    say(json.dumps(document, ensure_ascii=True, allow_nan=False, indent=2))


def say_csv(lines: Iterable[str]) -> None:
    """Write the lines of a table, which have their line ends, in UTF-8 whatever the encoding of standard output is.

    The next program reads them, and a table in two encodings is none.
    """
    if hasattr(sys.stdout, "reconfigure"):
        # If the stream is closed or detached, writing to it will fail with its own error.
        with suppress(ValueError, OSError):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    for line in lines:
        if not say(line.removesuffix("\n")):
            return


def complain(text: str, priority: Priority | None = Priority.WARNING) -> None:
    """Write one or more lines to standard error; `priority` is for the journal of a service."""
    if sys.stderr is None:
        return
    text = with_priority(text, priority, sys.stderr)
    try:
        click.echo(text, file=sys.stderr, color=True)
    except OSError:
        # There is nowhere else to report this.
        _drop(sys.stderr)


def _drop(stream: IO[str]) -> None:
    """Redirect `stream` to nowhere, or the interpreter would fail to flush it at exit."""
    with suppress(OSError, ValueError):
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, stream.fileno())
        os.close(devnull)
