"""`--timeout` of the verbs that answer queries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fabula.search import Library
from fabula.search.results import DEFAULT_TIMEOUT_SECONDS
from fabula.search.studied_library import DUPLICATES_TIMEOUT_SECONDS
from fabula.web.cli import query_options
from .conftest import Command


def test_the_default_is_that_of_python() -> None:
    """It is repeated, as importing it takes longer than a command may."""
    assert query_options.DEFAULT_TIMEOUT_SECONDS == DEFAULT_TIMEOUT_SECONDS
    assert query_options.DUPLICATES_TIMEOUT_SECONDS == DUPLICATES_TIMEOUT_SECONDS


@pytest.mark.parametrize("verb", ["search", "quote", "show"])
def test_what_takes_too_long_ends_with_a_hint(fabula_command: Command, library: Path, verb: str) -> None:
    """Exit code 2, and one JSON document that says which part was dear, what is cheaper, and how to allow more."""
    words: list[str] = ["you would have been my choice"]
    if verb == "show":
        with Library.open(library) as opened:
            words = [opened.search("choice").hits[0].scene.id, "--query", '"been choice"~9']
    for options in ([], ["--timeout", "0"]):
        assert fabula_command(verb, *words, *options, "--library", library).exit_code == 0
    result = fabula_command(verb, *words, "--timeout", "1e-9", "--json", "--library", library)
    assert result.exit_code == 2
    error = json.loads(result.stdout)["error"]
    assert error["code"] == "query-too-dear"
    assert error["message"].startswith("The answer takes longer than 1e-09 s. The time was over at ")
    assert error["hint"].endswith("Or allow more time: --timeout SECONDS.")
