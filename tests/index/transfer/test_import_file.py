"""An import knows what kind of file it has, whatever its name."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from fabula.index import UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.transfer import is_archive
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
