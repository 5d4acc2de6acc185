"""Every reader has its second way."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index.files.file_source import FileSource
from fabula.index.readers import readers
from fabula.index.word_audit import NotAudited, crude_texts
from fabula.index.word_audit.crude_text import _EXTRACTIONS, _FOLDER_READERS


def test_every_reader_has_an_extraction() -> None:
    """A new format needs one, or its words are not counted."""
    assert {reader.name for reader in readers()} == {*_EXTRACTIONS, *_FOLDER_READERS}


def test_a_folder_is_its_pages(tmp_path: Path) -> None:
    """Without their heads, and without its other files."""
    for name, text in {"1.html": "<head>no</head><p>one", "2.xhtml": "<p>two", "style.css": "no"}.items():
        (tmp_path / name).write_text(text)
    folder = FileSource.at(tmp_path)
    assert next(crude_texts(folder, "chapter-folder", folder.children())).split() == ["one", "two"]


def test_an_unknown_reader(tmp_path: Path) -> None:
    """The words of a format that a package adds are not counted."""
    (tmp_path / "a.fountain").write_text("INT. HOUSE")
    with pytest.raises(NotAudited, match="fountain"):
        crude_texts(FileSource.at(tmp_path / "a.fountain"), "fountain", ())
