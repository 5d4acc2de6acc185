"""Which library a command is about."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from fabula.web.cli.library_choice import LIBRARY_VARIABLE, chosen_library, default_library, library_option


@click.group()
@library_option(envvar=LIBRARY_VARIABLE)
def group(library: str | None) -> None:
    pass


@group.command()
@library_option()
def verb(library: str | None) -> None:
    choice = chosen_library(library)
    click.echo(" ".join([choice.address, *choice.words]))


def chosen(*words: str) -> str:
    """What the command takes for the library: the address, then the words that lead to it."""
    return CliRunner().invoke(group, list(words)).output.strip()


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LIBRARY_VARIABLE, raising=False)


def test_before_or_after_the_verb() -> None:
    """Both places mean the same; the nearer one wins."""
    assert chosen("--library", "one", "verb") == "one --library one"
    assert chosen("verb", "--library", "two") == "two --library two"
    assert chosen("--library", "one", "verb", "--library", "two") == "two --library two"


def test_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds for every command of the shell, so command lines to copy need not repeat it; an option beats it."""
    monkeypatch.setenv(LIBRARY_VARIABLE, "mine")
    assert chosen("verb") == "mine"
    assert chosen("verb", "--library", "two") == "two --library two"
    assert chosen("--library", "one", "verb") == "one --library one"


def test_the_default_is_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the user's data directory, also with an empty variable."""
    monkeypatch.setenv(LIBRARY_VARIABLE, "")
    assert chosen("verb") == str(default_library())
    assert default_library().parts[-2:] == ("fabula", "library")


def test_a_tilde_that_the_shell_left() -> None:
    """`--library=~/shelf` is in the home folder."""
    assert chosen("verb", "--library=~/shelf").split()[0] == str(Path.home() / "shelf")


def test_an_empty_name_is_refused() -> None:
    """It would mean the current folder."""
    assert "name a folder" in chosen("verb", "--library", "")
