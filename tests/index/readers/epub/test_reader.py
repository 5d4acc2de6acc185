"""EPUB 2 and 3."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.errors import PartlyRead, SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Work
from fabula.index.readers.bytes import bounded_zip
from fabula.index.readers.epub.opf import read_package
from fabula.index.readers.epub.reader import EpubReader
from fabula.index.readers.html.addresses import resolve_reference

Read = Callable[..., Work]
Build = Callable[..., bytes]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = EpubReader()
PAGES = {"one.xhtml": "<h2>I</h2><p>She left.</p>", "two.xhtml": "<h2>II</h2><p>He stayed.</p>"}

NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<nav epub:type="landmarks"><ol><li><a href="one.xhtml">Start</a></li></ol></nav>
<nav epub:type="toc"><ol><li><a href="one.xhtml">I: <i>Noon</i></a>
<ol><li><a href="one.xhtml#s">Section</a></li></ol></li>
<li><a href="two.xhtml#top">II: Night</a></li></ol></nav></body></html>"""
NCX = """<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
<navPoint><navLabel><text>Noon</text></navLabel><content src="one.xhtml"/></navPoint>
<navPoint><navLabel><text>Night</text></navLabel><content src="two.xhtml"/></navPoint></navMap></ncx>"""


def test_spine_order_and_headings(read: Read, epub: Build, blocks: Blocks) -> None:
    """Pages come in the spine's order, whatever the archive's; without a table their headings name the chapters."""
    work = read(READER, epub(PAGES, spine='<itemref idref="p1"/><itemref idref="p0"/>'), "a.epub")
    assert [(c.number, c.title, c.path) for c in work.chapters] == [
        (1, "II", "OEBPS/two.xhtml"),
        (2, "I", "OEBPS/one.xhtml"),
    ]
    assert blocks(work, BlockKind.PARAGRAPH) == ["He stayed.", "She left."]
    assert (work.title, work.authors, work.reader) == ("The Lamp", ("Mara Vell",), "epub")


def test_linked_style_sheets_hide_and_keep(read: Read, epub: Build, blocks: Blocks) -> None:
    """A sheet of the package counts as in a browser, also through an import; one that is missing hides nothing."""
    link = '<link rel="stylesheet" type="text/css" href="{}"/>'
    pages = {
        "text/one.xhtml": link.format("../css/a.css")
        + '<h2>I</h2><p class="w1">A <i class="x">false </i>lamp.\nOut.</p>',
        "text/two.xhtml": link.format("none.css") + '<h2>II</h2><p>She <i class="x">never </i>left.</p>',
    }
    sheets = {
        "OEBPS/css/a.css": "@import url(b.css); .w1{white-space:pre-line}",
        "OEBPS/css/b.css": "i.x{display:none}",
    }
    work = read(READER, epub(pages, extra=sheets), "a.epub")
    assert blocks(work, BlockKind.PARAGRAPH) == ["A lamp.", "Out.", "She never left."]
    assert ("hidden text", "false") in [(one.rule, one.text) for one in work.left_out]


def test_marks_of_pages_and_notes(read: Read, epub: Build, blocks: Blocks) -> None:
    """Labels are no part of words, also where the note is in another file; words that a mark wraps stay."""
    called = ['<a epub:type="noteref" href="n.xhtml#n1">1</a>', '<sup><a href="n.xhtml#n2">[2]</a></sup>']
    body = (
        f'<p><span id="pg5" epub:type="pagebreak">‘But</span> the heron flew{called[0]} over{called[1]} the weir'
        '<a href="n.xhtml#n3">3</a>, in si<span epub:type="pagebreak" title="6"/>lence.</p>'
    )
    work = read(READER, epub({"one.xhtml": body}), "a.epub")
    assert blocks(work, BlockKind.PARAGRAPH) == ["‘But the heron flew over the weir, in silence."]
    assert ("note marks", ["1", "[2]", "3"]) in [(one.rule, one.text.split()) for one in work.left_out]


def test_quotations_have_the_marks_of_the_books_language(read: Read, epub: Build, blocks: Blocks) -> None:
    """The package says the language where a page does not."""
    metadata = "<dc:title>Die Lampe</dc:title><dc:language>de</dc:language>"
    work = read(READER, epub({"one.xhtml": "<p><q>Komm,</q> sagte sie.</p>"}, metadata=metadata), "a.epub")
    assert blocks(work, BlockKind.PARAGRAPH) == ["„Komm,“ sagte sie."]


@pytest.mark.parametrize(
    ("manifest", "extra", "attributes", "titles"),
    [
        (
            '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>',
            {"OEBPS/nav.xhtml": NAV},
            "",
            ["I: Noon", "II: Night"],
        ),
        (
            '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
            {"OEBPS/toc.ncx": NCX},
            'toc="ncx"',
            ["Noon", "Night"],
        ),
    ],
)  # fmt: skip
def test_table_of_contents_names_the_chapters(
    read: Read, epub: Build, manifest: str, extra: dict[str, str], attributes: str, titles: list[str]
) -> None:
    """EPUB 3's navigation document, or EPUB 2's NCX; sections of a file are no chapters."""
    work = read(READER, epub(PAGES, manifest=manifest, extra=extra, spine_attributes=attributes), "a.epub")
    assert [c.title for c in work.chapters] == titles


def test_metadata_of_both_versions(read: Read, epub: Build) -> None:
    """Roles, refinements, dates by event, series, subjects, and a description without its markup."""
    metadata = (
        '<dc:title id="t2">A Subtitle</dc:title><dc:title id="t">The Lamp</dc:title>'
        '<meta refines="#t" property="title-type">main</meta>'
        '<dc:creator opf:role="aut" opf:file-as="Vell, Mara">Mara Vell</dc:creator>'
        '<dc:creator opf:role="ill">Nobody</dc:creator>'
        '<dc:creator id="c">Odo Finch</dc:creator><meta refines="#c" property="role">aut</meta>'
        "<dc:creator>  </dc:creator>"
        "<dc:language>en-GB</dc:language><dc:subject>Lamps</dc:subject><dc:subject>Ferries, Rivers</dc:subject>"
        "<dc:description>&lt;p&gt;A &lt;b&gt;lamp&lt;/b&gt; is lit.&lt;/p&gt;</dc:description>"
        "<dc:publisher>Salt House</dc:publisher>"
        '<dc:date opf:event="modification">2020-01-02</dc:date><dc:date opf:event="publication">2019-10-31</dc:date>'
        '<meta name="calibre:series" content="Salt"/><dc:source>https://archiveofourown.org/works/77</dc:source>'
    )
    work = read(READER, epub(PAGES, metadata=metadata), "a.epub")
    found = work.metadata
    assert (work.title, work.authors) == ("The Lamp", ("Mara Vell", "Odo Finch"))
    assert (found.language, found.tags, found.summary) == ("en-gb", ("Lamps", "Ferries", "Rivers"), "A lamp is lit.")
    assert (found.published, found.updated, found.series) == ("2019-10-31", "2020-01-02", "Salt")
    assert (found.publisher, found.address, found.identifier) == (
        "Salt House",
        "https://archiveofourown.org/works/77",
        "urn:test:lamp",
    )


def test_pages_beside_the_story_are_notes(read: Read, epub: Build, blocks: Blocks) -> None:
    """Title pages and imprints by name, what is not linear by the spine, and what the guide says."""
    pages = {"titlepage.xhtml": "<p>The Lamp</p>", **PAGES, "extra.xhtml": "<p>An extra.</p>"}
    spine = '<itemref idref="p3" linear="no"/><itemref idref="p0"/><itemref idref="p1"/><itemref idref="p2"/>'
    work = read(READER, epub(pages, spine=spine), "a.epub")
    assert blocks(work, BlockKind.NOTE) == ["The Lamp", "An extra."]
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left.", "He stayed."]


def test_names_are_percent_decoded(read: Read, epub: Build) -> None:
    """Names in the package are URLs; the package may lie anywhere."""
    work = read(READER, epub({"the%20lamp.xhtml": "<p>She left.</p>"}, opf_path="content.opf"), "a.epub")
    assert work.chapters[0].blocks[0].text == "She left."
    assert resolve_reference("OEBPS/content.opf", "../Text/a%20b.xhtml#c") == "Text/a b.xhtml"
    assert resolve_reference("content.opf", "http://x.org/a") == ""


def test_sniffing_by_content(tmp_path: Path, epub: Build) -> None:
    """An EPUB is one under any name; a .epub that is none is tried, so that it can say what is wrong."""
    for name, data, sureness in (
        ("a.txt", epub(PAGES), 95),
        ("a.epub", b"junk", 60),
        ("a.zip", b"PK\x03\x04 other", 0),
        ("a.epub", b"PK\x03\x04", 90),
    ):
        (tmp_path / name).write_bytes(data)
        assert READER.sniff(FileSource.at(tmp_path / name)) == sureness


def _zip(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


GONE = '<item id="x" href="gone.xhtml" media-type="text/html"/>'
DRM = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
    '<enc:EncryptedData><enc:EncryptionMethod Algorithm="{}"/></enc:EncryptedData></encryption>'
)


def test_broken_and_protected_books_say_why(read: Read, epub: Build) -> None:
    """A cut archive, no container, DRM, no page that can be read: each names what is wrong."""
    whole = epub(PAGES)
    protected = epub(
        PAGES, extra={"META-INF/encryption.xml": DRM.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}
    )
    for data, reason in (
        (whole[: len(whole) // 2], "incomplete or damaged"),
        (b"", "the file is empty"),
        (protected, "DRM"),
        (_zip({"a.txt": b"x"}), "no EPUB"),
        (_zip({"META-INF/container.xml": b"<container/>"}), "names no package"),
        (epub(PAGES, spine=""), "lists no text"),
        (epub({"one.xhtml": "<div>" * 600}), "OEBPS/one.xhtml"),
        (epub({"one.xhtml": ""}), "no words"),
        (epub({}, spine='<itemref idref="x"/>', manifest=GONE), r"OEBPS/gone\.xhtml is missing"),
    ):
        with pytest.raises(UnreadableSource, match=reason):
            read(READER, data, "a.epub")


def test_scrambled_fonts_are_no_protection(read: Read, epub: Build) -> None:
    """Font obfuscation leaves the text readable."""
    data = epub(PAGES, extra={"META-INF/encryption.xml": DRM.format("http://www.idpf.org/2008/embedding")})
    assert read(READER, data, "a.epub").title == "The Lamp"


def test_bombs_do_not_go_off(read: Read, epub: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that unpacks to far more than prose would is refused by name, and so is a crowd of members."""
    with pytest.raises(UnreadableSource, match=r"OEBPS/one\.xhtml unpacks to"):
        read(READER, epub({"one.xhtml": "<p>" + "0" * 30_000_000 + "</p>"}), "a.epub")
    monkeypatch.setattr(bounded_zip, "_MAX_MEMBERS", 3)
    with pytest.raises(UnreadableSource, match="members"):
        read(READER, epub(PAGES), "a.epub")


def _gap(tmp_path: Path, data: bytes) -> tuple[list[str], str]:
    """The paragraphs that are read of a book, and the reason for those that are not."""
    path = tmp_path / "a.epub"
    path.write_bytes(data)
    works: list[Work] = []
    with pytest.raises(PartlyRead) as error:
        works.extend(READER.read(FileSource.at(path)))
    assert [work.title for work in works] == ["The Lamp"]
    texts = [block.text for c in works[0].chapters for block in c.blocks if block.kind is BlockKind.PARAGRAPH]
    return texts, str(error.value)


ONE_ENCRYPTED = (
    '<encryption><EncryptedData><EncryptionMethod Algorithm="x"/><CipherData><CipherReference URI="OEBPS/x.xhtml"/>'
    "</CipherData></EncryptedData></encryption>"
)
X = '<item id="x" href="x.xhtml" media-type="text/html"/>'


@pytest.mark.parametrize(
    ("manifest", "extra", "reason"),
    [
        (GONE, {}, "1 of its 3 pages cannot be read: its file OEBPS/gone.xhtml is missing from the archive"),
        (X, {"OEBPS/x.xhtml": ""}, "x.xhtml cannot be read: the file is empty"),
        (X, {"OEBPS/x.xhtml": "<div>" * 600}, "nested more than 500 deep"),
        (X, {"OEBPS/x.xhtml": "\x00\x01" * 99}, "binary data"),
        (X, {"OEBPS/x.xhtml": "y", "META-INF/encryption.xml": ONE_ENCRYPTED}, "OEBPS/x.xhtml is protected by DRM"),
        ("", {}, 'its spine lists an item "x" that its manifest lacks'),
    ],
)  # fmt: skip
def test_one_bad_page_takes_no_other_with_it(
    tmp_path: Path, epub: Build, manifest: str, extra: Mapping[str, str], reason: str
) -> None:
    """Missing, empty, hostile, binary, encrypted or unknown: the other pages are read, and the receipt names it."""
    spine = '<itemref idref="x"/><itemref idref="p0"/><itemref idref="p1"/>'
    texts, message = _gap(tmp_path, epub(PAGES, spine=spine, manifest=manifest, extra=extra))
    assert texts == ["She left.", "He stayed."]
    assert reason in message


def test_a_page_whose_bytes_are_damaged(tmp_path: Path, epub: Build) -> None:
    """A page that does not match its checksum is named; its neighbours are read."""
    data = epub(PAGES, compression=zipfile.ZIP_STORED).replace(b"She left.", b"She lost.", 1)
    texts, message = _gap(tmp_path, data)
    assert texts == ["He stayed."] and "OEBPS/one.xhtml is incomplete or damaged" in message


@pytest.mark.parametrize("href", ["Text/ONE.xhtml", "/OEBPS/one.xhtml", "..\\OEBPS\\one.xhtml", "one.xhtml#start"])
def test_pages_are_found_by_other_spellings(read: Read, epub: Build, href: str) -> None:
    """The spine and the table of contents may spell a page each in its own way."""
    item = f'<item id="x" href="{href}" media-type="text/html"/>'
    item += '<item id="ncx" href="TOC.ncx" media-type="application/x-dtbncx+xml"/>'
    spine = '<itemref idref="x"/><itemref idref="p1"/>'
    data = epub(PAGES, spine=spine, manifest=item, spine_attributes='toc="ncx"', extra={"OEBPS/toc.ncx": NCX})
    work = read(READER, data, "a.epub")
    assert [(c.title, c.path) for c in work.chapters] == [("Noon", "OEBPS/one.xhtml"), ("Night", "OEBPS/two.xhtml")]


def test_a_missing_page_is_not_another_of_the_same_name(tmp_path: Path, epub: Build) -> None:
    """A page is read once, also where a missing one has the same last part of its name."""
    spine = '<itemref idref="p0"/><itemref idref="x"/>'
    manifest = '<item id="x" href="extra/one.xhtml" media-type="text/html"/>'
    texts, message = _gap(tmp_path, epub(PAGES, spine=spine, manifest=manifest))
    assert texts == ["She left."] and "OEBPS/extra/one.xhtml is missing" in message


@pytest.mark.parametrize(
    "extra", [{}, {"META-INF/container.xml": "<container><rootfile full-path='x.opf' & /></container>"}]
)
def test_the_only_package_document_is_found(read: Read, epub: Build, extra: Mapping[str, str]) -> None:
    """A container that is missing, broken or wrong does not hide a package that stands alone."""
    members = {}
    with zipfile.ZipFile(io.BytesIO(epub(PAGES))) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if name != "META-INF/container.xml"}
    members |= {name: text.encode() for name, text in extra.items()}
    assert read(READER, _zip(members), "a.epub").title == "The Lamp"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Jeeves & Co", "Jeeves & Co"),
        ("AT&T; &eacute;t&eacute;", "AT&T; été"),
        ("The \x02Lamp <REBIRTH>", "The Lamp <REBIRTH>"),
        ("Fish <3 Chips", "Fish <3 Chips"),
    ],
)
def test_damaged_packages_keep_their_words(read: Read, epub: Build, title: str, shown: str) -> None:
    """Bare signs, entities, controls and names in brackets, in the package and in its table of contents."""
    ncx = NCX.replace("<text>Noon", f"<text>Of {title}")
    data = epub(
        PAGES,
        metadata=f"<dc:title>{title}</dc:title>",
        manifest='<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
        spine_attributes='toc="ncx"',
        extra={"OEBPS/toc.ncx": ncx},
    )
    work = read(READER, data, "a.epub")
    assert (work.title, work.chapters[0].title) == (shown, f"Of {shown}")


@pytest.mark.parametrize(("declared", "actual"), [("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("utf-8", "utf-16")])
def test_packages_in_another_encoding_than_declared(declared: str, actual: str) -> None:
    """The bytes count, as for pages."""
    package = (
        f"<?xml version='1.0' encoding='{declared}'?><package><metadata><title>Café été à la carte</title></metadata>"
    )
    package += "<manifest><item id='a' href='a.html'/></manifest><spine><itemref idref='a'/></spine></package>"
    assert read_package(package.encode(actual), "content.opf").description.title == "Café été à la carte"


def test_paths_never_leave_the_archive(read: Read, epub: Build, tmp_path: Path) -> None:
    """A name that climbs out of the archive is looked up in it, and is not there."""
    (tmp_path / "secret.xhtml").write_text("<p>secret</p>")
    data = epub(
        PAGES, spine='<itemref idref="x"/>', manifest='<item id="x" href="../../secret.xhtml" media-type="text/html"/>'
    )
    with pytest.raises(UnreadableSource, match="missing"):
        read(READER, data, "a.epub")


def test_package_entities_are_not_resolved() -> None:
    """An external entity in the package document reads no file."""
    package = read_package(
        b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/hostname">]><package xmlns:dc="d"><metadata>'
        b"<dc:title>A &x; B</dc:title></metadata>"
        b'<manifest><item id="a" href="a.html" media-type="text/html"/></manifest>'
        b'<spine><itemref idref="a"/></spine></package>',
        "content.opf",
    )
    assert "A" in package.description.title
    assert package.spine[0].name == "a.html"
    assert len(package.description.title) < 10


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_mutated_books_give_a_work_or_a_reason(tmp_path: Path, epub: Build, data: st.DataObject) -> None:
    """No bytes make the reader fail in any way of its own."""
    base = bytearray(epub(PAGES, compression=zipfile.ZIP_STORED))
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(base) - 1))
        base[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    path = tmp_path / "a.epub"
    path.write_bytes(bytes(base))
    try:
        assert all(isinstance(work, Work) for work in READER.read(FileSource.at(path)))
    except SourceError as error:
        assert str(error)
