"""`fabula export` and `fabula import`"""

from __future__ import annotations

import json
from pathlib import Path

from ...conftest import Command


def test_works_out_and_in(fabula_command: Command, library: Path, tmp_path: Path) -> None:
    """To a file and to standard output, and into another library."""
    file = tmp_path / "works.jsonl"
    assert fabula_command("export", "--output", file, "--library", library).exit_code == 0
    result = fabula_command("export", "--library", library)
    assert result.stdout == file.read_text() and len(result.stdout.splitlines()) == 2
    result = fabula_command("import", file, "--library", tmp_path / "other", "--json")
    assert result.exit_code == 0 and json.loads(result.stdout)["works"] == 2


def test_an_archive_out_and_in(fabula_command: Command, library: Path, tmp_path: Path) -> None:
    """It becomes a new library; an archive needs a file, and an existing library is left alone."""
    file = tmp_path / "library.tar"
    assert fabula_command("export", "--archive", "--library", library).exit_code == 2
    assert fabula_command("export", "--archive", "--output", file, "--library", library).exit_code == 0
    result = fabula_command("import", file, "--library", tmp_path / "other")
    assert result.exit_code == 0 and "holds 2 works and is whole" in result.stdout
    assert "Its source: " in result.stdout and "edit its path in library.toml" in result.stdout
    assert fabula_command("import", file, "--library", tmp_path / "other").exit_code == 3
    assert fabula_command("import", tmp_path / "none.tar", "--library", tmp_path / "third").exit_code == 4


def test_bad_lines_are_one_line_of_the_receipt(fabula_command: Command, library: Path, tmp_path: Path) -> None:
    """The good lines are added and counted, whatever the file is called; the exit code is 4."""
    file = tmp_path / "works.json"
    lines = fabula_command("export", "--library", library).stdout
    file.write_text(f"{lines}{{\n")
    result = fabula_command("import", file, "--library", tmp_path / "other", "--json")
    receipt = json.loads(result.stdout)
    assert result.exit_code == 4 and (receipt["added"], len(receipt["skipped"])) == (2, 1)
    assert receipt["skipped"][0]["reason"].startswith("1 of its 3 works cannot be read: line 3: it is no JSON")
