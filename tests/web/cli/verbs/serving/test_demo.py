"""`fabula demo`"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from fabula.index import build
from fabula.web.demo import PHRASE, STORIES
from ...conftest import Command


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The user's cache folder, and the folder for temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path / "XDG_CACHE_HOME"


def place(output: str) -> Path:
    """The folder of the demo library."""
    found = re.search(r" is in (.*)\.$", output, re.MULTILINE)
    assert found
    return Path(found[1])


def test_the_tour(fabula_command: Command, cache: Path) -> None:
    """The phrase is found and marked, with story and scene; three commands follow."""
    result = fabula_command("demo")
    assert result.exit_code == 0
    assert f"“{PHRASE}”: 1 scene in" in result.stdout
    assert "*" in result.stdout
    assert re.search(r"^  story    .+, by .+$", result.stdout, re.MULTILINE)
    assert re.search(r"^  scene    Scene \d+ of \d+$", result.stdout, re.MULTILINE)
    steps = re.findall(r"^  (fabula .+)$", result.stdout, re.MULTILINE)
    assert len(steps) == 3
    assert place(result.stdout).is_relative_to(cache)


def test_the_first_step_works(fabula_command: Command, cache: Path) -> None:
    """The command can be copied, and finds something."""
    output = fabula_command("demo").stdout
    step = next(line for line in output.splitlines() if line.startswith("  fabula search"))
    assert fabula_command(*shlex.split(step)[1:]).exit_code == 0


def test_again(fabula_command: Command, cache: Path) -> None:
    """A second tour uses the library of the first."""
    first = place(fabula_command("demo").stdout)
    result = fabula_command("demo")
    assert (result.exit_code, place(result.stdout)) == (0, first)


@pytest.mark.slow
def test_a_damaged_library_is_built_again(fabula_command: Command, cache: Path) -> None:
    """It holds nothing but the demo stories."""
    folder = place(fabula_command("demo").stdout)
    for file in folder.rglob("*"):
        if file.is_file():
            file.write_bytes(b"")
    result = fabula_command("demo")
    assert result.exit_code == 0
    assert f"“{PHRASE}”: 1 scene in" in result.stdout


def test_a_cache_folder_that_cannot_be_written(fabula_command: Command, cache: Path) -> None:
    """The tour uses a temporary folder."""
    cache.write_text("a file where the folder should be")
    result = fabula_command("demo")
    assert result.exit_code == 0
    assert not place(result.stdout).is_relative_to(cache)


def test_somebody_elses_files_stay(fabula_command: Command, cache: Path) -> None:
    """A folder of that name that holds other files is left alone."""
    other = cache / "fabula" / "demo" / "notes.txt"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    assert fabula_command("demo").exit_code == 0
    assert other.read_text() == "mine"


@pytest.mark.slow
def test_a_library_of_another_installation_is_built_again(fabula_command: Command, cache: Path, tmp_path: Path) -> None:
    """A demo library of another installation is built again, so that the line is in one scene, not in two."""
    elsewhere = tmp_path / "elsewhere" / "stories"
    shutil.copytree(STORIES, elsewhere)
    build(cache / "fabula" / "demo", [elsewhere])
    result = fabula_command("demo")
    assert result.exit_code == 0
    assert f"“{PHRASE}”: 1 scene in" in result.stdout
