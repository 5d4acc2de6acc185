"""`fabula suggest`"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from ...conftest import Command


def test_suggestions_in_lines(fabula_command: Command, library: Path) -> None:
    """Each with its kind, and with the works or places that it stands for."""
    assert fabula_command("suggest", "mira", "--library", library).stdout == "Mira Vance  author, 1 work\n"
    result = fabula_command("suggest", "would", "have", "be", "--library", library)
    assert result.stdout == "would have been my choice  phrase, 1 time\n"


def test_suggestions_for_programs(fabula_command: Command, library: Path) -> None:
    """JSON and tables have the query that each stands for."""
    document = json.loads(fabula_command("suggest", "the ferry", "--json", "--library", library).stdout)
    assert document["complete"] is True
    assert [each["query"] for each in document["suggestions"] if each["kind"] == "title"] == ['title:="The Ferry"']
    rows = csv.DictReader(io.StringIO(fabula_command("suggest", "the ferry", "--csv", "--library", library).stdout))
    assert [row["text"] for row in rows] == [each["text"] for each in document["suggestions"]]


def test_nothing_to_suggest(fabula_command: Command, library: Path) -> None:
    """The exit code is 1."""
    result = fabula_command("suggest", "zzz", "--library", library)
    assert (result.exit_code, result.stdout) == (1, "Nothing begins with “zzz”.\n")
