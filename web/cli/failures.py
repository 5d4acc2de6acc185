"""Runs the command; every error becomes a message with a hint, or one JSON document, and an exit code."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import click

from fabula.index.errors import FabulaError, LibraryMissing, QueryTooDear
from fabula.web.cli.terminal.journal import Priority
from fabula.web.cli.terminal.output import OutputLost, complain, prepare_streams, say
from fabula.web.cli.terminal.printable import visible
from .exit_codes import ExitCode, exit_code
from .stopping import HungUp, Terminated, ends_cleanly, ignore_stopping

TRACEBACK_VARIABLE = "FABULA_TRACEBACK"


@dataclass(frozen=True, slots=True)
class Failure:
    """An error for the user. `code` is the stable name in JSON."""

    code: str
    message: str
    hint: str
    exit_code: ExitCode


def run(command: click.Command, words: Sequence[str], name: str, settings: Mapping[str, Any]) -> int:
    """Run `command` with `words`, print any error, and return the exit code."""
    prepare_streams()
    as_json = _wants_json(words)
    try:
        with ends_cleanly(), command.make_context(name, list(words), **settings) as context:
            return int(command.invoke(context) or 0)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, Terminated) as error:
        # A second one must not interrupt this message.
        ignore_stopping()
        return _print_failure(failure_of(error), as_json)
    except Exception as error:  # noqa: BLE001 - only here a bug becomes a message instead of a traceback
        failure = failure_of(error)
        if failure.exit_code is ExitCode.INTERNAL and os.environ.get(TRACEBACK_VARIABLE):
            import traceback  # 2 ms, and hardly ever needed

            complain("".join(traceback.format_exception(error)))
        return _print_failure(failure, as_json)


def _wants_json(words: Sequence[str]) -> bool:
    """True if `--json` is among the options. Checked before they are parsed, as parsing may fail."""
    before_separator = words[: words.index("--")] if "--" in words else words
    return "--json" in before_separator


def failure_of(error: BaseException) -> Failure:
    """The message, hint and exit code for `error`."""
    code = exit_code(error)
    if isinstance(error, FabulaError):
        hint = error.hint
        if isinstance(error, LibraryMissing):
            hint = "Make one with `fabula index FOLDER`, or look around in a small one with `fabula demo`."
        if isinstance(error, QueryTooDear) and error.seconds is not None:
            hint += " Or allow more time: --timeout SECONDS."
        return Failure(error.code, str(error), hint, code)
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        hint = f"`{context.command_path} --help` shows how it is used." if context is not None else ""
        return Failure("bad-usage", error.format_message(), hint, code)
    if isinstance(error, OutputLost):
        return Failure("output-lost", str(error), "", code)
    if isinstance(error, KeyboardInterrupt):
        return Failure("interrupted", "interrupted", "", code)
    if isinstance(error, HungUp):
        return Failure("hung-up", "ended by SIGHUP", "", code)
    if isinstance(error, Terminated):
        return Failure("terminated", "ended by SIGTERM", "", code)
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Failure(
        "internal-error",
        f"internal error: {text}",
        f"This is a bug in Fabula. {TRACEBACK_VARIABLE}=1 in the environment shows where; please report that.",
        code,
    )


def error_document(failure: Failure) -> dict[str, Any]:
    """What programs are told of a failure."""
    return {"error": {"code": failure.code, "message": failure.message, "hint": failure.hint}}


def _print_failure(failure: Failure, as_json: bool) -> ExitCode:
    message, hint = (_visible_lines(part) for part in (failure.message, failure.hint))
    if as_json:
        with suppress(OutputLost):
            # On one line, as it may end the lines of `fabula watch --json`.
            say(json.dumps(error_document(replace(failure, message=message, hint=hint))))
    else:
        complain(f"fabula: {message}" + (f"\n{hint}" if hint else ""), Priority.ERROR)
    return failure.exit_code


def _visible_lines(text: str) -> str:
    """`text` with control characters spelled out; line ends stay."""
    return "\n".join(map(visible, text.splitlines()))
