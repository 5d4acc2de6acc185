"""A `metadata.opf` beside a book counts if it is whole, and not at all if it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index.errors import UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.readers.epub.sidecar import read_sidecar

SIDECAR = """<?xml version='1.0' encoding='utf-8'?>
<package xmlns="http://www.idpf.org/2007/opf" unique-identifier="uuid_id" version="2.0">
    <metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
        <dc:title>The Lämp &amp; the Bell</dc:title>
        <dc:creator opf:file-as="Vell, Mara" opf:role="aut">Mara Vell</dc:creator>
        <dc:subject>Light</dc:subject>
        <meta name="calibre:series" content="Lamps"/>
        <meta name="calibre:series_index" content="2.0"/>
    </metadata>
    <guide/>
</package>"""


def source(folder: Path, data: bytes) -> FileSource:
    path = folder / "metadata.opf"
    path.write_bytes(data)
    return FileSource.at(path)


def test_a_whole_one_counts(tmp_path: Path) -> None:
    """Also with mistakes that lose nothing: a bare "&", a byte order mark, blanks at the end."""
    description = read_sidecar(source(tmp_path, SIDECAR.encode()))
    assert (description.title, description.metadata.tags) == ("The Lämp & the Bell", ("Light",))
    for text in (SIDECAR.replace("&amp;", "&"), "\ufeff" + SIDECAR, SIDECAR + "\n\n", SIDECAR.replace("ä", "&auml;")):
        assert read_sidecar(source(tmp_path, text.encode())) == description
    assert read_sidecar(source(tmp_path, SIDECAR.encode("utf-16"))) == description


def test_none_that_was_cut_off_counts(tmp_path: Path) -> None:
    """Wherever that was."""
    data = SIDECAR.encode()
    for end in range(len(data)):
        with pytest.raises(UnreadableSource):
            read_sidecar(source(tmp_path, data[:end]))


@pytest.mark.parametrize(
    "data",
    [
        b"", b" \n", b"\0" * 900, b"junk", b"<html><title>502 Bad Gateway</title></html>", b"<package/>",
        b"<package><metadata><title></title></metadata></package>",
        SIDECAR.encode()[:300] + b"\0" * 200 + SIDECAR.encode()[500:],
        SIDECAR.encode()[:-400] + SIDECAR.encode()[-300:],
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
        b"<!DOCTYPE p [<!ENTITY a 'aaaaaaaaaa'>" + b"<!ENTITY b '&a;&a;&a;'>" * 50 + b"]><package>&b;</package>",
        b"<package>" * 50_000,
    ],
)  # fmt: skip
def test_nothing_else_counts(tmp_path: Path, data: bytes) -> None:
    """What is empty, damaged, or something else, with a sentence that says so."""
    with pytest.raises(UnreadableSource, match=r"^it \w"):
        read_sidecar(source(tmp_path, data))
