"""From paths to tasks: each file exactly once, in a stable order, and a reason for each that is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index import SkipKind, Skipped, build
from fabula.index.errors import SourceMissing
from fabula.index.files.file_source import FileSource
from fabula.index.files.left_out import NameRules
from fabula.index.ingest.discovery import Task, find_tasks, unread_source, walk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "stories"
    (root / "deep").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "README.md", ".hidden.txt", "deep/c.txt"):
        (root / name).write_text("Nobody came.")
    (root / "link.txt").symlink_to("a.txt")
    (root / "out").symlink_to(tmp_path)
    return root


def found(*paths: Path) -> tuple[list[str], dict[str, str]]:
    """The paths of the tasks, and the reasons for those passed over."""
    tasks = list(walk(paths))
    reasons = {skipped.path: skipped.reason for skipped in tasks if isinstance(skipped, Skipped)}
    return [task.sources[0].path for task in tasks if isinstance(task, Task)], reasons


def test_each_file_is_found_once(folder: Path) -> None:
    """Sorted by name; a link to a file, or the same file named again, is the same file."""
    paths, reasons = found(folder, folder / "deep", folder / "b.txt")
    assert paths == ["a.txt", "b.txt", "deep/c.txt"]
    assert reasons == {
        ".hidden.txt": "it is hidden",
        "README.md": "it is about the folder, not a story",
        "out": "it is a link that leads out of the folder, or back into it",
    }


def test_a_missing_path_comes_first(folder: Path) -> None:
    """Nothing is looked at if one of the paths is not there."""
    with pytest.raises(SourceMissing):
        next(walk([folder, folder / "none"]))


def test_excluded_files_and_libraries_are_passed_over(folder: Path, tmp_path: Path) -> None:
    """With the pattern that excludes them; a library below a source is none of its stories."""
    build(folder / "library", [folder / "deep"], workers=0, speech=False)
    rules = NameRules(source_exclude=("a*", "deep"))
    tasks = list(find_tasks(FileSource.at(folder), set(), named=True, rules=rules))
    assert [task.sources[0].path for task in tasks if isinstance(task, Task)] == ["b.txt", "link.txt"]
    reasons = {skipped.path: skipped.reason for skipped in tasks if isinstance(skipped, Skipped)}
    assert reasons["a.txt"] == 'library.toml excludes "a*"' and reasons["deep"] == 'library.toml excludes "deep"'
    assert reasons["library"] == "it is a Fabula library"


@pytest.mark.parametrize(
    ("name", "content", "kind", "reason"),
    [
        ("a.txt", b"", SkipKind.FAILED, "the file is empty"),
        ("a.txt", b"\x00\x01", SkipKind.FAILED, "it holds binary data, not text"),
        ("a.fb2", b"no XML", SkipKind.FAILED, "its contents are not what the ending .fb2 says"),
        ("a.doc", b"x", SkipKind.FAILED, ".doc files cannot be read yet; convert it to .docx, .odt or .rtf"),
        ("a.lit", b"x", SkipKind.FAILED, ".lit files cannot be read yet; convert it to EPUB, HTML or plain text"),
        ("a.jpg", b"x", SkipKind.IGNORED, "no reader for .jpg files"),
        ("a", b"x", SkipKind.IGNORED, "no reader knows it"),
    ],
)
def test_why_no_reader_wants_a_file(tmp_path: Path, name: str, content: bytes, kind: SkipKind, reason: str) -> None:
    """A file that says it is a story has failed; any other is none of ours."""
    (tmp_path / name).write_bytes(content)
    assert unread_source(FileSource.at(tmp_path / name)) == Skipped(name, kind, reason)
