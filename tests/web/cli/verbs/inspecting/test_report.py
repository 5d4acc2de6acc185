"""`fabula report`"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ...conftest import FERRY, ORCHARD, Command


@pytest.fixture
def shelf(fabula_command: Command, tmp_path: Path) -> Path:
    """A library with two reports: two stories were added, then one was removed."""
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "orchard.txt").write_text(ORCHARD, encoding="utf-8")
    (folder / "cover.jpg").write_bytes(b"\xff\xd8")
    fabula_command("index", folder, "--library", tmp_path / "shelf")
    fabula_command("remove", folder / "ferry.txt", "--library", tmp_path / "shelf")
    return tmp_path / "shelf"


def test_a_report_is_a_receipt(fabula_command: Command, shelf: Path) -> None:
    """The latest, or one by its number, as the run printed it."""
    first = fabula_command("report", "1", "--library", shelf)
    assert first.exit_code == 0
    assert "Report 1: fabula index" in first.stdout
    assert (
        "added                  2" in first.stdout and "cover.jpg" in first.stdout and "finding files" in first.stdout
    )
    latest = fabula_command("report", "--library", shelf, "--json")
    assert latest.stdout == fabula_command("report", "latest", "--library", shelf, "--json").stdout
    receipt = json.loads(latest.stdout)
    assert (receipt["number"], receipt["run"], receipt["removed"]) == (2, "remove", 1)
    assert [work["title"] for work in receipt["gone"]] == ["The Ferry"]


def test_reports_are_listed_and_compared(fabula_command: Command, shelf: Path) -> None:
    """One a line; and the works that disappeared between two of them."""
    lines = fabula_command("report", "--list", "--library", shelf).stdout.splitlines()
    assert len(lines) == 2 and "2 added" in lines[0] and "1 removed" in lines[1]
    listed = json.loads(fabula_command("report", "--list", "--library", shelf, "--json").stdout)
    assert [one["number"] for one in listed["reports"]] == [1, 2] and listed["idle"] == []
    compared_text = fabula_command("report", "--compare", "1", "latest", "--library", shelf)
    assert compared_text.exit_code == 0
    assert "1 work disappeared\n  The Ferry  ferry.txt" in compared_text.stdout
    compared = json.loads(fabula_command("report", "--compare", "1", "2", "--library", shelf, "--json").stdout)
    assert set(compared) == {"before", "after", "appeared", "changed", "disappeared", "moved", "returned"}
    assert [work["path"] for work in compared["disappeared"]] == ["ferry.txt"]


def test_runs_that_found_nothing_new_are_one_line(fabula_command: Command, shelf: Path) -> None:
    """With the report before them, and in the list."""
    for _ in range(3):
        fabula_command("update", "--library", shelf)
    assert "Then 3 runs found nothing new: " in fabula_command("report", "--library", shelf).stdout
    lines = fabula_command("report", "--list", "--library", shelf).stdout.splitlines()
    assert len(lines) == 3 and "Then 3 runs found nothing new: " in lines[2]
    listed = json.loads(fabula_command("report", "--list", "--library", shelf, "--json").stdout)
    assert [(idle["after"], idle["runs"]) for idle in listed["idle"]] == [(2, 3)]
    assert json.loads(fabula_command("report", "1", "--library", shelf, "--json").stdout)["idle"] is None


def test_moved_and_returned_works_are_compared(fabula_command: Command, shelf: Path) -> None:
    """Each is in one group for people, with the place where it was."""
    folder = shelf.parent / "stories"
    (folder / "orchard.txt").rename(folder / "garden.txt")
    fabula_command("index", folder / "ferry.txt", folder, "--library", shelf)
    out = fabula_command("report", "--compare", "1", "latest", "--library", shelf).stdout
    assert "1 work moved\n  The Orchard  garden.txt  (was orchard.txt)" in out
    assert "1 work returned\n  The Ferry  ferry.txt" in out
    assert "0 works appeared" in out and "0 works changed" in out


@pytest.mark.parametrize(
    ("words", "code"), [(("7",), 1), (("one",), 2), (("1", "--list"), 2), (("--compare", "2", "1"), 2)]
)
def test_an_unknown_report(fabula_command: Command, shelf: Path, words: tuple[str, ...], code: int) -> None:
    """Unknown numbers, and words that are not numbers."""
    assert fabula_command("report", *words, "--library", shelf).exit_code == code
