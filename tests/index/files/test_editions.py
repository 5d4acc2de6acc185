"""A folder with one book in several formats: the best format comes first."""

from __future__ import annotations

from pathlib import Path

from fabula.index.files.editions import find_edition
from fabula.index.files.file_source import FileSource


def make(folder: Path, *names: str) -> FileSource:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    return FileSource.at(folder)


def test_a_folder_of_calibres(tmp_path: Path) -> None:
    """The formats of the book, the best first; its metadata beside it; pictures and other stems are none of it."""
    folder = make(tmp_path / "Lamp", "metadata.opf", "Lamp.pdf", "Lamp.txt", "Lamp.epub", "cover.jpg", "note.txt")
    edition = find_edition(folder)
    assert edition is not None and edition.sidecar is not None
    assert [file.name for file in edition.files] == ["Lamp.epub", "Lamp.txt", "Lamp.pdf"]
    assert edition.sidecar.name == "metadata.opf"


def test_a_folder_of_gitenbergs(tmp_path: Path) -> None:
    """Pages before texts, the text with all characters before the plain one, old encodings last."""
    folder = make(tmp_path / "The-Lamp_123", "123.txt", "123-8.txt", "123-0.txt", "123-h/123-h.htm", "README.rst")
    edition = find_edition(folder)
    assert edition is not None and edition.sidecar is None
    assert [file.name for file in edition.files] == ["123-h.htm", "123-0.txt", "123.txt", "123-8.txt"]


def test_any_other_folder_is_none(tmp_path: Path) -> None:
    """Two stories, a package document of an unpacked book, one file alone."""
    assert find_edition(make(tmp_path / "stories", "a.txt", "b.txt")) is None
    assert find_edition(make(tmp_path / "Lamp_123", "123.txt")) is None
    package = make(tmp_path / "package", "metadata.opf", "a.html")
    (tmp_path / "package" / "metadata.opf").write_text("<spine><itemref/></spine>")
    assert find_edition(package) is None
