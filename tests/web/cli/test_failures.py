"""Every error ends as a message and an exit code."""

from __future__ import annotations

import json
from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner, Result

from fabula.index.errors import FabulaError, LibraryBusy, LibraryMissing
from fabula.web.cli.failures import run
from fabula.web.cli.group import VerbGroup
from fabula.web.cli.stopping import HungUp, Terminated


def failing(error: BaseException) -> Callable[..., Result]:
    """A command of one verb, which raises `error`."""

    @click.command()
    @click.option("--json", "_as_json", is_flag=True)
    @click.argument("words", nargs=-1)
    def command(_as_json: bool, words: tuple[str, ...]) -> int:
        raise error

    class One(click.Command):
        main = VerbGroup.main  # type: ignore[assignment]

    command.__class__ = One
    return lambda *words: CliRunner().invoke(command, list(words))


def test_an_error_is_a_message_and_a_hint() -> None:
    """On standard error, with nothing on standard output."""
    result = failing(LibraryBusy("Another run is writing.", hint="Wait for it."))()
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr == "fabula: Another run is writing.\nWait for it.\n"


def test_an_error_without_a_hint_is_one_line() -> None:
    """No empty line for the missing hint."""
    assert failing(LibraryBusy("Another run is writing."))().stderr == "fabula: Another run is writing.\n"


def test_an_error_as_json_is_the_one_document() -> None:
    """On standard output, ASCII only, and nothing on standard error."""
    result = failing(LibraryBusy("“Shelf” is busy.", hint="Wait."))("--json")
    assert (result.exit_code, result.stderr) == (5, "")
    assert result.stdout.isascii()
    assert json.loads(result.stdout) == {
        "error": {"code": "library-busy", "message": "“Shelf” is busy.", "hint": "Wait."}
    }


def test_json_behind_the_separator_is_a_word() -> None:
    """`-- --json` asks for no JSON."""
    assert failing(LibraryBusy("Busy."))("--", "--json").stderr == "fabula: Busy.\n"


def test_a_missing_library_says_how_to_get_one() -> None:
    """The hint names both ways, wherever the error comes from."""
    message = failing(LibraryMissing("There is no library at /nowhere."))().stderr
    assert "/nowhere" in message
    assert "`fabula index FOLDER`" in message
    assert "`fabula demo`" in message


def test_a_bug_is_an_internal_error() -> None:
    """The hint says how to see the traceback, which is hidden by default."""
    result = failing(ZeroDivisionError("division by zero"))()
    assert result.exit_code == 70
    assert result.stderr.startswith("fabula: internal error: ZeroDivisionError: division by zero\n")
    assert "FABULA_TRACEBACK=1" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_bug_shows_its_traceback_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """FABULA_TRACEBACK=1 prints it."""
    monkeypatch.setenv("FABULA_TRACEBACK", "1")
    result = failing(ZeroDivisionError("division by zero"))()
    assert result.exit_code == 70
    assert "Traceback (most recent call last)" in result.stderr


@pytest.mark.parametrize("error", [RecursionError(), EOFError(), BrokenPipeError(32, "Broken pipe"), FabulaError("m")])
def test_errors_that_click_would_handle_otherwise(error: Exception) -> None:
    """A broken pipe inside or an early end of a file is a bug, like every other unexpected error."""
    assert failing(error)().exit_code == 70


def test_ctrl_c_is_130(restored_interrupts: None) -> None:
    """With a message, in text and in JSON."""
    result = failing(KeyboardInterrupt())()
    assert (result.exit_code, result.stderr) == (130, "fabula: interrupted\n")
    result = failing(KeyboardInterrupt())("--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (130, "interrupted")


@pytest.mark.parametrize(
    ("error", "code", "name", "number"),
    [(Terminated(), 143, "terminated", "SIGTERM"), (HungUp(), 129, "hung-up", "SIGHUP")],
)
def test_signals_have_their_codes(
    restored_interrupts: None, error: Terminated, code: int, name: str, number: str
) -> None:
    """With a message, in text and in JSON."""
    result = failing(error)()
    assert (result.exit_code, result.stderr) == (code, f"fabula: ended by {number}\n")
    result = failing(error)("--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (code, name)


def test_an_error_in_json_is_one_line() -> None:
    """It may follow other documents, one a line each."""
    result = failing(FabulaError("one\ntwo", hint="three"))("--json")
    (line,) = result.stdout.splitlines()
    assert json.loads(line)["error"]["message"] == "one\ntwo"


def test_bad_usage_names_the_help() -> None:
    """As JSON too, although the options could not be parsed."""
    result = failing(ZeroDivisionError())("--json", "--nonsense")
    assert result.exit_code == 2
    error = json.loads(result.stdout)["error"]
    assert error["code"] == "bad-usage"
    assert "--nonsense" in error["message"]
    assert "--help" in error["hint"]


def test_control_characters_of_a_message_are_spelled_out() -> None:
    """A path in a message is untrusted."""
    message = failing(LibraryBusy("busy: \x1b[2J\u202e\nsecond line"))().stderr
    assert message == "fabula: busy: \\x1b[2J\\u202e\nsecond line\n"


def test_run_returns_the_exit_code() -> None:
    """What a verb returns is the exit code; nothing is 0."""
    command = click.Command("one", callback=lambda: 4)
    assert run(command, [], "one", {}) == 4
    assert run(click.Command("none", callback=lambda: None), [], "none", {}) == 0
