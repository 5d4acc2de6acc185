"""The digest of a book says apart what is the book and what was beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index.files.file_source import FileSource
from fabula.index.files.source import digest_of
from fabula.index.ingest.edition_digest import edition_digest, is_same_edition, is_same_story, story_digest


@pytest.fixture
def book(tmp_path: Path) -> FileSource:
    (tmp_path / "Lamp.txt").write_text("She lit it.")
    return FileSource.at(tmp_path / "Lamp.txt")


def sidecar(folder: Path, text: str) -> FileSource:
    (folder / "metadata.opf").write_text(text)
    return FileSource.at(folder / "metadata.opf")


def test_another_sidecar_is_another_edition_of_the_same_story(book: FileSource, tmp_path: Path) -> None:
    """Without one, the digest is that of the book alone."""
    known = edition_digest(book, sidecar(tmp_path, "one"))
    assert is_same_edition(known, book, sidecar(tmp_path, "one"))
    assert not is_same_edition(known, book, sidecar(tmp_path, "two"))
    assert not is_same_edition(known, book, None)
    assert is_same_story(known, book) and story_digest(known) == book.digest() == edition_digest(book, None)
    (tmp_path / "Lamp.txt").write_text("She lit it again.")
    assert not is_same_story(known, FileSource.at(tmp_path / "Lamp.txt"))


def test_older_libraries_have_one_digest_of_both(book: FileSource, tmp_path: Path) -> None:
    """Their books are unchanged while both files are; which of the two has changed, nobody knows."""
    beside = sidecar(tmp_path, "one")
    known = digest_of((book, beside))
    assert is_same_edition(known, book, beside)
    assert not is_same_edition(known, book, sidecar(tmp_path, "two"))
    assert not is_same_story(known, book) and story_digest(known) == ""
