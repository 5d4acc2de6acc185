"""`fabula show`"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fabula.search import Library

from ..conftest import Command


@pytest.fixture
def scenes(library: Path) -> list[str]:
    """The ids of the scenes of The Ferry."""
    with Library.open(library) as opened:
        (work,) = [work for work in opened.works() if work.title == "The Ferry"]
        return [scene.id for scene in opened.scenes(work.id)]


def test_a_whole_scene(fabula_command: Command, library: Path, scenes: list[str]) -> None:
    """Title, author, place, every paragraph, and the way to the next scene."""
    result = fabula_command("show", scenes[0], "--library", library)
    assert result.exit_code == 0
    assert result.stdout.startswith("The Ferry, by Mira Vance\nScene 1 of 2\n\n")
    assert "The river was the colour of old pewter" in result.stdout
    assert "The bell on the far bank rang twice." in result.stdout
    assert "Before: nothing; this is an end of the work" in result.stdout
    assert f"After:  fabula show {scenes[1]}" in result.stdout


def test_matches_of_a_query(fabula_command: Command, library: Path, scenes: list[str]) -> None:
    """What the query finds in the scene is marked."""
    result = fabula_command("show", scenes[0], "--query", '"my choice"', "--library", library)
    assert "been *my choice*," in result.stdout


def test_json(fabula_command: Command, library: Path, scenes: list[str]) -> None:
    """With the neighbours, and with offsets of the matches if there is a query."""
    plain = json.loads(fabula_command("show", scenes[1], "--library", library, "--json").stdout)
    assert (plain["previous"], plain["next"]) == (scenes[0], None)
    assert "highlights" not in plain
    marked = json.loads(fabula_command("show", scenes[1], "--query", "rope", "--library", library, "--json").stdout)
    ((start, end),) = marked["highlights"]
    assert marked["text"][start:end] == "rope"


def test_no_such_scene(fabula_command: Command, library: Path) -> None:
    """Nothing found is exit code 1."""
    result = fabula_command("show", "nonsense", "--library", library)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nonsense" in result.stderr
    error = json.loads(fabula_command("show", "nonsense", "--library", library, "--json").stdout)["error"]
    assert error["code"] == "not-found"


def test_spaces_around_a_copied_id(fabula_command: Command, library: Path, scenes: list[str]) -> None:
    """They are not part of it."""
    assert fabula_command("show", f" {scenes[0]} ", "--library", library).exit_code == 0
