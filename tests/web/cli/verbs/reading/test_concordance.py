"""`fabula concordance`"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from fabula.search import ConcordanceOptions, Library
from ...conftest import Command


def test_matches_stand_in_one_column(fabula_command: Command, library: Path) -> None:
    """With the words on both sides, their work, and how many there are."""
    result = fabula_command("concordance", "choice", "--context", "3", "--library", library)
    assert result.exit_code == 0
    head, *lines = result.stdout.splitlines()
    assert head.startswith("2 matches in 2 works, in ")
    assert [line.index("choice") for line in lines[1:]] == [len("have been my  ")] * 2
    assert lines[1].endswith("  The Ferry") and lines[2].endswith("  The Orchard")


def test_matches_are_sorted_and_counted(fabula_command: Command, library: Path) -> None:
    """By places with commas, from z to a with a minus sign; or by one place, with a bar for each word."""
    words = ("concordance", "the", "--context", "1", "--library", library)
    in_order = fabula_command(*words, "--csv", "--sort", "-right1,left1")
    rights = [row["right"] for row in csv.DictReader(io.StringIO(in_order.stdout))]
    assert rights == sorted(rights, reverse=True) and len(rights) > 3
    counted = fabula_command(*words, "--group", "right1")
    assert "\nBy right1, " in counted.stdout and "  ferry " in counted.stdout and "█" in counted.stdout
    rows = list(csv.DictReader(io.StringIO(fabula_command(*words, "--group", "right1", "--csv").stdout)))
    assert sum(int(row["count"]) for row in rows) == len(rights)


def test_all_matches_as_a_table(fabula_command: Command, library: Path) -> None:
    """--all has every line, whatever the limit; it is in reading order, and no JSON document."""
    words = ("concordance", "the", "--library", library)
    with Library.open(library) as opened:
        lines = list(opened.concordance_lines("the"))
    rows = list(csv.DictReader(io.StringIO(fabula_command(*words, "--all", "--limit", "2", "--csv").stdout)))
    assert [(row["left"], row["scene"], int(row["start"])) for row in rows] == [
        (line.left, line.scene_id, line.span.start) for line in lines
    ]
    assert len(fabula_command(*words, "--all").stdout.splitlines()) == len(lines)
    for others in (("--json",), ("--sort", "left1"), ("--group", "left1"), ("--cursor", "o2")):
        assert fabula_command(*words, "--all", *others).exit_code == 2
    assert fabula_command("concordance", "zzz", "--all", "--library", library).exit_code == 1


def test_a_concordance_for_programs(fabula_command: Command, library: Path) -> None:
    """The JSON document has the lines, the total, and the cursor of the next page."""
    words = ("concordance", "the", "--limit", "2", "--json", "--library", library)
    document = json.loads(fabula_command(*words).stdout)
    with Library.open(library) as opened:
        found = opened.concordance("the", ConcordanceOptions(limit=4))
    assert document["total"] == found.total and document["match"] == "exact"
    rest = json.loads(fabula_command(*words, "--cursor", document["cursor"]).stdout)
    assert [line["start"] for line in document["lines"] + rest["lines"]] == [line.span.start for line in found]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("zzz",), 1, "Nothing found for “zzz”."),
        (("the", "--sort", "left9"), 2, "no place to sort by"),
        (("the", "--group", "here"), 2, "no place to group by"),
        (("the", "--csv", "--json"), 2, "do not go together"),
        (("the", "--nonsense"), 2, "No such option"),
        (("author:Vance",), 1, "no words that could be shown"),
    ],
)
def test_what_cannot_be_shown(
    fabula_command: Command, library: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    """The exit code is 1 for nothing, 2 for what makes no sense, and the reason is given."""
    result = fabula_command("concordance", *words, "--library", library)
    assert result.exit_code == code
    assert said in result.output
