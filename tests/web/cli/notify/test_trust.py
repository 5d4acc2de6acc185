"""No program of a library that somebody else made."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from fabula.web.cli.notify import distrust, remembers_if_made, trust, why_distrusted

COMMAND = ["/bin/program", "argument"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "fabula"


def make_library(folder: Path) -> Path:
    folder.mkdir()
    (folder / "fabula.json").write_text("{}")
    (folder / "library.toml").write_text("")
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A library that this user has made."""
    with remembers_if_made(tmp_path / "own"):
        return make_library(tmp_path / "own")


def test_an_own_library_is_trusted(own: Path) -> None:
    """With any command."""
    assert why_distrusted(own, COMMAND) == ""
    assert why_distrusted(own, ["other"]) == ""


def test_a_foreign_library_is_not(tmp_path: Path, own: Path) -> None:
    """Nor a copy of an own one, one that takes its place, or one that was there before `fabula index`."""
    foreign = make_library(tmp_path / "foreign")
    assert "did not make" in why_distrusted(foreign, COMMAND)
    with remembers_if_made(foreign):
        pass
    assert "did not make" in why_distrusted(foreign, COMMAND)
    shutil.copytree(own, tmp_path / "copy")
    assert "did not make" in why_distrusted(tmp_path / "copy", COMMAND)
    own.rename(tmp_path / "away")
    foreign.rename(own)
    assert "did not make" in why_distrusted(own, COMMAND)


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
@pytest.mark.parametrize("mode", [0o664, 0o646])
def test_settings_that_others_write(own: Path, mode: int) -> None:
    """They may name a program of their own."""
    (own / "library.toml").chmod(mode)
    assert "Others can write" in why_distrusted(own, COMMAND)


def test_one_command_is_allowed(tmp_path: Path, own: Path) -> None:
    """By the user, for one library; another command is another matter, and so it is after `distrust`."""
    foreign = make_library(tmp_path / "foreign")
    trust(foreign, COMMAND)
    assert why_distrusted(foreign, COMMAND) == ""
    assert "another command" in why_distrusted(foreign, [*COMMAND, "more"])
    assert why_distrusted(make_library(tmp_path / "third"), COMMAND) != ""
    distrust(foreign)
    assert why_distrusted(foreign, COMMAND) != ""
    distrust(own)
    assert why_distrusted(own, COMMAND) != ""


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"libraries": 5}', b'{"libraries": {"/x": 5}}', b"\xff", b"[" * 99_999]
)
def test_a_damaged_file_trusts_nobody(own: Path, home: Path, content: bytes) -> None:
    """And is written anew."""
    (home / "notify.json").write_bytes(content)
    assert why_distrusted(own, COMMAND) != ""
    trust(own, COMMAND)
    assert why_distrusted(own, COMMAND) == ""


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_a_file_that_others_write_trusts_nobody(own: Path, home: Path) -> None:
    """It is private when it is written."""
    assert (home / "notify.json").stat().st_mode & 0o777 == 0o600
    (home / "notify.json").chmod(0o666)
    assert why_distrusted(own, COMMAND) != ""


def test_where_nothing_can_be_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run goes on, and nothing is trusted."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    with remembers_if_made(tmp_path / "own"):
        make_library(tmp_path / "own")
    assert why_distrusted(tmp_path / "own", COMMAND) != ""
