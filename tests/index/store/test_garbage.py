"""Files that no commit needs are deleted, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fabula.index import Work, add_works
from fabula.index.codec.toc import TOC_VERSION, toc_path
from fabula.index.store.garbage import delete_garbage, needed_files
from fabula.index.store.opening import open_store


def test_garbage_is_what_no_commit_needs(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """Older commits and half-written files go; the latest commit, and files of others, stay."""
    library = tmp_path / "library"
    add_works(library, [make_work("The lamp was lit.")], speech=False)
    files = library / "index"
    for name in ("MAIN_00.seg", "MAIN_00.seg.tmp", "_MAIN_0.toc"):
        (files / name).write_bytes(b"x")
    (files / "notes.txt").write_bytes(b"x")
    (library / "catalogue.tmp").write_bytes(b"x")
    needed = needed_files(files, open_store(library).generation)
    delete_garbage(files)
    assert {path.name for path in files.iterdir()} == needed | {"notes.txt"}
    assert not (library / "catalogue.tmp").exists()


def test_nothing_is_deleted_of_another_format(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """All of it may be needed, as far as this program can tell."""
    library = tmp_path / "library"
    add_works(library, [make_work("The lamp was lit.")], speech=False)
    files = library / "index"
    path = toc_path(files, open_store(library).generation)
    content = path.read_bytes()
    path.write_bytes(content[:7] + (TOC_VERSION - 1).to_bytes(4, "big", signed=True) + content[11:])
    (files / "MAIN_00.seg").write_bytes(b"x")
    before = {other.name for other in files.iterdir()}
    delete_garbage(files)
    assert {other.name for other in files.iterdir()} == before
