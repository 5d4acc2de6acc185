"""The exit codes: one table from error class to code."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import click

from fabula.index.errors import (
    CursorExpired,
    ExtraNeeded,
    FabulaError,
    LibraryBusy,
    LibraryError,
    LibraryFull,
    NotFound,
    OptionError,
    QueryAbandoned,
    QueryError,
    RateLimited,
    ServerFull,
    SourceError,
    SourceMissing,
    TokenNeeded,
)
from fabula.web.cli.terminal.output import OutputLost
from .stopping import HungUp, Terminated

if TYPE_CHECKING:
    from fabula.index.receipt import Receipt


class ExitCode(IntEnum):
    """The documented exit codes."""

    DONE = 0
    NOTHING_FOUND = 1
    BAD_USAGE = 2
    NO_LIBRARY = 3
    FILES_FAILED = 4
    BUSY_OR_FULL = 5
    # EX_SOFTWARE of sysexits.h: a bug in Fabula, not a mistake of the user.
    INTERNAL = 70
    HUNG_UP = 129
    INTERRUPTED = 130
    TERMINATED = 143


# The first class in an error's __mro__ counts, so a subclass needs a line only where it differs.
_BY_CLASS: dict[type[BaseException], ExitCode] = {
    click.ClickException: ExitCode.BAD_USAGE,
    QueryError: ExitCode.BAD_USAGE,
    OptionError: ExitCode.BAD_USAGE,
    CursorExpired: ExitCode.BAD_USAGE,
    SourceMissing: ExitCode.BAD_USAGE,
    SourceError: ExitCode.FILES_FAILED,
    ExtraNeeded: ExitCode.FILES_FAILED,
    NotFound: ExitCode.NOTHING_FOUND,
    LibraryError: ExitCode.NO_LIBRARY,
    LibraryBusy: ExitCode.BUSY_OR_FULL,
    LibraryFull: ExitCode.BUSY_OR_FULL,
    ServerFull: ExitCode.BUSY_OR_FULL,
    RateLimited: ExitCode.BUSY_OR_FULL,
    TokenNeeded: ExitCode.BAD_USAGE,
    QueryAbandoned: ExitCode.INTERRUPTED,
    OutputLost: ExitCode.BUSY_OR_FULL,
    KeyboardInterrupt: ExitCode.INTERRUPTED,
    Terminated: ExitCode.TERMINATED,
    HungUp: ExitCode.HUNG_UP,
    FabulaError: ExitCode.INTERNAL,
    BaseException: ExitCode.INTERNAL,
}


def exit_code(error: BaseException) -> ExitCode:
    """The exit code for `error`."""
    return next(_BY_CLASS[base] for base in type(error).__mro__ if base in _BY_CLASS)


def run_exit_code(receipt: Receipt, *, strict: bool = False) -> ExitCode:
    """The exit code of a run with this receipt. What failed in the same way in the last run counts if `strict`."""
    if receipt.refused:
        return _BY_CLASS[OptionError]
    return ExitCode.FILES_FAILED if (not receipt.complete if strict else receipt.failed_anew) else ExitCode.DONE
