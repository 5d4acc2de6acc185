"""Writing to standard output and standard error: any encoding, any width, and readers that go away early."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

import click

from .encoding import accept_every_character

__all__ = ["OutputLost", "Page", "complain", "prepare_streams", "say", "say_json"]

NARROWEST = 40
# Longer lines are hard to read; a terminal as wide as the screen does not make prose better.
WIDEST = 100


class OutputLost(Exception):
    """Standard output cannot be written to (a full disk); a reader who stops reading is no such loss."""


@dataclass(frozen=True, slots=True)
class Page:
    """How standard output shows text.

    width  columns to wrap to; None to leave every paragraph on a line of its own, as other programs like it.
    ansi   True where bold and underlined text can be had: a terminal, and NO_COLOR is not set.
    """

    width: int | None = None
    ansi: bool = False

    @classmethod
    def of_stdout(cls) -> Page:
        if sys.stdout is None or not sys.stdout.isatty():
            return cls()
        columns = shutil.get_terminal_size().columns
        plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        return cls(width=min(max(columns, NARROWEST), WIDEST), ansi=not plain)

    def style(self, text: str, **attributes: bool) -> str:
        """`text`, bold, underlined, dim … where that can be had."""
        return click.style(text, **attributes) if self.ansi and text else text


def prepare_streams() -> None:
    """Let both streams take every character, whatever their encoding."""
    for stream in (sys.stdout, sys.stderr):
        accept_every_character(stream)


def say(text: str = "") -> None:
    """Write a line, or several, to standard output."""
    if sys.stdout is None:
        return
    try:
        # Named, since what click takes by default is a stream of its own, UTF-8 wherever the real one is ASCII.
        click.echo(text, file=sys.stdout, color=True)
    except BrokenPipeError:
        # `fabula … | head`: the reader has what it wanted. What was done stays done, and so does its exit code.
        _drop(sys.stdout)
    except OSError as error:
        _drop(sys.stdout)
        raise OutputLost(f"The output cannot be written: {error.strerror or error}.") from error


def say_json(document: Mapping[str, Any]) -> None:
    """Write the one JSON document of a run."""
    say(json.dumps(document, ensure_ascii=True, allow_nan=False, indent=2))


def complain(text: str) -> None:
    """Write a line, or several, to standard error."""
    if sys.stderr is None:
        return
    try:
        click.echo(text, file=sys.stderr, color=True)
    except OSError:
        # Nobody listens on standard error, and there is nowhere else to say so.
        _drop(sys.stderr)


def _drop(stream: IO[str]) -> None:
    """Send the rest of `stream` nowhere; otherwise the interpreter stumbles over its buffer while it exits."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
