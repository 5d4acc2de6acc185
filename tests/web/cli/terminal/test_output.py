"""Standard output as a terminal, a pipe, closed, full or missing."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fabula.web.cli.terminal.output import OutputLost, Page, complain, say, say_csv, say_json, say_lines


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    """Make standard output a terminal of 60 columns. (Not a fixture: capturing sets the stream anew for each phase.)"""
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in {"COLUMNS": "60", "TERM": "xterm", **variables}.items():
        monkeypatch.setenv(name, value)


def test_a_terminal_is_wrapped_and_styled(monkeypatch: pytest.MonkeyPatch) -> None:
    """To its own width."""
    on_a_terminal(monkeypatch)
    assert Page.of_stdout() == Page(width=60, ansi=True)


def test_a_wide_terminal_is_not_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines stay readable, on a very narrow one too."""
    on_a_terminal(monkeypatch, COLUMNS="300")
    assert Page.of_stdout().width == 100
    on_a_terminal(monkeypatch, COLUMNS="5")
    assert Page.of_stdout().width == 40


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_without_colour(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    """NO_COLOR or a simple terminal: wrapped, but in plain text."""
    on_a_terminal(monkeypatch, **{variable: value})
    page = Page.of_stdout()
    assert page == Page(width=60, ansi=False)
    assert page.style("text", bold=True) == "text"


def test_a_pipe_is_neither_wrapped_nor_styled() -> None:
    """Other programs get paragraphs as they are."""
    assert Page.of_stdout() == Page()


def test_json_is_ascii_in_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    """With a line end, and all characters but ASCII escaped, lone surrogates too."""
    say_json({"title": "“Überfahrt” \ud83d"})
    out = capsys.readouterr().out
    assert out.isascii()
    assert out.endswith("}\n")
    assert json.loads(out) == {"title": "“Überfahrt” \ud83d"}


def test_a_reader_that_went_away_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of the output is dropped, and the run goes on."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        for _ in range(3):
            say("line")
        stream.flush()
    assert stream.closed


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lost output is one error; nothing is left in the buffer to fail again."""
    with Path("/dev/full").open("w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(OutputLost, match="No space left"):
            say("line")
    assert stream.closed


def test_missing_streams_are_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program started without standard output or error has none."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    say("line")
    complain("line")
    assert Page.of_stdout() == Page()


def test_a_closed_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed standard error raises nothing."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        complain("line")
    assert stream.closed


def test_no_more_lines_are_made_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the reader of a pipe has gone, a million lines that would follow are not made."""
    for write in (say_lines, say_csv):
        reading, writing = os.pipe()
        os.close(reading)
        made: list[int] = []

        def lines(made: list[int] = made) -> Iterator[str]:
            for number in range(1_000_000):
                made.append(number)
                yield f"{number}\n"

        with os.fdopen(writing, "w") as stream, monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", stream)
            write(lines())
        assert len(made) <= 100
