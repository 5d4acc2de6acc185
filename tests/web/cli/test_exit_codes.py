"""Exit codes are a contract."""

from __future__ import annotations

import inspect

import click
import pytest

from fabula.index import errors
from fabula.web.cli.exit_codes import ExitCode, exit_code
from fabula.web.cli.stopping import HungUp, Terminated
from fabula.web.cli.terminal.output import OutputLost

ERRORS = [error for _, error in inspect.getmembers(errors, inspect.isclass) if issubclass(error, errors.FabulaError)]


def test_the_documented_numbers() -> None:
    """Scripts rely on these numbers."""
    assert {code.name: code.value for code in ExitCode} == {
        "DONE": 0,
        "NOTHING_FOUND": 1,
        "BAD_USAGE": 2,
        "NO_LIBRARY": 3,
        "FILES_FAILED": 4,
        "BUSY_OR_FULL": 5,
        "INTERNAL": 70,
        "HUNG_UP": 129,
        "INTERRUPTED": 130,
        "TERMINATED": 143,
    }


@pytest.mark.parametrize("error", ERRORS)
def test_no_error_raised_on_purpose_is_internal(error: type[errors.FabulaError]) -> None:
    """Every class of the tree but its base has a documented code."""
    internal = exit_code(error("message")) is ExitCode.INTERNAL
    assert internal == (error is errors.FabulaError)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.LibraryMissing("m"), 3),
        (errors.LibraryDamaged("m"), 3),
        (errors.NotALibrary("m"), 3),
        (errors.LibraryBusy("m"), 5),
        (errors.LibraryFull("m"), 5),
        (errors.NotFound("m"), 1),
        (errors.QueryError("m"), 2),
        (errors.SourceMissing("m"), 2),
        (errors.ExtraNeeded("m"), 4),
        (click.UsageError("m"), 2),
        (OutputLost("m"), 5),
        (KeyboardInterrupt(), 130),
        (Terminated(), 143),
        (HungUp(), 129),
        (RuntimeError("m"), 70),
        (MemoryError(), 70),
    ],
)
def test_the_nearest_class_counts(error: BaseException, code: int) -> None:
    """A subclass has its own code, or its parent's."""
    assert exit_code(error) == code
