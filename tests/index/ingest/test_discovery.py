"""From paths to tasks: each file exactly once, in a stable order, and a reason for each that is passed over."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import SkipKind, Skipped, build
from fabula.index.errors import SourceMissing
from fabula.index.files.file_source import FileSource
from fabula.index.files.left_out import NameRules
from fabula.index.files.source import Source
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


class Node(Source):
    """A file of a tree in memory, or a folder of it."""

    root_display_path = "/stories"
    path = ""
    is_folder = False
    size = 1

    def __init__(self, path: str, children: dict[str, Node]) -> None:
        self.path, self._children, self.is_folder = path, children, bool(children)

    def open(self, max_bytes: int = 0) -> BinaryIO:
        return io.BytesIO(b"x")

    def children(self) -> Iterator[Source]:
        return iter([self._children[name] for name in sorted(self._children)])


def tree(files: Iterable[str], path: str = ".") -> Node:
    """The folder at `path` with `files`, whose paths are relative to it."""
    by_name: dict[str, list[str]] = {}
    for file in files:
        name, _, rest = file.partition("/")
        by_name.setdefault(name, []).append(rest)
    prefix = "" if path == "." else f"{path}/"
    return Node(path, {name: tree(filter(None, rests), f"{prefix}{name}") for name, rests in by_name.items()})


NAMES = st.sampled_from(["a", "b", "#recycle", "keep", "~$a", ".git", "authors"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
PATTERNS = st.lists(
    st.one_of(
        PATHS, PATHS.map(lambda path: f"{path}/**"), st.sampled_from(["*", "**/keep", "a/*/b", "#*/keep", "*/a"])
    ),
    max_size=3,
).map(tuple)


@pytest.mark.slow
@given(st.sets(PATHS, min_size=1, max_size=8), PATTERNS, PATTERNS, PATTERNS, PATTERNS)
def test_what_is_walked_is_what_is_not_left_out(
    paths: set[str], exclude: tuple[str, ...], include: tuple[str, ...], source_exclude: tuple[str, ...],
    source_include: tuple[str, ...],
) -> None:  # fmt: skip
    """A file is found if the rules do not leave it out, however deep in a folder that is left out it lies."""
    rules = NameRules(exclude=exclude, include=include, source_exclude=source_exclude, source_include=source_include)
    files = {path for path in paths if not any(other.startswith(f"{path}/") for other in paths)}
    tasks = list(find_tasks(tree(files), set(), named=True, rules=rules))
    found = [task.sources[0].path for task in tasks if isinstance(task, Task)]
    assert sorted(found) == sorted(path for path in files if rules.judge(path) is None)
    for skipped in tasks:
        if isinstance(skipped, Skipped):
            is_folder = any(path.startswith(f"{skipped.path}/") for path in files)
            judgement = rules.judge(skipped.path, is_folder=is_folder)
            assert judgement is not None and judgement.pattern == skipped.pattern
