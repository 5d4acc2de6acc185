"""The library of a command."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from fabula.index.codec.toc import RULES_VERSION, generations, read_toc, write_toc
from fabula.index.store.opening import open_store
from fabula.web.cli.library_choice import LIBRARY_VARIABLE, chosen_library, default_library, library_option
from .conftest import Command


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
    """The library of the command: its address, and the words of a command line for it."""
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
    """All commands of the shell use it, so command lines to copy do not repeat it; an option wins over it."""
    monkeypatch.setenv(LIBRARY_VARIABLE, "mine")
    assert chosen("verb") == "mine"
    assert chosen("verb", "--library", "two") == "two --library two"
    assert chosen("--library", "one", "verb") == "one --library one"


def test_the_default_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the user's data directory, also with an empty variable."""
    monkeypatch.setenv(LIBRARY_VARIABLE, "")
    assert chosen("verb") == str(default_library())
    assert default_library().parts[-2:] == ("fabula", "library")


def test_a_tilde_that_the_shell_did_not_expand() -> None:
    """`--library=~/shelf` is in the home folder."""
    assert chosen("verb", "--library=~/shelf").split()[0] == str(Path.home() / "shelf")


def test_an_empty_name_is_refused() -> None:
    """It would mean the current folder."""
    assert "name a folder" in chosen("verb", "--library", "")


@pytest.fixture
def older_library(library: Path, tmp_path: Path) -> Path:
    """A library whose works were read under the rules before today's."""
    shutil.copytree(library, tmp_path / "older")
    set_rules(tmp_path / "older", RULES_VERSION - 1)
    return tmp_path / "older"


def set_rules(library: Path, rules: int) -> None:
    files = library / "index"
    toc = read_toc(files, generations(files)[-1])
    write_toc(files, toc._replace(generation=toc.generation + 1, rules=rules))


@pytest.mark.parametrize(
    "words", ["search choice", "quote choice", "stats", "works", "sources", "report", "check", "update"]
)
def test_every_verb_says_that_the_rules_are_older(fabula_command: Command, older_library: Path, words: str) -> None:
    """In one line on standard error; the answer is what it was."""
    result = fabula_command("--library", older_library, *words.split())
    assert result.exit_code == 0
    (line,) = [line for line in result.stderr.splitlines() if "older rules" in line]
    assert "fabula rebuild" in line
    assert "older rules" not in result.stdout


def test_a_rebuild_reads_the_works_under_todays_rules(fabula_command: Command, older_library: Path) -> None:
    """The ids stay; an update that keeps the old works does not change the rules, a rebuild does."""
    before = set(open_store(older_library).works())
    new = older_library.parent / "new.txt"
    new.write_text("Title: New\n\nThe lamp was lit.\n")
    assert "older rules" in fabula_command("--library", older_library, "index", new).stderr
    assert open_store(older_library).snapshot().toc.rules == RULES_VERSION - 1
    assert "older rules" not in fabula_command("--library", older_library, "rebuild").stderr
    assert open_store(older_library).snapshot().toc.rules == RULES_VERSION
    assert before < set(open_store(older_library).works())
    assert "older rules" not in fabula_command("--library", older_library, "stats").stderr
