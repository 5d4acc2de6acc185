"""Command lines to copy."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from fabula.web import cli
from fabula.web.cli.terminal.command_line import command_line


def test_words_are_quoted() -> None:
    """Each arrives as one word in a shell."""
    line = command_line("search", "--library", "my shelf", "it's $HOME")
    assert shlex.split(line)[1:] == ["search", "--library", "my shelf", "it's $HOME"]


@pytest.mark.parametrize("argv0", ["/usr/lib/pytest/__main__.py", "", "-c"])
def test_called_from_python(monkeypatch: pytest.MonkeyPatch, argv0: str) -> None:
    """Without a script to name, the name of the command is used."""
    monkeypatch.setattr(sys, "argv", [argv0])
    assert command_line("stats") == "fabula stats"


def test_called_as_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the interpreter that runs it."""
    monkeypatch.setattr(sys, "argv", [cli.__file__.replace("__init__", "__main__")])
    assert command_line("stats") == f"{sys.executable} -m fabula.web.cli stats"


def test_the_script_on_the_path_or_beside_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By name if the shell finds it, else by the path that was typed."""
    script = tmp_path / "fabula"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(script)])
    monkeypatch.setenv("PATH", "/nonexistent")
    assert command_line("stats") == f"{script} stats"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["./fabula"])
    assert command_line("stats") == "./fabula stats"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert command_line("stats") == "fabula stats"
