"""`fabula search`"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fabula.index.store.commit_name import CommitName
from fabula.search.cursors import Cursor, question_of
from fabula.search.results import SearchOptions, Sort
from fabula.web.cli.verbs.reading.search import SORTS
from ...conftest import Command

# The cursor of a commit that no library has.
GONE = Cursor(CommitName(1, b"notthere"), question_of("search", "choice", SearchOptions()), 10).encode()


def test_a_line_is_found(fabula_command: Command, library: Path) -> None:
    """Title, author, scene, the marked words, and the command that shows the scene."""
    result = fabula_command("search", '"You would have been my choice"', "--library", library)
    assert result.exit_code == 0
    assert result.stdout.startswith("1 scene in ")
    assert "1.  The Ferry, by Mira Vance" in result.stdout
    assert "Scene 1 of 2" in result.stdout
    assert "*You would have been my choice*" in result.stdout
    assert "fabula show " in result.stdout
    assert result.stderr == ""


def test_words_need_no_quotes(fabula_command: Command, library: Path) -> None:
    """Several words on the command line are one query."""
    one = fabula_command("search", "apple trees", "--library", library, "--json")
    several = fabula_command("search", "apple", "trees", "--library", library, "--json")
    assert json.loads(one.stdout)["hits"] == json.loads(several.stdout)["hits"] != []


def test_phrase_takes_the_words_in_their_order(fabula_command: Command, library: Path) -> None:
    """Quote marks in the words are no operators."""
    found = fabula_command("search", "--phrase", "You", "would", "have", "been", "--library", library, "--json")
    assert json.loads(found.stdout)["total"] == 1
    assert json.loads(found.stdout)["query"] == '"You would have been"'
    quoted = fabula_command("search", "--phrase", 'choice" said Lexa', "--library", library, "--json")
    assert json.loads(quoted.stdout)["total"] == 1
    assert fabula_command("search", "--phrase", "have", "would", "--library", library).exit_code == 1


def test_json_is_the_documented_shape(fabula_command: Command, library: Path) -> None:
    """Exactly these keys, and offsets into the snippet."""
    result = fabula_command("search", '"my choice"', "--library", library, "--json", "--facet", "author")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert set(answer) == {
        "query",
        "total",
        "seconds",
        "explanation",
        "facets",
        "cursor",
        "generation",
        "hits",
        "remembered",
    }
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    assert set(hit) == {"rank", "score", "match", "speaker", "work", "chapter", "scene", "snippet", "copies", "also"}
    assert set(hit["work"]) == {"id", "title", "authors", "path", "source", "file"}
    assert hit["work"]["path"] == "ferry.txt"
    assert set(hit["scene"]) == {"id", "number"}
    assert set(hit["snippet"]) == {"text", "html", "highlights"}
    marked = " ".join(hit["snippet"]["text"][start:end] for start, end in hit["snippet"]["highlights"])
    assert marked == "my choice"
    assert "author" in answer["facets"]


def test_nothing_found_explains_itself(fabula_command: Command, library: Path) -> None:
    """The word that is missing and the nearest one, on standard output, with exit code 1."""
    result = fabula_command("search", "pewtr", "--library", library)
    assert result.exit_code == 1
    assert result.stdout.startswith("Nothing found for “pewtr”.")
    assert "pewter" in result.stdout
    assert result.stderr == ""


def test_nothing_found_as_json(fabula_command: Command, library: Path) -> None:
    """An answer like any other, without hits."""
    result = fabula_command("search", "zeppelin", "--library", library, "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (answer["total"], answer["hits"]) == (0, [])


def test_pages(fabula_command: Command, library: Path) -> None:
    """The next page begins at the cursor of the last."""
    first = json.loads(fabula_command("search", "the", "--limit", "1", "--library", library, "--json").stdout)
    assert first["total"] > 1
    second = json.loads(
        fabula_command(
            "search", "the", "--limit", "1", "--cursor", first["cursor"], "--library", library, "--json"
        ).stdout
    )
    assert [hit["rank"] for hit in first["hits"] + second["hits"]] == [1, 2]
    assert first["hits"][0]["scene"] != second["hits"][0]["scene"]
    shown = fabula_command("search", "the", "--limit", "1", "--library", library).stdout
    assert f"--cursor {first['cursor']}" in shown


def test_facets_are_counted(fabula_command: Command, library: Path) -> None:
    """Below the hits, commonest first."""
    result = fabula_command("search", "the", "--facet", "author", "--library", library)
    assert "author: Mira Vance (2), Tomas Reed (1)" in result.stdout


def test_sorting_by_title(fabula_command: Command, library: Path) -> None:
    """The hits are in that order."""
    answer = json.loads(fabula_command("search", "the", "--sort", "title", "--library", library, "--json").stdout)
    assert [hit["work"]["title"] for hit in answer["hits"]] == ["The Ferry", "The Ferry", "The Orchard"]


def test_the_sorts_are_those_of_the_library() -> None:
    """The option's values and the API's are the same."""
    assert tuple(sort.value for sort in Sort) == SORTS


def test_a_minus_word_is_part_of_the_query(fabula_command: Command, library: Path) -> None:
    """The query language's minus is no option."""
    answer = json.loads(fabula_command("search", "choice", "-lexa", "--library", library, "--json").stdout)
    assert [hit["work"]["title"] for hit in answer["hits"]] == ["The Orchard"]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("choice", "--limt", "3"),
        ("choice", "--limit", "-1"),
        ("choice", "--limit", "1001"),
        ("choice", "--limit", "many"),
        ("choice", "--sort", "colour"),
        ("choice", "--cursor", "nonsense"),
        ("choice", "--cursor", GONE),
    ],
)
def test_bad_usage(fabula_command: Command, library: Path, words: tuple[str, ...]) -> None:
    """Exit code 2 and a message; with --json the message is the document."""
    result = fabula_command("search", *words, "--library", library)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("fabula: ")
    result = fabula_command("search", *words, "--library", library, "--json")
    assert (result.exit_code, result.stderr) == (2, "")
    assert set(json.loads(result.stdout)["error"]) == {"code", "message", "hint"}


@pytest.mark.parametrize("query", ["...", "?!", '""', "", " "])
def test_a_query_without_words(fabula_command: Command, library: Path, query: str) -> None:
    """Bad usage, in both forms."""
    result = fabula_command("search", query, "--library", library)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("fabula: ")
    result = fabula_command("search", query, "--library", library, "--json")
    assert (result.exit_code, result.stderr) == (2, "")
    error = json.loads(result.stdout)["error"]
    assert set(error) == {"code", "message", "hint"} and error["code"] == "bad-query"


def test_a_missing_library(fabula_command: Command, tmp_path: Path) -> None:
    """Exit code 3, the path, and both ways to make one."""
    result = fabula_command("search", "choice", "--library", tmp_path / "nowhere")
    assert result.exit_code == 3
    for part in (str(tmp_path / "nowhere"), "fabula index FOLDER", "fabula demo"):
        assert part in result.stderr


def test_bytes_that_are_not_text(fabula_command: Command, library: Path) -> None:
    """A query in another encoding finds nothing, without an error."""
    assert fabula_command("search", "caf\udce9", "--library", library, "--json").exit_code == 1


def test_other_editions_are_named(fabula_command: Command, tmp_path: Path) -> None:
    """A scene of two works is one result that names the other work; with an option there are two."""
    for name in ("One", "Two"):
        (tmp_path / f"{name}.txt").write_text(f"{name}\n\nby Ann Author\n\nYou would have been my choice.\n")
    library = tmp_path / "library"
    assert fabula_command("index", tmp_path / "One.txt", tmp_path / "Two.txt", "--library", library).exit_code == 0
    text = fabula_command("search", "my choice", "--library", library).stdout
    assert text.startswith("2 scenes in ")
    assert "2.  " not in text
    assert "also in: One, by Ann Author" in text or "also in: Two, by Ann Author" in text
    each = fabula_command("search", "my choice", "--library", library, "--all-editions").stdout
    assert "2.  " in each
    assert "also in" not in each


def test_the_line_that_was_meant_comes_first(fabula_command: Command, library: Path) -> None:
    """Where no scene has the words in a row; with its difference, and the scenes with the words behind it."""
    result = fabula_command("search", "you wood of been my choise", "--library", library)
    assert result.exit_code == 0
    assert result.stdout.index("Did you mean this line?") < result.stdout.index("The Ferry")
    assert "{+would" in result.stdout
    answer = json.loads(fabula_command("search", "--json", "you wood of been my choise", "--library", library).stdout)
    assert answer["remembered"]["hits"][0]["work"]["title"] == "The Ferry"
    assert "Did you mean" not in fabula_command("search", "would have been my choice", "--library", library).stdout


def test_works_instead_of_scenes(fabula_command: Command, library: Path) -> None:
    """Each with its numbers and its best scenes, as text and as JSON; nothing found is exit code 1."""
    result = fabula_command("search", "choice", "--group", "work", "--library", library)
    assert result.stdout.startswith("2 scenes of 2 works in ")
    assert "1 scene, 1 match" in result.stdout and "fabula show " in result.stdout
    assert result.stdout.count("The Ferry, by Mira Vance") == 1
    answer = json.loads(fabula_command("search", "choice", "--group", "work", "--library", library, "--json").stdout)
    assert [work["work"]["title"] for work in answer["works"]] == ["The Orchard", "The Ferry"]
    more = fabula_command("search", "choice", "--group", "work", "--limit", "1", "--library", library).stdout
    assert "with --cursor" in more
    nothing = fabula_command("search", "qqqq", "--group", "work", "--library", library)
    assert nothing.exit_code == 1 and "Nothing found" in nothing.stdout
