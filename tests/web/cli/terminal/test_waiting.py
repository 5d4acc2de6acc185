"""`--wait [SECONDS]` takes a number if one follows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fabula.index.store.lock import WriteLock, patience
from fabula.web.cli.terminal.waiting import WaitOption
from ..conftest import Command

SPELLED: list[tuple[str, str]] = [
    ("--wait stories/", "--wait=inf stories/"),
    ("--wait 60 stories/", "--wait=60 stories/"),
    ("stories/ --wait", "stories/ --wait=inf"),
    ("--wait=5 stories/", "--wait=5 stories/"),
    ("--wait --json 7", "--wait=inf --json 7"),
    ("-- --wait 60", "-- --wait 60"),
]


@pytest.mark.parametrize(("words", "spelled"), SPELLED)
def test_the_value_of_the_option(words: str, spelled: str) -> None:
    assert WaitOption(["--wait"]).with_value(words.split()) == spelled.split()


def test_a_busy_library(fabula_command: Command, stories: Path, tmp_path: Path) -> None:
    """Exit code 5 and the other process, at once or after the time to wait; later commands do not wait."""
    library = tmp_path / "library"
    assert fabula_command("index", stories, "--library", library).exit_code == 0
    lock = WriteLock.acquire(library / "index")
    result = fabula_command("index", stories, "--library", library, "--json")
    assert result.exit_code == 5
    assert json.loads(result.stdout)["error"]["code"] == "library-busy"
    result = fabula_command("index", "--wait", "0.2", stories, "--library", library)
    assert result.exit_code == 5 and "Waiting for" in result.stderr
    lock.release()
    assert fabula_command("index", "--wait", stories, "--library", library).exit_code == 0
    assert patience.get().seconds == 0


def test_a_wait_that_is_not_a_number(fabula_command: Command, stories: Path) -> None:
    for seconds in ("-1", "nan", "soon"):
        assert fabula_command("index", f"--wait={seconds}", stories).exit_code == 2
