"""A folder that was a drive, or is suddenly empty, is told from one that was deleted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from fabula.index.losses.unseen_folders import UnseenFolder, UnseenFolders


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("there", "empty/inner", "hidden", "pictures/empty"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "there" / "a.txt").touch()
    (tmp_path / "hidden" / ".DS_Store").touch()
    (tmp_path / "pictures" / "cover.jpg").touch()
    return tmp_path


def unseen(root: Path, before: Iterable[str] = (), now: Iterable[str] = ()) -> UnseenFolders:
    return UnseenFolders(
        {str(root)}, [f"{root}/there/a.txt"], [f"{root}/{name}" for name in before], {f"{root}/{name}" for name in now}
    )


@pytest.mark.parametrize(
    ("missing", "folder"),
    [
        ("empty/a.txt", "empty"),
        ("empty/inner/a.txt", "empty"),
        ("empty/gone/a.zip!/b/c.txt", "empty"),
        ("hidden/a.txt", "hidden"),
        ("pictures/empty/a.txt", "pictures/empty"),
    ],
)
def test_an_emptied_folder_is_unseen(root: Path, missing: str, folder: str) -> None:
    """The outermost one counts; what a system leaves behind does not."""
    assert unseen(root).around(f"{root}/{missing}") == UnseenFolder(
        f"{root}/{folder}", "has nothing in it that could be read"
    )


@pytest.mark.parametrize("missing", ["there/b.txt", "gone/a.txt", "a.txt", "pictures/a.txt", "there/a.zip!/b.txt"])
def test_what_was_deleted_is_gone(root: Path, missing: str) -> None:
    """A file beside others, or with its folder; a folder in which other files were left."""
    assert unseen(root).around(f"{root}/{missing}") is None


def test_what_lies_in_no_source_is_not_looked_at(root: Path) -> None:
    """Its source may not have been surveyed."""
    assert unseen(root / "there").around(f"{root}/empty/a.txt") is None


def test_a_drive_that_is_away_is_unseen(root: Path) -> None:
    """Whether its folder is there or not, and whatever lies in it now."""
    folders = unseen(root, ["there", "gone"])
    assert folders.around(f"{root}/there/b/c.txt") == UnseenFolder(
        f"{root}/there", "was a drive of its own, and is none now", was_drive=True
    )
    assert folders.around(f"{root}/gone/c.txt") == UnseenFolder(
        f"{root}/gone", "was a drive of its own, and is not there", was_drive=True
    )
    assert folders.is_away(f"{root}/there/b/c.txt") and not folders.is_away(f"{root}/empty/a.txt")
    assert not unseen(root, ["there"], ["there"]).is_away(f"{root}/there/b.txt")
