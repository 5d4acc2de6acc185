"""`fabula stats`"""

from __future__ import annotations

import json
from pathlib import Path

from ..conftest import Command


def test_the_numbers(fabula_command: Command, library: Path) -> None:
    """What the library holds, and where it is."""
    result = fabula_command("stats", "--library", library)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == str(library)
    assert "works" in result.stdout
    assert "en (2)" in result.stdout


def test_json(fabula_command: Command, library: Path) -> None:
    """The documented keys; story scenes are counted."""
    stats = json.loads(fabula_command("stats", "--library", library, "--json").stdout)
    assert {"works", "scenes", "words", "bytes", "generation", "languages"} <= set(stats)
    assert (stats["works"], stats["scenes"]) == (2, 3)


def test_the_library_may_stand_before_the_verb(fabula_command: Command, library: Path) -> None:
    """As it may after it."""
    assert fabula_command("--library", library, "stats").stdout == fabula_command("stats", "--library", library).stdout
