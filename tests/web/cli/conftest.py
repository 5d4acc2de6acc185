"""A small real library, and the command run in this process."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fabula.index import build
from fabula.web.cli.group import fabula
from fabula.web.cli.library_choice import LIBRARY_VARIABLE

FERRY = """The Ferry
by Mira Vance

The river was the colour of old pewter, and the ferryman would not look at her.

"You would have been my choice," said Lexa. "In another life."

The bell on the far bank rang twice.



In the morning the ferry was gone. Only the rope was left, and it hummed in the wind.
"""

ORCHARD = """The Orchard
by Tomas Reed

Nobody had pruned the apple trees since the war. "We never had a choice," Anna said, and counted the crates.
"""

Command = Callable[..., Result]


@pytest.fixture(scope="session")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two stories."""
    folder = tmp_path_factory.mktemp("stories")
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "orchard.txt").write_text(ORCHARD, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, stories: Path) -> Path:
    """A library of the two stories, not to be written to."""
    folder = tmp_path_factory.mktemp("libraries") / "shelf"
    assert build(folder, [stories]).works == 2
    return folder


@pytest.fixture
def fabula_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Run `fabula WORDS…` without the user's own library and variables."""
    monkeypatch.delenv(LIBRARY_VARIABLE, raising=False)
    monkeypatch.delenv("FABULA_TRACEBACK", raising=False)
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))

    def run(*words: str | Path) -> Result:
        return CliRunner().invoke(fabula, [str(word) for word in words])

    return run


@pytest.fixture
def restored_interrupts() -> Iterator[None]:
    """Ctrl-C and the signals that end a process work again after the test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
