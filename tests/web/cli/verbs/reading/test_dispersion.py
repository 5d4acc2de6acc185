"""`fabula dispersion`"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from fabula.search import DispersionOptions, Library, WorkOrder
from fabula.web.cli.verbs.reading.dispersion import ORDERS
from fabula.web.cli.views.answers.dispersion import strip
from ...conftest import Command


def test_each_work_has_a_strip_for_each_query(fabula_command: Command, library: Path) -> None:
    """From its first word to its last, with the number of matches; queries are named once more with their totals."""
    result = fabula_command("dispersion", "choice", '"the ferry"', "--library", library)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("choice: 2 matches in 2 works, ") and lines[1].startswith(
        '"the ferry": 1 match in 1 work, '
    )
    strips = [line for line in lines if "│" in line]
    assert len(strips) == 4
    assert {line.index("│") for line in strips} == {strips[0].index("│")}
    assert strips[0].count("█") == 1 and strips[0].endswith(" in 10,000 words")
    assert strips[3].endswith("│  –")


def test_strips_are_as_high_as_there_are_matches() -> None:
    """The most are a whole block; a single match can still be seen."""
    assert strip([0, 1, 1_000, 500]) == " ▁█▄"
    assert strip([0, 0]) == "  "


def test_chapters_are_listed_on_request(fabula_command: Command, library: Path) -> None:
    """With the matches of each query and the words of each."""
    words = ("dispersion", "the", "choice", "--library", library)
    assert " 16 words" not in fabula_command(*words).stdout
    listed = fabula_command(*words, "--chapters").stdout
    with Library.open(library) as opened:
        for spread in opened.dispersion(["the", "choice"]):
            for part in spread.chapters:
                numbers = "  ".join(f"{matches:>6,}" for matches in part.matches)
                assert f"{numbers}  {part.words} words" in listed


def test_a_dispersion_for_programs(fabula_command: Command, library: Path) -> None:
    """JSON has a page, with as many bins as asked for; CSV has the chapters of all works, whatever the limit."""
    words = ("dispersion", "the", "choice", "--limit", "1", "--library", library)
    document = json.loads(fabula_command(*words, "--json", "--bins", "7").stdout)
    assert document["total_works"] == 2 and len(document["works"]) == 1
    assert [len(bins) for bins in document["works"][0]["histograms"]] == [7, 7]
    rest = json.loads(fabula_command(*words, "--json", "--bins", "7", "--cursor", document["cursor"]).stdout)
    assert rest["cursor"] is None and rest["works"][0]["work"] != document["works"][0]["work"]
    rows = list(csv.DictReader(io.StringIO(fabula_command(*words, "--csv", "--sort", "title").stdout)))
    with Library.open(library) as opened:
        expected = opened.dispersion(["the", "choice"], DispersionOptions(sort=WorkOrder.TITLE)).to_dicts()
    assert [(row["query"], row["work"], int(row["matches"])) for row in rows] == [
        (row["query"], row["work"], row["matches"]) for row in expected
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("zzz",), 1, "Nothing found for “zzz”."),
        (("zzz", "--csv"), 1, "query,title"),
        (tuple("abcde"), 2, "5 queries cannot be shown beside each other"),
        (("the", "--limit", "101"), 2, "limit"),
        (("the", "--csv", "--json"), 2, "do not go together"),
    ],
)
def test_what_cannot_be_shown(
    fabula_command: Command, library: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    """The exit code is 1 for nothing, 2 for what makes no sense, and the reason is given."""
    result = fabula_command("dispersion", *words, "--library", library)
    assert result.exit_code == code
    assert said in result.output


def test_the_orders_are_those_of_the_library() -> None:
    """The command knows them without importing what searches."""
    assert list(WorkOrder) == [*ORDERS]
