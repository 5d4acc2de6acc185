"""`fabula show`"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.search import Library
from ...conftest import Command


@pytest.fixture
def ferry(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> Path:
    """A library of one work with two scenes."""
    first = "The river was the colour of old pewter.\n\n“You would have been my choice,” said Lexa."
    second = "In the morning the ferry was gone. Only the rope was left."
    return make_library(make_work(first, second, title="The Ferry", authors=("Mira Vance",)))


@pytest.fixture
def scenes(ferry: Path) -> list[str]:
    """The ids of its scenes."""
    with Library.open(ferry) as opened:
        return [scene.id for scene in opened.scenes(opened.works()[0].id)]


def test_a_whole_scene(fabula_command: Command, ferry: Path, scenes: list[str]) -> None:
    """Title, author, place, every paragraph, and the way to the next scene."""
    result = fabula_command("show", scenes[0], "--library", ferry)
    assert result.exit_code == 0
    assert result.stdout.startswith("The Ferry, by Mira Vance\nScene 1 of 2\n\n")
    assert "The river was the colour of old pewter" in result.stdout
    assert "pewter.\n\n“You" in result.stdout
    assert "Before: nothing; this is the beginning of the work" in result.stdout
    assert f"After:  fabula show {scenes[1]}" in result.stdout


def test_matches_of_a_query(fabula_command: Command, ferry: Path, scenes: list[str]) -> None:
    """What the query finds in the scene is marked."""
    result = fabula_command("show", scenes[0], "--query", '"my choice"', "--library", ferry)
    assert "been *my choice*," in result.stdout


def test_json(fabula_command: Command, ferry: Path, scenes: list[str]) -> None:
    """With the neighbours, and with offsets of the matches if there is a query."""
    plain = json.loads(fabula_command("show", scenes[1], "--library", ferry, "--json").stdout)
    assert (plain["previous"], plain["next"]) == (scenes[0], None)
    assert "highlights" not in plain
    marked = json.loads(fabula_command("show", scenes[1], "--query", "rope", "--library", ferry, "--json").stdout)
    ((start, end),) = marked["highlights"]
    assert marked["text"][start:end] == "rope"


def test_no_such_scene(fabula_command: Command, ferry: Path) -> None:
    """Nothing found is exit code 1."""
    result = fabula_command("show", "nonsense", "--library", ferry)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nonsense" in result.stderr
    error = json.loads(fabula_command("show", "nonsense", "--library", ferry, "--json").stdout)["error"]
    assert error["code"] == "not-found"


def test_spaces_around_a_copied_id(fabula_command: Command, ferry: Path, scenes: list[str]) -> None:
    """They are not part of it."""
    assert fabula_command("show", f" {scenes[0]} ", "--library", ferry).exit_code == 0
