"""The fingerprint of a tree changes with anything that may change its stories, and with nothing else."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index.ingest.clock_grain import settles_ns
from fabula.index.ingest.tree_fingerprint import tree_fingerprint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "stories"
    (root / "deep" / "er").mkdir(parents=True)
    (root / "one.txt").write_text("One.")
    (root / "deep" / "two.txt").write_text("Two.")
    (root / "deep" / "er" / "three.txt").write_text("Three.")
    (root / "link.txt").symlink_to("one.txt")
    return root


def edit_in_secret(root: Path) -> None:
    """Another text of the same size and mtime."""
    status = (root / "one.txt").stat()
    (root / "one.txt").write_text("Eno.")
    os.utime(root / "one.txt", ns=(status.st_atime_ns, status.st_mtime_ns))


def take_its_place(root: Path) -> None:
    (root / "other").write_text("One.")
    (root / "other").replace(root / "one.txt")


CHANGES: dict[str, Callable[[Path], object]] = {
    "edited": lambda root: (root / "deep/er/three.txt").write_text("Drei."),
    "edited in secret": edit_in_secret,
    "another file": take_its_place,
    "new": lambda root: (root / "deep/new.txt").touch(),
    "gone": lambda root: (root / "deep/two.txt").unlink(),
    "new folder": lambda root: (root / "deep/empty").mkdir(),
    "moved": lambda root: (root / "deep/two.txt").rename(root / "two.txt"),
    "moved down": lambda root: (root / "deep/two.txt").rename(root / "deep/er/two.txt"),
    "folder renamed": lambda root: (root / "deep").rename(root / "shallow"),
    "hard link": lambda root: (root / "again.txt").hardlink_to(root / "one.txt"),
    "rights": lambda root: (root / "one.txt").chmod(0o600),
}


@pytest.mark.parametrize("name", CHANGES)
def test_it_changes_with_what_happens_to_files(folder: Path, name: str) -> None:
    before = tree_fingerprint(folder)
    assert before is not None
    assert tree_fingerprint(folder) == before
    # Longer than a tick of the clock that the system stamps files with.
    time.sleep(0.02)
    CHANGES[name](folder)
    after = tree_fingerprint(folder)
    assert after is not None
    assert after.digest != before.digest


def test_a_link_shows_what_it_leads_to(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("Else.")
    (folder / "away.txt").symlink_to(tmp_path / "elsewhere.txt")
    before = tree_fingerprint(folder)
    (tmp_path / "elsewhere.txt").write_text("Elsewhere.")
    after = tree_fingerprint(folder)
    assert before is not None
    assert after is not None
    assert before.digest != after.digest


def test_nothing_is_said_of_what_cannot_all_be_seen(folder: Path, tmp_path: Path) -> None:
    """None for a link to a folder, a link to itself, and a missing source."""
    assert tree_fingerprint(tmp_path / "nowhere") is None
    (folder / "broken.txt").symlink_to("broken.txt")
    assert tree_fingerprint(folder) is None
    (folder / "broken.txt").unlink()
    assert tree_fingerprint(folder) is not None
    (folder / "out").symlink_to(tmp_path)
    assert tree_fingerprint(folder) is None


def test_a_link_that_leads_nowhere_has_a_fingerprint(folder: Path) -> None:
    """It changes when the link leads elsewhere, and when its target comes."""
    (folder / "broken.txt").symlink_to("../nowhere.txt")
    first = tree_fingerprint(folder)
    assert first is not None and tree_fingerprint(folder) == first
    (folder.parent / "nowhere.txt").write_text("It came.")
    other = tree_fingerprint(folder)
    assert other is not None and other != first


def test_a_library_below_is_passed_over(folder: Path) -> None:
    """A library is no source, and changes with each run."""
    (folder / "library").mkdir()
    (folder / "library" / "fabula.json").write_text("{}")
    before = tree_fingerprint(folder)
    (folder / "library" / "report").write_text("new")
    assert tree_fingerprint(folder) == before


def test_a_file_is_a_source_too(folder: Path) -> None:
    before = tree_fingerprint(folder / "one.txt")
    assert before is not None
    assert before.settles == settles_ns((folder / "one.txt").stat())
    (folder / "one.txt").write_text("More than before.")
    assert tree_fingerprint(folder / "one.txt") != before
