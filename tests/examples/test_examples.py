"""Each script of examples/ runs as its first lines say, and prints what it promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fabula.index import build
from fabula.web.demo import STORIES

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(script: str, *words: str | Path, code: int = 0) -> str:
    """What the script prints on standard output."""
    command = [sys.executable, str(EXAMPLES / script), *map(str, words)]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert finished.returncode == code, finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the demo stories."""
    folder = tmp_path_factory.mktemp("examples") / "library"
    build(folder, [STORIES])
    return folder


@pytest.mark.slow
def test_build_and_search(tmp_path: Path) -> None:
    """It builds, searches, finds a line remembered wrongly, and reads on."""
    printed = run("build_and_search.py", STORIES, tmp_path / "library")
    assert printed.startswith("7 works, ")
    assert "1. " in printed and " scenes in " in printed
    assert "What the Bell Keeps, score 0.9" in printed and "Then: " in printed


@pytest.mark.slow
def test_works_from_python(tmp_path: Path) -> None:
    """Works from Python get permanent ids: a second run updates nothing and adds nothing."""
    first = run("works_from_python.py", tmp_path / "library")
    assert first.startswith("added 2, updated 0")
    assert "The Lamp by Mara Vell: 2 scenes" in first and "Clara: " in first
    second = run("works_from_python.py", tmp_path / "library")
    assert second.startswith("added 0")
    assert second.partition("\n")[2] == first.partition("\n")[2]


def test_characters(library: Path) -> None:
    """It names who says most, what the character says, and the words that are typical of that."""
    printed = run("characters.py", library)
    assert printed.startswith("Ottoline speaks 24 times, ")
    assert "typical: " in printed and "[Ottoline]" in printed and "the keys of a row: rank, score" in printed


def test_stock_whoosh(library: Path) -> None:
    """Plain Whoosh opens the library and finds scenes."""
    printed = run("stock_whoosh.py", library, "choice")
    assert "fields: " in printed
    assert "1. " in printed and "score " in printed


@pytest.mark.slow
def test_archive_night(library: Path, tmp_path: Path) -> None:
    """A quiet night ends with 0 and a copy; a library that is not there ends with 3 and says so."""
    copy = tmp_path / "copy.jsonl"
    assert "added 0, updated 0, removed 0" in run("archive_night.py", library, copy)
    assert len(copy.read_text(encoding="utf-8").splitlines()) == 7
    run("archive_night.py", tmp_path / "nowhere", copy, code=3)
