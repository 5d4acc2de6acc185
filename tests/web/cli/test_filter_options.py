"""Options that narrow an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.search.syntax.fields import FIELDS
from fabula.web.cli import filter_options
from ...conftest import make_work
from .conftest import Command


def test_there_is_an_option_for_each_field() -> None:
    """The fields of the query language."""
    assert filter_options.FIELDS == FIELDS


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--author", "Vance"], {"The Ferry"}),
        (["--author", "Vance", "--author", "=Tomas Reed"], {"The Ferry", "The Orchard"}),
        (["--not-author", "Vance"], {"The Orchard"}),
        (["--not-author", "Vance", "--not-title", "Orchard"], set()),
        (["--author", "Vance", "--in", "narration"], set()),
        (["--title=The Ferry", "--words", ">5"], {"The Ferry"}),
    ],
)
def test_options_narrow_a_search(fabula_command: Command, library: Path, options: list[str], titles: set[str]) -> None:
    """Several values of a field are one or the other; what is excluded is not there."""
    result = fabula_command("search", "choice", *options, "--library", library, "--json")
    assert {hit["work"]["title"] for hit in json.loads(result.stdout)["hits"]} == titles
    assert result.exit_code == (0 if titles else 1)


@pytest.mark.parametrize(
    "options", [["--words", "many"], ["--author", ""], ["--not-in", "here"], ["--not-colour", "x"]]
)
def test_a_senseless_option_is_refused(fabula_command: Command, library: Path, options: list[str]) -> None:
    """With exit code 2, as a query that cannot be answered."""
    assert fabula_command("search", "choice", *options, "--library", library).exit_code == 2


def test_help_names_the_options_in_two_lines(fabula_command: Command) -> None:
    """Thirty lines would hide all others."""
    text = fabula_command("search", "--help").stdout
    assert "--FIELD VALUE" in text and "--not-FIELD VALUE" in text and "--not-tag VALUE" not in text


def test_hidden_works_are_shown_on_request(fabula_command: Command, make_library: Callable[..., Path]) -> None:
    """By --hidden, or by their rating."""
    library = make_library(
        make_work("A lamp.", rating="Explicit"), make_work("The lamp.", title="Other", rating="Teen")
    )
    (library / "library.toml").write_text('[hide]\nratings = ["explicit"]\n')

    def total(*options: str) -> int:
        result = fabula_command("search", "lamp", *options, "--library", library, "--json")
        return int(json.loads(result.stdout)["total"])

    assert (total(), total("--hidden"), total("--rating", "Explicit"), total("--rating", "Teen")) == (1, 2, 1, 1)
    for words, count in (([], 1), (["--hidden"], 2)):
        assert json.loads(fabula_command("stats", *words, "--library", library, "--json").stdout)["works"] == count
        found = fabula_command("quote", "a lamp", *words, "--library", library, "--json").stdout
        assert json.loads(found)["hits"][0]["work"]["title"] == ("Other" if count == 1 else "A Tale")


def test_a_misspelt_rating_is_named(fabula_command: Command, make_library: Callable[..., Path]) -> None:
    """With the line of library.toml, and with what was probably meant."""
    library = make_library(make_work("A lamp.", rating="Explicit"))
    (library / "library.toml").write_text('[hide]\nratings = ["Explict"]\n')
    result = fabula_command("search", "lamp", "--library", library)
    assert result.exit_code == 2 and "line 2" in result.stderr and "“Explicit”" in result.stderr
