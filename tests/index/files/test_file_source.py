"""A source on disk: named by a person or listed in a folder, it is the same, and nothing outside its root is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index.errors import SourceMissing, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.files.source import digest_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "stories"
    (root / "deep").mkdir(parents=True)
    (root / "one.txt").write_bytes(b"One.")
    (root / "deep" / "two.TXT").write_bytes(b"Two.")
    (root / "out.txt").symlink_to(tmp_path)
    return root


def test_named_and_listed_files_are_the_same(folder: Path) -> None:
    """Path, name, size and identity do not depend on how a file was reached."""
    source = FileSource.at(folder)
    listed = {child.name: child for child in source.children()}
    assert list(listed) == ["deep", "one.txt", "out.txt"]
    (two,) = listed["deep"].children()
    found = source.child("deep/./two.TXT")
    assert found is not None
    for file in (two, found):
        assert (file.path, file.name, file.stem, file.suffix) == ("deep/two.TXT", "two.TXT", "two", ".txt")
        assert file.identity() == FileSource.at(folder / "deep" / "two.TXT").identity()
        assert (file.size, file.read(), file.head()) == (4, b"Two.", b"Two.")


def test_a_root_gets_a_name(folder: Path) -> None:
    """A folder that is its own root has the path "."; with its parent as the root it has its name."""
    source = FileSource.at(folder)
    assert (source.path, source.with_name().path) == (".", "stories")
    assert source.with_name().root_display_path == str(folder.parent)
    assert FileSource.at(folder / "one.txt").path == "one.txt"


def test_a_digest_follows_names_and_bytes(folder: Path) -> None:
    """A folder's digest is that of its files; links out of the root do not count."""
    source = FileSource.at(folder)
    before = source.digest()
    assert before == digest_of(child for child in source.children() if child.name != "out.txt")
    (folder / "deep" / "two.TXT").rename(folder / "deep" / "2.txt")
    assert FileSource.at(folder).digest() != before


def test_nothing_outside_is_reached(folder: Path) -> None:
    """Links out of the root, parents, missing files and folders as files."""
    source = FileSource.at(folder)
    assert source.child("out.txt") is None and source.child("..") is None and source.child("none.txt") is None
    assert [child.name for child in source.children() if child.leaves_root] == ["out.txt"]
    with pytest.raises(UnreadableSource, match="regular file"):
        source.open()
    with pytest.raises(UnreadableSource, match="4 bytes long"):
        FileSource.at(folder / "one.txt").open(max_bytes=3)
    with pytest.raises(SourceMissing):
        FileSource.at(folder / "none.txt")
