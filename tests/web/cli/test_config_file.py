"""Options of a verb from a file: the same names, the same checks, and the command line wins."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.errors import OptionError
from fabula.web.cli import config_file
from fabula.web.cli.config_file import config_option
from fabula.web.cli.verbs.serving import serve

ROOT = Path(__file__).parents[3]


@click.command()
@config_option(paths=("folder",))
@click.option("--port", type=click.IntRange(0, 65535), default=8000)
@click.option("--seconds", type=click.FloatRange(0.1, 600), default=2.0)
@click.option("--name", multiple=True)
@click.option("--folder")
@click.option("--show-paths", is_flag=True)
def verb(**options: Any) -> None:
    click.echo(repr(options))


def run(*words: str) -> dict[str, Any]:
    result = CliRunner().invoke(verb, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = eval(result.output)
    return found


def file_of(folder: Path, text: str) -> str:
    (folder / "options.toml").write_text(text, "utf-8")
    return str(folder / "options.toml")


def test_a_file_gives_options(tmp_path: Path) -> None:
    """Numbers, flags, texts and lists; paths are relative to the file."""
    text = 'port = 80\nseconds = 5\nname = ["a", "b"]\nfolder = "shelf"\nshow-paths = true\n'
    assert run("--config", file_of(tmp_path, text)) == {
        "port": 80,
        "seconds": 5.0,
        "name": ("a", "b"),
        "folder": str(tmp_path / "shelf"),
        "show_paths": True,
    }
    assert run("--config", file_of(tmp_path, 'name = "one"\nfolder = "/shelf"'))["name"] == ("one",)


def test_the_command_line_wins(tmp_path: Path) -> None:
    """Wherever it stands; what it does not name is the file's, or the usual."""
    file = file_of(tmp_path, 'port = 80\nname = ["a"]')
    for words in (("--port", "90", "--config", file), ("--config", file, "--port", "90")):
        found = run(*words, "--folder", "here")
        assert (found["port"], found["name"], found["folder"], found["seconds"]) == (90, ("a",), "here", 2.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("prot = 1", "unknown key 'prot'.*mean port"),
        ("show_paths = true", "unknown key.*mean show-paths"),
        ("zebra = 1", "unknown key.*It may have: folder, name, port"),
        ('config = "x"', "unknown key"),
        ("port = true", "port must be a number"),
        ('port = "80"', "port must be a number"),
        ("show-paths = 1", "show-paths must be true or false"),
        ("name = [1]", "name must be a text or a list"),
        ("folder = []", "folder must be a text"),
        ("[port]\nx = 1", "port must be a number"),
        ("port = ", "is not TOML"),
        ("\xff\x00", "is not TOML"),
        ("a = " + "[" * 60_000, "is not TOML"),
        ("# " + "x" * 70_000, "is larger than"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, words: str) -> None:
    """With the file, the key and what to do."""
    file = file_of(tmp_path, text)
    with pytest.raises(OptionError) as caught:
        run("--config", file)
    assert re.search(words, f"{caught.value} {caught.value.hint}", re.DOTALL)
    assert "options.toml" in str(caught.value)


@pytest.mark.parametrize("name", ["none.toml", "."])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    """Or that is a folder."""
    with pytest.raises(OptionError, match="There is no file"):
        run("--config", str(tmp_path / name))


def test_click_checks_what_values_say(tmp_path: Path) -> None:
    """A port out of range is the same mistake as on the command line."""
    result = CliRunner().invoke(verb, ["--config", file_of(tmp_path, "port = 70000")])
    assert result.exit_code == 2 and "port" in result.output


@given(st.text(max_size=200))
def test_no_file_is_a_traceback(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever it holds: options, or a mistake that has a name."""
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, "utf-8", errors="replace")
    result = CliRunner().invoke(verb, ["--config", str(path)])
    assert result.exception is None or isinstance(result.exception, OptionError | SystemExit)


def test_every_option_of_serve_is_documented() -> None:
    """The page on operations names each."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    options = [option.opts[-1] for option in serve.command.params]
    assert [name for name in options if f"`{name}" not in text] == []


def test_the_documented_file_is_one(tmp_path: Path) -> None:
    """Its keys and types are those of the options of `fabula serve`."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(# fabula serve --config.*?)```", text, re.DOTALL)
    found = config_file._defaults(serve.command, Path(file_of(tmp_path, example)), ("token-file",))
    assert found["rate"] == "120/minute" and found["allowed_hosts"] == ["stories.example.org"]
    assert found["token_file"] == str(tmp_path / "token.txt")
