"""The command: its verbs, its help, and the modules that it does not load."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from fabula.index import build
from fabula.index.run import next_catalogue
from fabula.web.cli.group import VERBS, fabula
from .conftest import Command

HEAVY = ("flask", "rich", "nltk", "waitress", "lxml", "selectolax", "chardet", "py3langid")
# What reads, writes and searches. An update that finds nothing new needs none of it, and took a second to load it.
WORK = tuple(
    f"fabula.{name}"
    for name in (
        *"index.analysis index.dialogue index.segmentation index.word_audit index.readers.structure".split(),
        *"index.files.archives index.ingest.discovery index.ingest.dispatch index.ingest.read_task".split(),
        *"index.run.full_run index.records index.losses index.store.speech_pass".split(),
        *"index.writer.new_segments index.writer.segment_writer index.writer.merge".split(),
        *"search.library search.engine search.plan search.results".split(),
    )
)


def loaded_by(*words: str | Path, exit_code: int = 0, names: tuple[str, ...] = HEAVY) -> set[str]:
    """Those of the modules `names` that `fabula WORDS…` has loaded when it ends."""
    program = (
        "import sys, json, io\n"
        "from contextlib import redirect_stderr, redirect_stdout\n"
        "from fabula.web.cli import main\n"
        f"sys.argv = ['fabula', *{[str(word) for word in words]!r}]\n"
        "try:\n"
        "    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()): main()\n"
        "except SystemExit as stop:\n"
        f"    assert stop.code == {exit_code}, stop.code\n"
        f"print(json.dumps([name for name in {names!r} if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_help_loads_nothing_heavy() -> None:
    """Neither the summary nor the help of a verb imports what the verb needs."""
    assert loaded_by("--help") == set()
    assert loaded_by("serve", "--help") == set()


def test_search_loads_neither_pages_nor_tables(library: Path, tmp_path: Path) -> None:
    """A search loads none of what pages, tables and readers need; NLTK only to stem a word that it is asked for."""
    assert loaded_by("search", "ferryman", "--library", library) <= {"nltk"}
    assert loaded_by("search", "ferryman", "--library", tmp_path / "nowhere", exit_code=3) == set()


def test_an_idle_update_loads_neither_readers_nor_writers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither does one that prints JSON; one that finds something new loads most of them."""
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "one.txt").write_text("The ferryman waited.\n")
    # The files count as written long before the run that reads them.
    monkeypatch.setattr(next_catalogue, "is_settled", lambda *moments: True)
    build(tmp_path / "library", [stories], workers=0)
    update = ("update", "--library", tmp_path / "library")
    names = (*HEAVY, *WORK, "tomlkit", "subprocess", "difflib")
    assert loaded_by(*update, names=names) == set()
    assert loaded_by(*update, "--json", names=names) == set()
    (stories / "two.txt").write_text("The lamp was lit.\n")
    # None of the names is a mistake.
    assert loaded_by(*update, "--workers", "0", names=WORK) > {"fabula.index.segmentation"}
    assert all(find_spec(name) for name in WORK)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_examples(fabula_command: Command, verb: str) -> None:
    """Each option has a help text, and each example begins with the command."""
    result = fabula_command(verb, "--help")
    assert result.exit_code == 0
    examples = result.stdout.partition("Examples:\n")[2]
    assert f"  fabula {verb}" in examples
    command = fabula.get_command(click.Context(fabula), verb)
    assert command is not None
    assert command.help
    assert all(param.help for param in command.params if isinstance(param, click.Option))


@pytest.mark.parametrize("verb", VERBS)
def test_the_examples_are_valid(verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command parses each of them, up to where the shell sends what is printed. A file of options is read."""
    import shlex
    from itertools import takewhile

    monkeypatch.chdir(tmp_path)
    (tmp_path / "serve.toml").touch()
    command = fabula.get_command(click.Context(fabula), verb)
    assert command is not None
    for line, meaning in command.examples:  # type: ignore[attr-defined]
        words = list(takewhile(lambda word: word not in (">", "|"), shlex.split(line)))
        assert words[:2] == ["fabula", verb]
        assert command.make_context(verb, words[2:]).params or not command.params
        assert meaning


def test_the_help_names_verbs_and_exit_codes(fabula_command: Command) -> None:
    """`fabula` and `fabula --help` print the same."""
    result = fabula_command("--help")
    assert result.exit_code == 0
    for word in (*VERBS, "--library", "Exit codes: 0 done, 1 nothing found", "Examples:"):
        assert word in result.stdout
    assert fabula_command().stdout == result.stdout


def test_version(fabula_command: Command) -> None:
    """The version, after the name."""
    result = fabula_command("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("fabula ")


def test_a_mistyped_verb(fabula_command: Command) -> None:
    """The nearest verb is named, or all if none is near."""
    result = fabula_command("serach", "word")
    assert result.exit_code == 2
    assert "Did you mean `search`?" in result.stderr
    assert "demo, index, search" in fabula_command("xyzzy").stderr


def test_a_mistyped_option_before_the_verb(fabula_command: Command) -> None:
    """It is bad usage."""
    assert fabula_command("--nonsense", "stats").exit_code == 2
