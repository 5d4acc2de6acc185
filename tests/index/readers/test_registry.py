"""The registry chooses the reader of a file."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from fabula.index.files.file_source import FileSource
from fabula.index.readers.epub.reader import EpubReader
from fabula.index.readers.html.reader import HtmlReader
from fabula.index.readers.light_markup.markdown import MarkdownReader
from fabula.index.readers.plain_text.reader import TextReader
from fabula.index.readers.registry import choose, readers

ALL = (EpubReader(), HtmlReader(), MarkdownReader(), TextReader())


def test_installed_readers_are_found() -> None:
    """The entry points name our four readers."""
    try:
        distribution("fabula")
    except PackageNotFoundError:
        pytest.skip("fabula is not installed, so it has no entry points")
    assert {"epub", "html", "markdown", "text"} <= {reader.name for reader in readers()}


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("a.txt", b"She left.", "text"), ("a.txt", b"<!doctype html><p>x", "html"), ("a.md", b"# x", "markdown"),
        ("a.xhtml", b"<p>x</p>", "html"), ("a.opf", b"<?xml version='1.0'?><package/>", None), ("a.css", b"p {}", None),
        ("a.csv", b"a,b", None), ("a.epub", b"PK\x03\x04", "epub"), ("cover.png", b"\x89PNG\r\n\x1a\n", None),
        ("a.txt", b"", "text"), ("a.xml", b"<?xml version='1.0'?><TEI/>", None),
    ],
)  # fmt: skip
def test_the_right_reader_is_chosen(tmp_path: Path, name: str, data: bytes, reader: str | None) -> None:
    """By content first, then by name; what is no story is nobody's."""
    (tmp_path / name).write_bytes(data)
    chosen = choose(FileSource.at(tmp_path / name), ALL)
    assert (chosen.name if chosen else None) == reader
