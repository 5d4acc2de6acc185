"""OpenDocument texts become chapters and metadata."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.errors import SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Work
from fabula.index.readers.word.odt import OdtReader

Read = Callable[..., Work]
Build = Callable[..., bytes]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = OdtReader()
STYLES = (
    '<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>'
    '</style:style><style:style style:name="P2" style:family="paragraph" style:parent-style-name="Heading_20_1"/>'
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
)
COMMON = (
    '<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" '
    'style:default-outline-level="1"/><style:style style:name="Horizontal_20_Line" style:family="paragraph"/>'
)


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>' if style else f"<text:p>{text}</text:p>"


def h(text: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def story(work: Work) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for chapter in work.chapters for block in chapter.blocks]


def test_headings(read: Read, odt: Build) -> None:
    """By outline level, by a heading style on a paragraph, and by a style that inherits from one."""
    body = h("One") + p("She left.") + p("Two", "Heading_20_1") + p("He stayed.") + p("Three", "P2") + p("End it.")
    work = read(READER, odt(body, styles=STYLES, common=COMMON), "a.odt")
    assert [(chapter.number, chapter.title) for chapter in work.chapters] == [(1, "One"), (2, "Two"), (3, "Three")]


def test_lines_that_stand_out_are_headings_without_styles(read: Read, odt: Build) -> None:
    """Centred or bold labels of chapters, as in any other document."""
    bold = '<text:span text:style-name="T1">Chapter Two</text:span>'
    body = p("Chapter One", "P1") + p("She left at noon.") + p(bold) + p("He stayed.")
    work = read(READER, odt(body, styles=STYLES), "a.odt")
    assert [chapter.title for chapter in work.chapters] == ["Chapter One", "Chapter Two"]


def test_breaks(read: Read, odt: Build) -> None:
    """Ornaments, an empty centred line and a horizontal line break scenes; the end of a page does not."""
    body = p("a a") + p("* * *", "P1") + p("b b") + p("", "P1") + p("c c") + p("", "Horizontal_20_Line")
    body += p("d d<text:soft-page-break/>d")
    work = read(READER, odt(body, styles=STYLES, common=COMMON), "a.odt")
    assert [text if kind == "paragraph" else "/" for kind, text in story(work)] == [
        "a a",
        "/",
        "b b",
        "/",
        "c c",
        "/",
        "d dd",
    ]


def test_changed_and_hidden_text(read: Read, odt: Build, blocks: Blocks) -> None:
    """Deleted text, comments and tables of contents are no story; inserted text and spaces are."""
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>GONE</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body>"
        + p("One 1")
        + "</text:index-body></text:table-of-content>"
        + p(
            'She<text:s text:c="2"/>left<office:annotation><text:p>A comment.</text:p></office:annotation>'
            '<text:change-start text:change-id="x"/> at noon<text:change-end/>.\n   It <text:span>rained</text:span>.'
        )
        + "<text:section>"
        + p("In a section.")
        + "</text:section>"
        "<table:table><table:table-row><table:table-cell>"
        + p("A cell.")
        + "</table:table-cell></table:table-row></table:table>"
        "<text:list><text:list-item>" + p("An item.") + "</text:list-item></text:list>"
    )
    work = read(READER, odt(body), "a.odt")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left at noon. It rained.", "In a section.", "A cell.", "An item."]
    assert blocks(work, BlockKind.NOTE) == ["One 1"]


def test_notes_boxes_and_pictures(read: Read, odt: Build) -> None:
    """A note, without its number, or a text box follows its paragraph; a picture is its description."""
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        + p("At noon.")
        + "</text:note-body></text:note>"
    )
    box = "<draw:frame><draw:text-box>" + p("Boxed.") + "</draw:text-box></draw:frame>"
    lamp = (
        '<draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:title>Lamp</svg:title>'
        "<svg:desc>A lamp</svg:desc></draw:frame>"
    )
    assert story(read(READER, odt(p(f"She{note} left.{box}") + p(lamp)), "a.odt")) == [
        ("paragraph", "She left."),
        ("note", "At noon."),
        ("paragraph", "Boxed."),
        ("illustration", "A lamp"),
    ]


def test_verse(read: Read, odt: Build, blocks: Blocks) -> None:
    """Line breaks in short lines."""
    work = read(READER, odt(p("O lamp<text:line-break/>of the ferry")), "a.odt")
    assert blocks(work, BlockKind.VERSE) == ["O lamp\nof the ferry"]


def test_metadata(read: Read, odt: Build) -> None:
    """Title, first author, language, keywords, dates, description."""
    meta = (
        "<dc:title>The Lamp</dc:title><meta:initial-creator>Mara Vell</meta:initial-creator>"
        "<dc:creator>Editor</dc:creator>"
        "<dc:language>de-AT</dc:language><meta:keyword>lamps</meta:keyword><meta:keyword>rain</meta:keyword>"
        "<dc:description>It rains.</dc:description><meta:creation-date>2019-10-31T10:00:00</meta:creation-date>"
        "<dc:date>2020-01-02T10:00:00</dc:date>"
    )
    work = read(READER, odt(p("She left."), meta=meta), "a.odt")
    metadata = work.metadata
    assert (work.title, work.authors, work.reader, metadata.language) == ("The Lamp", ("Mara Vell",), "odt", "de-at")
    assert (metadata.tags, metadata.summary) == (("lamps", "rain"), "It rains.")
    assert (metadata.published, metadata.updated) == ("2019-10-31", "2020-01-02")


def test_a_flat_document(read: Read, blocks: Blocks) -> None:
    """One XML file is read as the archive is."""
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    text = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    data = (
        f'<?xml version="1.0"?><office:document {office} {text}><office:meta>'
        f"<dc:title>The Lamp</dc:title></office:meta>"
        f"<office:body><office:text>{p('She left.')}</office:text></office:body></office:document>"
    )
    work = read(READER, data, "a.fodt")
    assert (work.title, blocks(work, BlockKind.PARAGRAPH)) == ("The Lamp", ["She left."])


def test_unreadable_files_say_why(read: Read, odt: Build) -> None:
    """A password, another archive, entities, deep nesting, an unfinished file, a document without words."""
    encrypted = {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}
    with pytest.raises(UnreadableSource, match="password"):
        read(READER, odt(p("x"), more=encrypted), "a.odt")
    with pytest.raises(UnreadableSource, match="incomplete or damaged"):
        read(READER, b"PK\x03\x04", "a.odt")
    outside = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>'
    for text in (outside, "<d>" * 100_000, "<d><p>", "", "<d/>"):
        with pytest.raises(UnreadableSource):
            read(READER, odt("", more={"content.xml": text}), "a.odt")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 2_000), change=st.binary(max_size=12), cut=st.integers(0, 12))
def test_damaged_files_give_a_work_or_a_reason(tmp_path: Path, odt: Build, place: int, change: bytes, cut: int) -> None:
    """Bytes of the archive, or of the text in it, changed anywhere."""
    body = h("One") + p("She<text:s/>left.<text:note><text:p>x</text:p></text:note>", "P1") + "<text:list/>"
    whole = odt(body, styles=STYLES)
    inner = body[: place % len(body)] + change.decode("latin-1") + body[place % len(body) + cut :]
    for data in (whole[: place % len(whole)] + change + whole[place % len(whole) + cut :], odt(inner, styles=STYLES)):
        path = tmp_path / "a.odt"
        path.write_bytes(data)
        try:
            for work in READER.read(FileSource.at(path)):
                assert work.chapters
        except SourceError as error:
            assert str(error)


@pytest.mark.parametrize("position", ["super 58%", "33% 58%"])
def test_raised_numbers_are_no_part_of_words(read: Read, odt: Build, position: str) -> None:
    """They call notes; behind a variable they are powers, and raised letters are letters."""
    properties = f'<style:text-properties style:text-position="{position}"/>'
    styles = f'<style:style style:name="T1" style:family="text">{properties}</style:style>'
    raised = '<text:span text:style-name="T1">{}</text:span>'.format
    body = f"<text:p>It flew{raised(1)} over the 10{raised('th')} x{raised(2)}.</text:p>"
    work = read(OdtReader(), odt(body, styles=styles), "a.odt")
    assert [block.text for chapter in work.chapters for block in chapter.blocks] == ["It flew over the 10th x²."]
