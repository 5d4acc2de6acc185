"""`fabula works`"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fabula.index import Work, add_works
from fabula.search import Library
from fabula.web.cli.verbs.reading.works import SORTS
from fabula.web.tables.csv_rows import read_list
from fabula.web.tables.work_rows import FILE_COLUMNS
from fabula.web.work_list import WORK_SORTS
from .....search.spoken_stories import assign_speakers, spoken_work
from ...conftest import Command


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


def test_hostile_titles(
    fabula_command: Command, make_work: Callable[..., Work], make_library: Callable[..., Path]
) -> None:
    """Brackets are no markup, and controls are gone."""
    library = make_library(make_work("One long day it rained.", title="[/] [bold]x\u202e\x9b2J\x1b[2J"))
    result = fabula_command("works", "--library", library)
    assert result.stdout.startswith("[/] [bold]x2J[2J, by ")
    assert not {"\u202e", "\x9b", "\x1b"} & set(result.stdout)


def test_hostile_ids(fabula_command: Command, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Controls in the id of a forged record are spelled out."""
    works = Library.works
    monkeypatch.setattr(
        Library, "works", lambda library, *_, **__: [replace(work, id="\0\x1b[2J") for work in works(library)]
    )
    stdout = fabula_command("works", "--library", library).stdout
    assert r"\x00\x1b[2J, " in stdout
    assert not {"\0", "\x1b"} & set(stdout)


def test_one_work(fabula_command: Command, tmp_path: Path) -> None:
    """Its id gives it alone, with who speaks in it; one that is not there is an error."""
    add_works(tmp_path / "lib", [spoken_work(3), spoken_work(4)])
    assign_speakers(tmp_path / "lib")
    works = json.loads(fabula_command("works", "--library", tmp_path / "lib", "--json").stdout)["works"]
    result = fabula_command("works", works[1]["id"], "--library", tmp_path / "lib")
    assert result.exit_code == 0
    assert result.stdout.startswith("Tale 4, by Author 1\n")
    assert "    Lexa (Commander Lexa, Léxa kom Trikru): speaks 1 time, 1 word\n" in result.stdout
    found = json.loads(fabula_command("works", works[1]["id"], "--library", tmp_path / "lib", "--json").stdout)
    assert [member["name"] for member in found["works"][0]["cast"]] == ["Lexa", "Clarke", "Abby Griffin"]
    assert fabula_command("works", "nothing", "--library", tmp_path / "lib").exit_code != 0


def test_csv(fabula_command: Command, make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Every field of every work in a table, lists and all; titles that look like formulas are none."""
    tags = ("slow burn", "a; b", "\\")
    library = make_library(
        make_work("One day.", title="=1+1", tags=tags, series="Lights", series_number="1.5"),
        make_work("Two days.", title="Łódź, “late”", summary="Line one\nline two"),
    )
    result = fabula_command("works", "--library", library, "--csv")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(rows[0]) == list(FILE_COLUMNS)
    assert [row["title"] for row in rows] == ["'=1+1", "Łódź, “late”"]
    assert read_list(rows[0]["tags"]) == tags
    assert (rows[0]["series"], rows[0]["series_number"], rows[1]["summary"]) == ("Lights", "1.5", "Line one\nline two")
    one = fabula_command("works", rows[1]["id"], "--library", library, "--csv").stdout
    assert [row["id"] for row in csv.DictReader(io.StringIO(one))] == [rows[1]["id"]]
    assert fabula_command("works", "--library", library, "--csv", "--json").exit_code == 2


def test_orders_are_those_of_the_library() -> None:
    """All but relevance, as no words are weighed."""
    assert tuple(sort.value for sort in WORK_SORTS) == SORTS


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--sort", "length"], ["The Ferry", "The Orchard"]),
        (["--author", "Reed"], ["The Orchard"]),
        (["--query", "orch"], ["The Orchard"]),
        (["--not-author", "Reed", "--query", "the"], ["The Ferry"]),
        (["--author", "Reed", "--author", "Vance", "--sort", "author"], ["The Ferry", "The Orchard"]),
        (["--title", "qqq"], []),
    ],
)
def test_works_are_filtered_and_sorted(
    fabula_command: Command, library: Path, options: list[str], titles: list[str]
) -> None:
    """By the filters and orders of a search; exit code 1 says that none is like this."""
    for form in ("--json", "--csv"):
        result = fabula_command("works", *options, form, "--library", library)
        assert result.exit_code == (0 if titles else 1)
        works = json.loads(result.stdout)["works"] if form == "--json" else csv.DictReader(io.StringIO(result.stdout))
        assert [work["title"] for work in works] == titles
    assert fabula_command("works", "abc", *options, "--library", library).exit_code == 2


def test_nothing_is_like_this(fabula_command: Command, library: Path) -> None:
    """Which is not the same as an empty library."""
    assert fabula_command("works", "--tag", "none", "--library", library).stdout == "No work is like this.\n"
