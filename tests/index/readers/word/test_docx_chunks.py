"""Text of a Word document that stands in another file of it is read in its place, or named as not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from fabula.index.errors import PartlyRead, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.model import Work
from fabula.index.readers.word import docx_chunks
from fabula.index.readers.word.docx import DocxReader

Build = Callable[..., bytes]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "word/_rels/document.xml.rels"
READER = DocxReader()
STORY = ["Noon", "Most of the story, says the miller.", "", "Café."]
HTML = "<html><body><h1>Noon</h1><p>Most of the story, says the <i>miller</i>.</p><hr><p>Café.</p></body></html>"
MHT = (
    'From: "Saved"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"; type="text/html"\r\n\r\n'
    "--b\r\nContent-Type: image/png\r\n\r\nxx\r\n"
    '--b\r\nContent-Type: text/html; charset="windows-1252"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    "<html><body><p>The miller=92s caf=E9 was clo=\r\nsed.</p></body></html>\r\n--b--\r\n"
)


def relations(related: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'


def chunk(key: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{OFFICE}/aFChunk" Target="{target}"/>'


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.fixture
def chunked(tmp_path: Path, docx: Build) -> Callable[..., tuple[list[str], str]]:
    """The texts of a document with these chunks between two paragraphs, and what the reader says is missing."""

    def read(
        chunks: Mapping[str, bytes | str], body: str | None = None, more: Mapping[str, str] | None = None
    ) -> tuple[list[str], str]:
        related = "".join(chunk(f"c{n}", f"/word/{name}") for n, name in enumerate(chunks))
        middle = "".join(f'<w:altChunk r:id="c{n}"/>' for n in range(len(chunks)))
        files: dict[str, bytes | str] = {f"word/{name}": data for name, data in chunks.items()}
        files["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
        )
        data = docx(body or p("First.") + middle + p("Last."), more=files | dict(more or {}))
        (tmp_path / "a.docx").write_bytes(data)
        return outcome(FileSource.at(tmp_path / "a.docx"))

    return read


def outcome(source: FileSource) -> tuple[list[str], str]:
    works: list[Work] = []
    gap = ""
    try:
        works.extend(READER.read(source))
    except PartlyRead as error:
        gap = str(error)
    return [block.text for work in works for chapter in work.chapters for block in chapter.blocks], gap


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("c.htm", HTML, STORY),
        ("c.xhtml", f'<?xml version="1.0"?>{HTML}'.replace("<hr>", "<hr/>"), STORY),
        ("c.html", "<p>Caf\xe9 one.</p><p>Two.</p>".encode("cp1252"), ["Café one.", "Two."]),
        ("c.mht", MHT, ["The miller’s café was closed."]),
        ("c.txt", "A plain chunk.\n\nOf two paragraphs &c.\n", ["A plain chunk.", "Of two paragraphs &c."]),
        ("c.txt", "\ufeffUnicode “too”.".encode("utf-16"), ["Unicode “too”."]),
        ("c.rtf", r"{\rtf1 Rich {\b text}.\par{\deleted Old.\par}More.\par}", ["Rich text.", "More."]),
        ("c.bin", HTML, STORY),
        ("c.htm", " \n", []),
    ],
)  # fmt: skip
def test_a_chunk_is_read_in_its_place(
    chunked: Callable[..., tuple[list[str], str]], name: str, data: bytes | str, expected: list[str]
) -> None:
    """A page, a web archive, plain and rich text, by their bytes, names and types; an empty one holds nothing."""
    assert chunked({name: data}) == (["First.", *expected, "Last."], "")


def test_a_document_in_a_document(chunked: Callable[..., tuple[list[str], str]], docx: Build) -> None:
    """With its own styles, notes and chunks; more than three deep is named."""
    notes = f'<w:footnote w:id="2">{p("At noon.")}</w:footnote>'
    note = '<w:p><w:r><w:t>She left.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert chunked({"in.docx": docx(note, footnotes=notes)}) == (["First.", "She left.", "At noon.", "Last."], "")
    relation = relations(chunk("x", "in.docx"))
    inner = docx(p("Deepest."))
    for _ in range(4):
        files = {"word/in.docx": inner, RELATIONS: relation}
        inner = docx(p("In.") + '<w:altChunk r:id="x"/>', more=files)
    texts, gap = chunked({"in.docx": inner})
    assert texts == ["First.", "In.", "In.", "In.", "Last."] and "3 deep" in gap


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        ('<?xml version="1.0"?><pkg:package xmlns:pkg="urn:x"/>', "XML"),
        (b"PK\x03\x04 cut off", "damaged"),
        (r"{\rtf1 cut off", "incomplete"),
        ("MIME-Version: 1.0\nContent-Type: image/png\n\nx", "without a page"),
        ("MIME-Version: 1.0\n" + "Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 30, "parts within parts"),
        ("<div>" * 100_000, "nested|XML"),
    ],
)
def test_a_chunk_that_cannot_be_read_is_named(
    chunked: Callable[..., tuple[list[str], str]], data: bytes | str, reason: str
) -> None:
    """The rest of the document is read."""
    texts, gap = chunked({"c.x": data})
    assert texts == ["First.", "Last."]
    assert "word/c.x" in gap and any(word in gap for word in reason.split("|"))


def test_a_chunk_that_is_not_there_is_named(chunked: Callable[..., tuple[list[str], str]]) -> None:
    """A relation or file that is missing, and a part of a master document that lies outside."""
    outside = f'<Relationship Id="s" Type="{OFFICE}/subDocument" Target="two.docx" TargetMode="External"/>'
    body = p("First.") + '<w:altChunk r:id="g"/><w:subDoc r:id="s"/><w:altChunk r:id="none"/>' + p("Last.")
    texts, gap = chunked({}, body, {RELATIONS: relations(outside + chunk("g", "gone.htm"))})
    assert texts == ["First.", "Last."]
    assert "two.docx" in gap and "word/gone.htm" in gap


def test_a_chunk_in_a_table_stands_in_its_cell(chunked: Callable[..., tuple[list[str], str]]) -> None:
    """Its numbers are no headings."""
    related = {RELATIONS: relations(chunk("a", "a.txt") + chunk("b", "b.txt"))}
    cells = '<w:tc><w:altChunk r:id="a"/></w:tc><w:tc><w:altChunk r:id="b"/></w:tc>'
    prose = p("She left at noon, and it rained on the ferry all the way.")
    body = f"{prose}<w:tbl><w:tr>{cells}</w:tr></w:tbl>{prose}"
    texts, gap = chunked({"a.txt": "12", "b.txt": "13"}, body, related)
    assert (texts[1:3], len(texts), gap) == (["12", "13"], 4, "")


def test_the_words_of_a_diagram_follow_its_paragraph(chunked: Callable[..., tuple[list[str], str]]) -> None:
    """They stand in a file of their own; empty boxes are nothing."""
    relation = f'<Relationship Id="d" Type="{OFFICE}/diagramData" Target="diagrams/data1.xml"/>'
    boxes = "".join(f"<p><r><t>{text}</t></r></p>" for text in ("Lamp", "Ferry")) + "<p/>"
    diagram = f'<w:p><w:r><w:t>First.</w:t><d:relIds xmlns:d="urn:d" r:dm="d"/></w:r></w:p>{p("Last.")}'
    more = {RELATIONS: relations(relation), "word/diagrams/data1.xml": f"<dataModel>{boxes}</dataModel>"}
    assert chunked({}, diagram, more) == (["First.", "Lamp", "Ferry", "Last."], "")


def test_a_document_of_an_unreadable_chunk_alone_is_refused(tmp_path: Path, docx: Build) -> None:
    """With the reason."""
    (tmp_path / "a.docx").write_bytes(docx('<w:altChunk r:id="none"/>'))
    with pytest.raises(UnreadableSource, match="no text but a part"):
        list(READER.read(FileSource.at(tmp_path / "a.docx")))


def test_one_chunk_shown_again_and_again_is_bounded(
    chunked: Callable[..., tuple[list[str], str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many times, and no more."""
    monkeypatch.setattr(docx_chunks, "_MAX_CHUNKS", 10)
    body = '<w:altChunk r:id="c"/>' * 30
    texts, gap = chunked({"c.txt": "She left."}, body, {RELATIONS: relations(chunk("c", "c.txt"))})
    assert len(texts) == 10 and "more than are read" in gap
