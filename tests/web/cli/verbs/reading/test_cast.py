"""`fabula cast`, `fabula speakers` and `fabula lines`"""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path

import pytest

from fabula.index import add_works
from fabula.search import Library, SearchOptions
from .....search.spoken_stories import CAST, assign_speakers, spoken_work
from ...conftest import Command


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cast") / "library"
    add_works(folder, [spoken_work(seed) for seed in range(4)])
    assign_speakers(folder)
    return folder


def test_a_cast_has_a_line_for_each_character(fabula_command: Command, spoken: Path) -> None:
    """By the title of the work, with a bar for each; unknown works are named."""
    result = fabula_command("cast", "Tale 2", "--library", spoken)
    assert result.exit_code == 0
    assert result.stdout.startswith("Tale 2, by Author 2\n    Lexa")
    assert "also Commander Lexa" in result.stdout
    missing = fabula_command("cast", "Tale 9", "--library", spoken)
    assert missing.exit_code == 1 and "No work has the id, title or path" in missing.stderr


def test_casts_for_programs(fabula_command: Command, spoken: Path) -> None:
    """JSON and CSV have the same characters."""
    document = json.loads(fabula_command("cast", "Tale 2", "--json", "--library", spoken).stdout)
    assert document["work"]["title"] == "Tale 2"
    assert [member["name"] for member in document["cast"]] == [member.name for member in CAST]
    rows = list(csv.DictReader(io.StringIO(fabula_command("cast", "Tale 2", "--csv", "--library", spoken).stdout)))
    assert [row["name"] for row in rows] == [member.name for member in CAST]


def test_speakers_are_listed_a_page_at_a_time(fabula_command: Command, spoken: Path) -> None:
    """The command for the next page, which is shown, gives the next page."""
    with Library.open(spoken) as library:
        everybody = [
            (speaker.name, speaker.words)
            for speaker in library.speakers(SearchOptions(1_000, exclude={"title": "Tale 3"}))
        ]
    listed: list[tuple[str, int]] = []
    arguments = ["speakers", "--limit", "5", "--not-title", "Tale 3", "--library", str(spoken)]
    while arguments:
        rows = csv.DictReader(io.StringIO(fabula_command(*arguments, "--csv").stdout))
        listed += [(row["name"], int(row["words"])) for row in rows]
        last = fabula_command(*arguments).stdout.splitlines()[-1]
        arguments = shlex.split(last)[2:] if last.startswith("Next: ") else []
    assert listed == everybody


def test_lines_are_shown_by_work(fabula_command: Command, spoken: Path) -> None:
    """Each work is named once, above the character's lines; JSON and CSV have the same lines."""
    with Library.open(spoken) as library:
        work = next(work for work in library.works() if work.title == "Tale 1")
        options = SearchOptions(limit=1_000, filters={"work": work.id})
        texts = [line.text for line in library.lines("Lexa", options)]
    arguments = ("lines", "lexa", "--title", "Tale 1", "--limit", "1000", "--library", spoken)
    shown = fabula_command(*arguments).stdout
    assert shown.count("Tale 1, by Author 1") == 1
    assert f"{len(texts)} lines of Lexa\n" in shown
    document = json.loads(fabula_command(*arguments, "--json").stdout)
    assert [line["text"] for line in document["lines"]] == texts
    rows = csv.DictReader(io.StringIO(fabula_command(*arguments, "--csv").stdout))
    assert [row["text"].removeprefix("'") for row in rows] == texts


def test_nobody_is_an_exit_code(fabula_command: Command, spoken: Path) -> None:
    """A name that nobody has is no error, and exit code 1."""
    result = fabula_command("lines", "Nemo", "--library", spoken)
    assert result.exit_code == 1
    assert "Nobody called Nemo is known to speak" in result.stdout
