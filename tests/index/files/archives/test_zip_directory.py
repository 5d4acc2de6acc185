"""The directory of a zip archive is its own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from fabula.index import UpdateOptions, build, update
from fabula.index.files.archives.zip_directory import open_zip


def _zip(members: dict[str, bytes], comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = comment
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


INNER = _zip({"in.txt": b"Inner text."})


def _names(data: bytes) -> list[str]:
    with open_zip(io.BytesIO(data)) as archive:
        return archive.namelist()


def test_whole_archives_are_opened() -> None:
    """With an archive in them, a comment, or a program before them; empty ones, too."""
    outer = {"a.zip": INNER, "b.txt": b"B."}
    assert _names(_zip(outer)) == _names(_zip(outer, b"a comment" * 99)) == ["a.zip", "b.txt"]
    assert _names(b"#!/bin/sh\nexit\n" + _zip(outer)) == ["a.zip", "b.txt"]
    assert _names(_zip({})) == []


def test_a_cut_archive_is_never_another() -> None:
    """Wherever an archive that holds another one is cut off, it is damaged, and the other is not read in its place."""
    data = _zip({"a.zip": INNER, "b.txt": b"B." * 50})
    for length in range(len(data)):
        with pytest.raises(zipfile.BadZipFile):
            _names(data[:length])


def test_a_cut_archive_keeps_its_works(tmp_path: Path) -> None:
    """An archive that is cut off after an archive in it fails, and no work of it goes."""
    text = "Title: {0}\nAuthor: Ann\n\n\nThe {0} was there all winter.\n"
    inner = _zip({"lamp.txt": text.format("Lamp").encode()})
    whole = _zip({"inner.zip": inner, "rope.txt": text.format("Rope").encode() * 20})
    path = tmp_path / "stories" / "outer.zip"
    path.parent.mkdir()
    path.write_bytes(whole)
    assert build(tmp_path / "library", [path.parent], workers=0, speech=False).works == 2
    path.write_bytes(whole[: len(inner) + 200])
    receipt = update(tmp_path / "library", UpdateOptions(workers=0, speech=False))
    assert (receipt.works, receipt.removed, receipt.changes) == (2, 0, ())
    assert [skipped.path for skipped in receipt.skipped] == ["outer.zip"]
