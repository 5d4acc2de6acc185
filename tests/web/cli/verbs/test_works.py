"""`fabula works`"""

from __future__ import annotations

import json
from pathlib import Path

from ..conftest import Command


def test_works_are_listed_by_title(fabula_command: Command, library: Path) -> None:
    """With their authors, sizes and paths."""
    result = fabula_command("works", "--library", library)
    assert result.exit_code == 0
    assert result.stdout.index("The Ferry, by Mira Vance") < result.stdout.index("The Orchard, by Tomas Reed")
    assert "2 scenes" in result.stdout
    assert "ferry.txt" in result.stdout
    assert result.stdout.endswith("2 works\n")


def test_json(fabula_command: Command, library: Path) -> None:
    """All works in one document."""
    works = json.loads(fabula_command("works", "--library", library, "--json").stdout)["works"]
    assert [work["title"] for work in works] == ["The Ferry", "The Orchard"]


def test_an_empty_library(fabula_command: Command, tmp_path: Path) -> None:
    """It says how to fill it."""
    (tmp_path / "empty").mkdir()
    assert fabula_command("index", tmp_path / "empty", "--library", tmp_path / "shelf").exit_code == 0
    result = fabula_command("works", "--library", tmp_path / "shelf")
    assert result.exit_code == 0
    assert "The library is empty." in result.stdout


def test_hostile_titles(fabula_command: Command, tmp_path: Path) -> None:
    """Brackets are no markup, and controls are gone."""
    (tmp_path / "a.html").write_text(
        "<html><head><title>[/] [bold]x&#x202e;&#x9b;2J</title></head>"
        "<body><p>One long day it rained.</p></body></html>"
    )
    assert fabula_command("index", tmp_path / "a.html", "--library", tmp_path / "shelf").exit_code == 0
    result = fabula_command("works", "--library", tmp_path / "shelf")
    assert result.stdout.startswith("[/] [bold]x")
    assert not {"\u202e", "\x9b", "\x1b"} & set(result.stdout)
