"""Pages that the reading order of a book does not have are left out by a rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fabula.index.errors import UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.readers.epub.outside_pages import outside_pages
from fabula.index.readers.epub.reader import EpubReader


def test_only_pages_count() -> None:
    """By their name and their first element; a page that cannot be read is passed over."""
    files = {
        "a.xhtml": "<?xml version='1.0'?><html><body><p>Kept apart</p><nav>One</nav></body></html>",
        "b.HTM": "<BODY>too",
        "toc.ncx": "<html>no",
        "data.xml": "<data>no</data>",
    }

    def read(name: str) -> str:
        if name not in files:
            raise UnreadableSource("it is encrypted")
        return files[name]

    left_out = list(outside_pages([*files, "locked.html"], read))
    assert {item.rule for item in left_out} == {"pages outside the reading order"}
    assert [item.text.split() for item in left_out] == [["Kept", "apart", "One"], ["too"]]


def test_a_page_that_the_spine_does_not_list(tmp_path: Path, epub: Callable[..., bytes]) -> None:
    """It is no part of the work, and its words are reported."""
    page = "<html><body><p>A chapter that was cut.</p></body></html>"
    (tmp_path / "a.epub").write_bytes(epub({"one.xhtml": "<p>She lit the lamp.</p>"}, extra={"OEBPS/cut.xhtml": page}))
    (work,) = EpubReader().read(FileSource.at(tmp_path / "a.epub"))
    assert ("pages outside the reading order", "A chapter that was cut.") in [
        (item.rule, item.text) for item in work.left_out
    ]
