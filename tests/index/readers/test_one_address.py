"""HTML, EPUB, text, FictionBook and calibre's sidecar of one story give it one id."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from fabula.index import build
from fabula.index.store.opening import open_store

ADDRESS = "http://tales.org/fic/viewstory.php?sid=12"
TEXT = "The bell of the ferry rang at noon, and nobody came."
METADATA = (
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
    "<dc:title>The Ferry</dc:title><dc:creator>Ann Author</dc:creator><dc:language>en</dc:language>{0}</metadata>"
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id">{0}<manifest>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine>'
    "</package>"
)
PAGE = "<html><head><title>The Ferry</title>{0}</head><body>{1}<p>{2}</p></body></html>"
# As FanFicFare writes it, as calibre does, as EPUB 3 does.
IDENTIFIERS = (
    '<dc:identifier id="id">fanficfare-uid:tales.org-u1-s12</dc:identifier>'
    f'<dc:identifier opf:scheme="URL">{ADDRESS}</dc:identifier><dc:source>{ADDRESS}</dc:source>',
    '<dc:identifier id="id" opf:scheme="uuid">0f3e</dc:identifier>'
    f'<dc:identifier opf:scheme="URI">{ADDRESS}&amp;chapter=1</dc:identifier>',
    f'<dc:identifier id="id">urn:uuid:0f3e</dc:identifier><dc:identifier>url:{ADDRESS}</dc:identifier>',
    f'<dc:identifier id="id">urn:uuid:0f3e</dc:identifier><dc:source>{ADDRESS}&amp;textsize=0</dc:source>',
)


def epub(path: Path, identifiers: str) -> None:
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
            '<rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        book.writestr("content.opf", PACKAGE.format(METADATA.format(identifiers)))
        book.writestr("a.xhtml", PAGE.format("", "", TEXT))


@pytest.mark.parametrize("shape", range(4 + 6))
def test_the_formats_of_a_story_agree(tmp_path: Path, shape: int) -> None:
    """Whatever of them a library holds, the id of the work is the same."""
    folder = tmp_path / "stories"
    folder.mkdir()
    if shape < 4:
        epub(folder / "a.epub", IDENTIFIERS[shape])
    elif shape == 4:
        link = f'<link rel="canonical" href="{ADDRESS}&amp;chapter=3">'
        (folder / "a.html").write_text(PAGE.format(link, "", TEXT))
    elif shape == 5:
        heading = (
            f'<h1><a href="{ADDRESS}">The Ferry</a> by <a class="authorlink" href="http://tales.org/u">Ann</a></h1>'
        )
        (folder / "a.html").write_text(PAGE.format("", heading, TEXT))
    elif shape == 6:
        (folder / "a.html").write_text(f"<!-- saved from url=(0041){ADDRESS}&i=1 -->" + PAGE.format("", "", TEXT))
    elif shape == 7:
        head = f"The Ferry\n\nby Ann Author\n\n\nStory URL: {ADDRESS}\nStatus: Completed"
        (folder / "a.txt").write_text(f"{head}\n\n\n{TEXT}\n")
    elif shape == 8:
        (folder / "a.fb2").write_text(
            '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info><book-title>'
            f"The Ferry</book-title></title-info><document-info><src-url>{ADDRESS}</src-url></document-info>"
            f"</description><body><section><p>{TEXT}</p></section></body></FictionBook>"
        )
    else:
        book = folder / "The Ferry (12)"
        book.mkdir()
        (book / "The Ferry.txt").write_text(f"The Ferry\n\n\n{TEXT}\n")
        # Its package document has no spine.
        package = PACKAGE.replace('<itemref idref="a"/>', "")
        (book / "metadata.opf").write_text(package.format(METADATA.format(IDENTIFIERS[1])))
    build(tmp_path / "library", [folder], workers=0, speech=False)
    reference = tmp_path / "reference"
    reference.mkdir()
    epub(reference / "a.epub", IDENTIFIERS[0])
    build(tmp_path / "other", [reference], workers=0, speech=False)
    ids = [list(open_store(tmp_path / name).works()) for name in ("library", "other")]
    assert ids[0] == ids[1] and len(ids[0]) == 1
