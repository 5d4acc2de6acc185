"""`fabula restore`"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ...conftest import FERRY, ORCHARD, Command


@pytest.fixture
def shelf(fabula_command: Command, tmp_path: Path) -> Path:
    """A library that keeps generation 1, with one story less than now."""
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    fabula_command("index", folder, "--library", tmp_path / "shelf", "--no-speech")
    (folder / "orchard.txt").write_text(ORCHARD, encoding="utf-8")
    fabula_command("rebuild", "--keep", "1", "--library", tmp_path / "shelf", "--no-speech")
    return tmp_path / "shelf"


def test_kept_indexes_are_listed(fabula_command: Command, shelf: Path) -> None:
    """One a line, or as JSON; nothing is written."""
    (line,) = fabula_command("restore", "--library", shelf).stdout.splitlines()
    assert line.split()[0] == "1" and "1 work," in line
    listed = json.loads(fabula_command("restore", "--library", shelf, "--json").stdout)
    assert [one["generation"] for one in listed["kept"]] == [1]
    assert set(listed["kept"][0]) == {"generation", "written", "works", "scenes", "words", "problem"}


def test_a_generation_is_restored(fabula_command: Command, shelf: Path) -> None:
    """The receipt lists the removed works, and the report keeps it."""
    done = fabula_command("restore", "1", "--library", shelf, "--json")
    assert done.exit_code == 0
    receipt = json.loads(done.stdout)
    assert (receipt["run"], receipt["removed"], receipt["works"]) == ("restore", 1, 1)
    restored = fabula_command("restore", "2", "--library", shelf)
    assert restored.exit_code == 0 and "added                  1" in restored.stdout
    assert "fabula restore" in fabula_command("report", "--library", shelf).stdout


def test_quiet_names_the_restored_index(fabula_command: Command, shelf: Path) -> None:
    """A restore is no idle run, also where no work differs."""
    assert fabula_command("restore", "1", "--library", shelf, "--quiet").stdout.startswith("fabula restore, ")
    fabula_command("rebuild", "--keep", "1", "--library", shelf, "--no-speech")
    fabula_command("rebuild", "--keep", "1", "--library", shelf, "--no-speech")
    kept = fabula_command("restore", "--library", shelf).stdout.split()[0]
    done = fabula_command("restore", kept, "--library", shelf, "--quiet")
    assert done.stdout == f"fabula restore, {shelf}: the kept index is the current one again\n"


def test_no_kept_indexes(fabula_command: Command, shelf: Path) -> None:
    """The list says how to keep an index; an unknown number is answered with those that are kept."""
    failed = fabula_command("restore", "9", "--library", shelf)
    assert failed.exit_code == 1 and "no generation 9" in failed.stderr and "1" in failed.stderr
    fabula_command("rebuild", "--keep", "0", "--library", shelf, "--no-speech")
    assert "fabula rebuild --keep 1" in fabula_command("restore", "--library", shelf).stdout
    assert fabula_command("restore", "nine", "--library", shelf).exit_code == 2
