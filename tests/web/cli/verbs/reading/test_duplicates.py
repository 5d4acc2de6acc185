"""`fabula duplicates`"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work, add_works
from fabula.search.shapes.duplicates import FILE_COLUMNS
from ...conftest import Command

ONE = "The river was the colour of old pewter. " * 20
OTHER = "Nobody had pruned the apple trees since the war. " * 20


@pytest.fixture
def shelf(tmp_path: Path, make_work: Callable[..., Work]) -> Path:
    """A story twice, one of them with a hostile title, and a third that has more."""
    works = [
        make_work(ONE, title="The Ferry", authors=("Mira Vance",)),
        make_work(ONE, title="=HYPERLINK(1)\x1b[2J", authors=("mira",)),
        make_work(ONE, OTHER, OTHER + "Later.", OTHER + "Never.", title="All", authors=("Various Hands",)),
    ]
    add_works(tmp_path / "shelf", works)
    return tmp_path / "shelf"


def test_groups_are_told(fabula_command: Command, shelf: Path) -> None:
    """Each with its kind, its works, what differs and what may go."""
    result = fabula_command("duplicates", "--library", shelf)
    assert result.exit_code == 0
    assert "A collection and its parts, 2 works\n     All, by Various Hands\n" in result.stdout
    assert "The same text, 2 works\n     The Ferry, by Mira Vance\n" in result.stdout
    assert "shown in results: it has its author's full name" in result.stdout
    assert result.stdout.endswith("2 works (2 kB of text) are SPARE: the works that stay have all of their words.\n")
    assert "\x1b" not in result.stdout


def test_json(fabula_command: Command, shelf: Path) -> None:
    """The groups as a tree, and what is spare in all."""
    answer = json.loads(fabula_command("duplicates", "--library", shelf, "--json").stdout)
    assert {group["kind"] for group in answer["groups"]} == {"contained", "same"}
    assert (answer["min_share"], answer["works"], answer["spare"]["works"]) == (0.5, 3, 2)
    part = next(group for group in answer["groups"] if group["kind"] == "contained")["works"][1]
    assert part["share"] == 1 and part["lacks"]["scenes"] == 3 and part["spare"] is True


def test_csv(fabula_command: Command, shelf: Path) -> None:
    """A row for each work of each group, all columns, and no formula."""
    result = fabula_command("duplicates", "--library", shelf, "--csv")
    head, *rows = csv.reader(io.StringIO(result.stdout))
    assert tuple(head) == FILE_COLUMNS
    assert [row[:2] for row in rows] == sorted(row[:2] for row in rows) and len(rows) == 4
    assert all(len(row) == len(head) for row in rows)
    assert any(row[head.index("title")].startswith("'=HYPERLINK") for row in rows)
    assert {row[head.index("spare")] for row in rows} == {"yes", "no"}


def test_nothing_found(fabula_command: Command, library: Path) -> None:
    """Exit code 1, and a sentence, an empty list or the head of the table."""
    result = fabula_command("duplicates", "--library", library)
    assert (result.exit_code, result.stdout) == (1, "No two works share that much of their text.\n")
    assert json.loads(fabula_command("duplicates", "--library", library, "--json").stdout)["groups"] == []
    assert fabula_command("duplicates", "--library", library, "--csv").stdout == ",".join(FILE_COLUMNS) + "\n"


@pytest.mark.parametrize("words", [("--min-share", "2"), ("--min-share", "nan"), ("--csv", "--json")])
def test_senseless_options(fabula_command: Command, library: Path, words: tuple[str, ...]) -> None:
    """Are refused with exit code 2."""
    assert fabula_command("duplicates", "--library", library, *words).exit_code == 2


def test_the_time_may_be_chosen(fabula_command: Command, shelf: Path) -> None:
    """Who has less gets the advice to allow more, by an option that there is."""
    result = fabula_command("duplicates", "--library", shelf, "--timeout", "0.000001")
    assert result.exit_code == 2 and "--timeout SECONDS" in result.stderr
    assert fabula_command("duplicates", "--library", shelf, "--timeout", "0").exit_code == 0
