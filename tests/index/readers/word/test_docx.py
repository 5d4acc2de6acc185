"""Word documents become chapters and metadata."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.errors import SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.model import BlockKind, Work
from fabula.index.readers.word.docx import DocxReader

Read = Callable[..., Work]
Build = Callable[..., bytes]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = DocxReader()
STYLES = (
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Deep"><w:name w:val="Outlined"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Verse"><w:name w:val="Verse Line"/></w:style>'
)


def p(text: str, style: str = "", *, centred: bool = False, bold: bool = False, properties: str = "") -> str:
    marks = f'<w:pStyle w:val="{style}"/>' if style else ""
    marks += '<w:jc w:val="center"/>' if centred else ""
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:pPr>{marks}{properties}</w:pPr><w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def story(work: Work) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for chapter in work.chapters for block in chapter.blocks]


def test_styles_make_headings(read: Read, docx: Build) -> None:
    """A heading is known by the English name of its style, by a style that it inherits, or by its outline level."""
    body = (
        p("One", "berschrift1") + p("She left.") + p("Two", "Own") + p("He stayed.") + p("Three", "Deep") + p("End it.")
    )
    work = read(READER, docx(body, styles=STYLES), "a.docx")
    assert [(chapter.number, chapter.title) for chapter in work.chapters] == [(1, "One"), (2, "Two"), (3, "Three")]


@pytest.mark.parametrize("name", ["Überschrift 1", "Titre 1", "Заголовок 1", "標題 1", "Heading 1"])
def test_styles_of_other_programs(read: Read, docx: Build, name: str) -> None:
    """Other programs write names in their own language, or a name in place of an id."""
    styles = f'<w:style w:type="paragraph" w:styleId="x1"><w:name w:val="{name}"/></w:style>'
    for style in ("x1", name):
        work = read(
            READER, docx(p("I", style) + p("She left.") + p("II", style) + p("He stayed."), styles=styles), "a.docx"
        )
        assert [chapter.title for chapter in work.chapters] == ["I", "II"]


def test_lines_that_stand_out_are_headings_without_styles(read: Read, docx: Build) -> None:
    """A bold line above a byline is the title; centred lines open chapters; a centred sentence does not."""
    body = (
        p("The Lamp", centred=True, bold=True)
        + p("by Mara Vell", centred=True)
        + p("Chapter One", centred=True)
        + p("She left at noon, and it rained on the ferry all the way.")
        + p("It was the end of the line, and she knew it.", centred=True)
        + p("Chapter Two", bold=True)
        + p("He stayed, and wrote letters that nobody read.")
    )
    work = read(READER, docx(body), "a.docx")
    assert (work.title, work.authors) == ("The Lamp", ("Mara Vell",))
    assert [chapter.title for chapter in work.chapters if chapter.number] == ["Chapter One", "Chapter Two"]
    assert ("paragraph", "It was the end of the line, and she knew it.") in story(work)


def test_the_first_chapter_is_not_the_title(read: Read, docx: Build) -> None:
    """A document that begins with the name of a chapter has no title."""
    names = ("Noon", "The Ferry", "Home")
    body = "".join(p(name, bold=True) + p("She left at noon, and it rained all the way.") * 3 for name in names)
    work = read(READER, docx(body, properties="<dc:title>The Lamp</dc:title>"), "a.docx")
    assert (work.title, [chapter.title for chapter in work.chapters]) == ("The Lamp", list(names))


def test_indented_paragraphs_below_a_label_are_notes(read: Read, docx: Build, blocks: Blocks) -> None:
    """As the Archive of Our Own prints notes; a story that is indented as a whole is no note."""
    note, body = '<w:ind w:left="720"/>', p("She left.") + p("He stayed.") + p("It rained.")
    work = read(READER, docx(p("Notes") + p("Begun in the rain.", properties=note) + body), "a.docx")
    assert blocks(work, BlockKind.NOTE) == ["Notes", "Begun in the rain."]
    document = "".join(p(text, properties=note) for text in ("She left.", "He stayed.", "It rained."))
    assert blocks(read(READER, docx(p("Notes") + document), "a.docx"), BlockKind.NOTE) == []


@pytest.mark.parametrize("indent", ["--720", "-", "", "720.5"])
def test_an_indent_that_is_no_number_is_none(read: Read, docx: Build, indent: str) -> None:
    """The paragraph is text."""
    body = p("She left.", properties=f'<w:ind w:left="{indent}"/>')
    assert story(read(READER, docx(body), "a.docx")) == [("paragraph", "She left.")]


def test_breaks(read: Read, docx: Build) -> None:
    """Ornaments, an empty centred line, a drawn line, a repeated picture break scenes; the end of a page does not."""
    star = '<w:p><w:r><w:drawing><w:docPr id="1"/><w:blip r:embed="star"/></w:drawing></w:r></w:p>'
    rule = '<w:p><w:pPr><w:pBdr><w:bottom w:val="single"/></w:pBdr></w:pPr></w:p>'
    page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    body = p("a a") + p("* * *") + p("b b") + p("", centred=True) + p("c c") + rule + p("d d") + star + p("e e") + star
    work = read(READER, docx(body + p("f f") + page + p("g g")), "a.docx")
    assert [text if kind == "paragraph" else "/" for kind, text in story(work)] == [
        "a a", "/", "b b", "/", "c c", "/", "d d", "/", "e e", "/", "f f", "g g",
    ]  # fmt: skip


def test_changed_and_hidden_text(read: Read, docx: Build, blocks: Blocks) -> None:
    """Inserted text stays; deleted and hidden text, comments, field codes go; a deleted end joins paragraphs."""
    body = (
        "<w:p><w:r><w:t>She </w:t></w:r><w:del><w:r><w:delText>ran</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>left</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t> SECRET</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t> at 9</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:commentReference w:id="1"/></w:r></w:p>'
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Then </w:t></w:r></w:p><w:p><w:r>"
        "<w:t>night.</w:t></w:r></w:p>"
        "<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    work = read(READER, docx(body), "a.docx")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left at 9", "Then night.", "In a control."]


def test_notes_boxes_tables_and_pictures(read: Read, docx: Build) -> None:
    """A note or text box follows its paragraph, once; cells are paragraphs; a picture is its description."""
    box = "<w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>She left.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        f'<w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>One cell.</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r>"
        "<w:t>Another.</w:t></w:r>"
        '</w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:drawing><w:docPr id="1" descr="A lamp"/></w:drawing></w:r></w:p>'
    )
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2">'
        + p("At noon.")
        + "</w:footnote>"
    )
    assert story(read(READER, docx(body, footnotes=notes), "a.docx")) == [
        ("paragraph", "She left."),
        ("note", "At noon."),
        ("paragraph", "Boxed."),
        ("paragraph", "One cell."),
        ("paragraph", "Another."),
        ("illustration", "A lamp"),
    ]


def test_lines_of_verse_stay_lines(read: Read, docx: Build, blocks: Blocks) -> None:
    """Line breaks in short lines, or a style of that name, make verse."""
    broken = "<w:p><w:r><w:t>O lamp</w:t><w:br/><w:t>of the ferry</w:t></w:r></w:p>"
    work = read(READER, docx(p("She sang.") + broken + p("All alone", "Verse"), styles=STYLES), "a.docx")
    assert blocks(work, BlockKind.VERSE) == ["O lamp\nof the ferry", "All alone"]


def test_a_table_of_contents_is_no_story(read: Read, docx: Build, blocks: Blocks) -> None:
    """As a field or as a content control."""
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>One 1</w:t></w:r></w:p>'
        '<w:p><w:r><w:t>Two 9</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>Three 12</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    work = read(READER, docx(field + control + p("She left.")), "a.docx")
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left."]
    assert blocks(work, BlockKind.NOTE) == ["One 1", "Two 9", "Three 12"]


def test_a_title_page_is_not_the_first_scene(read: Read, docx: Build, blocks: Blocks) -> None:
    """Title and byline are metadata and notes; a title style that repeats makes chapters."""
    work = read(READER, docx(p("The Lamp", "Title") + p("by Mara Vell") + p("She left."), styles=STYLES), "a.docx")
    assert (work.title, work.authors, blocks(work, BlockKind.PARAGRAPH)) == ("The Lamp", ("Mara Vell",), ["She left."])
    body = p("Noon", "Title") + p("She left.") + p("Night", "Title") + p("He stayed.")
    work = read(READER, docx(body, styles=STYLES), "a.docx")
    assert [chapter.title for chapter in work.chapters] == ["Noon", "Night"]


def test_properties(read: Read, docx: Build) -> None:
    """Title, author, language, keywords, dates and comments of the file, but no names that programs fill in."""
    properties = (
        "<dc:title>The Lamp</dc:title><dc:creator>Mara Vell; Odo Finch</dc:creator><dc:language>en-GB</dc:language>"
        "<dc:subject>Ferries</dc:subject><p:keywords>lamps, rain</p:keywords>"
        "<dc:description>It rains.</dc:description>"
        "<dcterms:created>2019-10-31T10:00:00Z</dcterms:created>"
        "<dcterms:modified>2020-01-02T10:00:00Z</dcterms:modified>"
    )
    work = read(READER, docx(p("She left."), properties=properties), "a.docx")
    metadata = work.metadata
    assert (work.title, work.authors, work.reader) == ("The Lamp", ("Mara Vell", "Odo Finch"), "docx")
    assert (metadata.language, metadata.tags, metadata.summary) == ("en-gb", ("Ferries", "lamps", "rain"), "It rains.")
    assert (metadata.published, metadata.updated) == ("2019-10-31", "2020-01-02")
    junk = "<dc:title>Microsoft Word - Document1</dc:title><dc:creator>Microsoft Office User</dc:creator>"
    work = read(READER, docx(p("She left."), properties=junk), "a.docx")
    assert (work.title, work.authors) == ("", ())


def test_a_wrapped_text_pasted_line_by_line_has_its_paragraphs(read: Read, docx: Build, blocks: Blocks) -> None:
    """A document with one paragraph for every printed line is read as wrapped text."""
    lines = (
        "It was late when she left the house on the hill, and the rain that", "had followed her all day came down the"
        " road to meet her, with leaves.", "",
        "Nobody had lit the lamp at the ferry, so she sat down on the stones and",
        "waited for the bell that the old man rang when he crossed the river to", "fetch whoever was there.",
    ) * 3  # fmt: skip
    work = read(READER, docx("".join(p(line) for line in lines)), "a.docx")
    assert blocks(work, BlockKind.PARAGRAPH)[0].endswith("to meet her, with leaves.")
    assert len(blocks(work, BlockKind.PARAGRAPH)) < len(lines)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 cut off", "incomplete or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Word 97-2003"),
        (b"just text", "incomplete or damaged"),
    ],
)
def test_unreadable_files_say_why(read: Read, data: bytes, reason: str) -> None:
    """A cut archive, a password, an old document with a new suffix."""
    with pytest.raises(UnreadableSource, match=reason):
        read(READER, data, "a.docx")


def test_hostile_documents_are_refused(read: Read, docx: Build) -> None:
    """Entities, deep nesting, an unfinished file, a document without words, a bomb."""
    main = "word/document.xml"
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'
    outside = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>'
    for text in (bomb, outside, "<d>" * 100_000, "<d><p>", "", "<d/>", "<p>" + " " * 3_000_000 + "</p>"):
        with pytest.raises(UnreadableSource):
            read(READER, docx("", more={main: text}), "a.docx")


def test_sniffing(tmp_path: Path, docx: Build) -> None:
    """By content, with any name; another zip archive, or a story in a folder called word, is not one."""
    for name, data, sure in (
        ("a.docx", docx(""), True),
        ("a.bin", docx(""), True),
        ("a.zip", b"PK\x03\x04word/", False),
    ):
        (tmp_path / name).write_bytes(data)
        assert (READER.sniff(FileSource.at(tmp_path / name)) > 0) is sure
    assert READER.sniff(FileSource.at(tmp_path)) == 0


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 2_000), change=st.binary(max_size=12), cut=st.integers(0, 12))
def test_damaged_files_give_a_work_or_a_reason(
    tmp_path: Path, docx: Build, place: int, change: bytes, cut: int
) -> None:
    """Bytes of the archive, or of the document in it, changed anywhere."""
    whole = docx(p("One", "berschrift1") + p("She left.") + "<w:p><w:r><w:t>x</w:t><w:br/></w:r></w:p>", styles=STYLES)
    body = p("One") + p("She left.", centred=True) + "<w:tbl/>"
    inner = (body[: place % len(body)] + change.decode("latin-1") + body[place % len(body) + cut :]).replace("\0", "")
    for data in (whole[: place % len(whole)] + change + whole[place % len(whole) + cut :], docx(inner)):
        path = tmp_path / "a.docx"
        path.write_bytes(data)
        try:
            for work in READER.read(FileSource.at(path)):
                assert work.chapters
        except SourceError as error:
            assert str(error)
