"""An import knows what kind of file it has, whatever its name."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import UnreadableSource
from fabula.index.errors import OptionError
from fabula.index.files.file_source import FileSource
from fabula.index.transfer import import_archive, is_archive
from fabula.index.transfer.import_file import opened


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("fabula.json"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "archive"),
    [
        ("a.tar", tar(), True), ("a", tar(), True), ("a.txt", b'{"text": "Lit."}', False),
        ("a", b'\xef\xbb\xbf \n{"text": "Lit."}', False), ("a.jsonl", b"", False), ("A.NDJSON", tar(), False),
        ("a", b"", True), ("a.txt", b"The lamp was lit.", True),
    ],
)  # fmt: skip
def test_what_kind_of_file_it_is(tmp_path: Path, name: str, content: bytes, archive: bool) -> None:
    """By the endings of JSON Lines, else by the first bytes; what is neither is said to be no archive."""
    (tmp_path / name).write_bytes(content)
    assert is_archive(tmp_path / name) is archive


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """A pipe would never end, and a folder holds no lines; both are named."""
    os.mkfifo(tmp_path / "pipe.jsonl")
    for path in (tmp_path / "pipe.jsonl", tmp_path):
        with pytest.raises(UnreadableSource, match=rf"{path.name} cannot be imported: it is not a regular file"):
            opened(FileSource.at(path))


def test_a_folder_is_no_file_of_an_import(tmp_path: Path, make_library: Callable[..., Path]) -> None:
    """The advice is what the person may have meant: to index it, or to export the library that it is."""
    (tmp_path / "stories").mkdir()
    with pytest.raises(OptionError, match="it is a folder") as caught:
        is_archive(tmp_path / "stories")
    assert f"fabula index {tmp_path / 'stories'} reads the stories" in caught.value.hint
    with pytest.raises(OptionError, match="it is a library") as caught:
        is_archive(make_library())
    assert "fabula export --library" in caught.value.hint


def test_a_story_is_no_archive_whatever_the_library(tmp_path: Path, make_library: Callable[..., Path]) -> None:
    """Its name would be no use to anybody who wants to import it."""
    (tmp_path / "ferry.txt").write_text("The ferry was late.", encoding="utf-8")
    with pytest.raises(UnreadableSource, match="cannot be read as an archive") as caught:
        import_archive(make_library(), tmp_path / "ferry.txt")
    assert "fabula index" in caught.value.hint
