"""`fabula words`"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from fabula.search import Library, WordsKind, WordsMeasure, WordsOptions
from fabula.web.cli.verbs.reading.words import KINDS, MEASURES
from ...conftest import Command


def test_kinds_and_measures() -> None:
    """The command takes those of the Python API."""
    assert tuple(WordsKind) == KINDS
    assert tuple(WordsMeasure) == MEASURES


def test_a_table_of_words(fabula_command: Command, library: Path) -> None:
    """How many there are, a head, and a line for each word with its counts in columns."""
    result = fabula_command("words", "--limit", "2", "--library", library)
    summary, head, first, _second, more = result.stdout.splitlines()
    with Library.open(library) as opened:
        words = opened.words(limit=1)
    assert summary == f"{words.total} words from {words.selected_words} words"
    assert head.split() == ["word", "count", "per", "10,000"]
    assert first.split()[:2] == ["the", str(words.words[0].count)]
    assert more.startswith("More: the same command with --cursor ")


def test_words_for_programs(fabula_command: Command, library: Path) -> None:
    """JSON and tables have all that the Python API answers, for what the filters select."""
    said = ("words", "keyness", "--in", "dialogue", "--min-count", "1", "--no-common", "--library", library)
    with Library.open(library) as opened:
        options = WordsOptions(filters={"in": "dialogue"}, min_count=1, common=False)
        words = opened.words("keyness", options)
    document = json.loads(fabula_command(*said, "--json").stdout)
    assert document["kind"] == "keyness" and document["reference_words"] == words.reference_words
    assert [row["word"] for row in document["words"]] == [row.word for row in words]
    rows = list(csv.DictReader(io.StringIO(fabula_command(*said, "--csv").stdout)))
    assert [float(row["score"]) for row in rows] == [row.score for row in words]
    assert "left" not in rows[0]


def test_collocates_of_a_phrase(fabula_command: Command, library: Path) -> None:
    """The words behind the kind are the query."""
    words = ("words", "collocates", "my", "choice", "--left", "1", "--right", "0", "--min-count", "1")
    result = fabula_command(*words, "--library", library)
    summary, _head, row = result.stdout.splitlines()
    assert summary == "1 collocate from 1 word near 1 match"
    assert row.split()[:2] == ["been", "1"]


def test_texts_to_compare_with(fabula_command: Command, library: Path) -> None:
    """--against names the other texts by conditions."""
    words = ("words", "keyness", "--author", "Vance", "--against", "author:Reed", "--min-count", "1", "--json")
    document = json.loads(fabula_command(*words, "--library", library).stdout)
    with Library.open(library) as opened:
        reed = opened.words(options=WordsOptions(filters={"author": "Reed"}))
    assert document["reference_words"] == reed.selected_words


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--author", "Nobody"), 1, "0 words from 0 words"),
        (("frequencies", "lamp"), 2, "Only collocates have a query"),
        (("collocates",), 2, "Collocates need a query"),
        (("keyness", "--against", "Poe"), 2, "no condition to compare with"),
        (("keyness", "--measure", "chi"), 2, "chi"),
        (("letters",), 2, "letters"),
        (("--csv", "--json"), 2, "do not go together"),
    ],
)
def test_what_cannot_be_counted(
    fabula_command: Command, library: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    """The exit code is 1 for nothing, 2 for what makes no sense, and the reason is given."""
    result = fabula_command("words", *words, "--library", library)
    assert result.exit_code == code
    assert said in result.stdout + result.stderr
