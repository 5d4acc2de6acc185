"""`fabula stats`"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

from ...conftest import Command


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


def test_history(fabula_command: Command, library: Path) -> None:
    """A line for each run, a table, and in JSON beside the counts."""
    result = fabula_command("stats", "--history", "--library", library)
    head, line = result.stdout.splitlines()
    assert head.split() == ["started", "run", "works", "scenes", "words", "added", "removed"]
    assert line.split()[2:] == ["index", "2", "3", "73", "2", "0"]
    assert max(map(len, (head, line))) <= 80
    (row,) = csv.DictReader(io.StringIO(fabula_command("stats", "--csv", "--library", library).stdout))
    assert (row["run"], row["works"], row["added"]) == ("index", "2", "2")
    stats = json.loads(fabula_command("stats", "--history", "--json", "--library", library).stdout)
    assert (stats["works"], stats["history"][0]["works"]) == (2, 2)
    assert "history" not in json.loads(fabula_command("stats", "--json", "--library", library).stdout)


def test_svg(fabula_command: Command, library: Path, tmp_path: Path) -> None:
    """The plot in a file or on standard output; a file that cannot be written is an error with a reason."""
    assert fabula_command("stats", "--svg", tmp_path / "growth.svg", "--library", library).exit_code == 0
    plot = (tmp_path / "growth.svg").read_text(encoding="utf-8")
    assert fabula_command("stats", "--svg", "-", "--library", library).stdout == plot
    ET.fromstring(plot)
    refused = fabula_command("stats", "--svg", tmp_path / "none" / "growth.svg", "--library", library)
    assert refused.exit_code == 5 and "growth.svg: No such file or directory" in refused.stderr
    assert fabula_command("stats", "--svg", "a.svg", "--json", "--library", library).exit_code == 2
