"""The units of systemd and the line for cron in the documentation work."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = (Path(__file__).parents[1] / "docs" / "operations.md").read_text(encoding="utf-8")
UNITS = dict(re.findall(r"```ini\n# /etc/systemd/system/(\S+)\n(.*?)```", TEXT, re.DOTALL))
CRON = re.findall(r"```crontab\n(.*?)\n```", TEXT, re.DOTALL)
PROGRAM = "/home/ann/.venv/bin/fabula"
LIBRARY = "/home/ann/library"


def test_the_units_are_there() -> None:
    """A service for a timer, the timer, and a service that watches; each is well formed."""
    assert set(UNITS) == {"fabula-update.service", "fabula-update.timer", "fabula-watch.service"}
    for text in UNITS.values():
        parser = configparser.ConfigParser(strict=True, interpolation=None)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(text)
        assert parser["Unit"]["Description"]
        if parser.has_section("Service"):
            assert shlex.split(parser["Service"]["ExecStart"])[0] == PROGRAM


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """All at once, so that the timer finds its service; without a word."""
    for name, text in UNITS.items():
        text = text.replace(PROGRAM, sys.executable).replace("User=ann", "User=root")
        (tmp_path / name).write_text(text, encoding="utf-8")
    words = ["systemd-analyze", "verify", "--man=no", *sorted(str(path) for path in tmp_path.iterdir())]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=60)
    ours = [line for line in ended.stderr.splitlines() if "fabula-" in line]
    assert (ended.returncode, ours) == (0, [])


def test_the_commands_exist() -> None:
    """Every verb and option of the units is one of Fabula."""
    from fabula.web.cli.group import fabula

    lines = [line.removeprefix("ExecStart=") for text in UNITS.values() for line in text.splitlines()]
    lines += [" ".join(CRON[0].split()[5:])]
    commands = [shlex.split(line)[1:] for line in lines if line.startswith(PROGRAM)]
    assert len(commands) == 3
    for verb, *words in commands:
        command = fabula.get_command(None, verb)  # type: ignore[arg-type]  # it needs no context
        assert command is not None
        options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.skipif(os.name == "nt", reason="cron of POSIX")
def test_the_line_for_cron(tmp_path: Path) -> None:
    """It is five times and a command, without the `%` that cron takes for a line's end; it says what changed, and else
    nothing."""
    (line,) = CRON
    assert re.match(r"30 3 \* \* \* /", line) and "%" not in line
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "a.txt").write_text("The Bell\n\nThe bell rang at noon, and nobody came.\n")
    program = tmp_path / "fabula"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m fabula.web.cli "$@"\n')
    program.chmod(0o755)
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "home")}
    index = [program, "index", tmp_path / "stories", "--library", tmp_path / "library", "--no-speech"]
    subprocess.run(index, env=environment, capture_output=True, check=True, timeout=120)
    command = line.split(maxsplit=5)[5].replace(PROGRAM, str(program)).replace(LIBRARY, str(tmp_path / "library"))

    def run() -> tuple[int, str, str]:
        words = ["/bin/sh", "-c", command]
        ended = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120)
        return ended.returncode, ended.stdout, ended.stderr

    assert run() == (0, "", "")
    (tmp_path / "stories" / "b.txt").write_text("The Tower\n\nThe tower fell at noon, and nobody saw it.\n")
    code, out, err = run()
    assert (code, err) == (0, "") and "1 work added" in out and "The Tower" in out
