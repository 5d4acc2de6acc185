"""Text of an OpenDocument that stands in another document is read in its place, or named as not read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index.errors import PartlyRead, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.model import Work
from fabula.index.readers.word.odt import OdtReader

Read = Callable[..., Work]
Build = Callable[..., bytes]
READER = OdtReader()
NAMES = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:text" xmlns:d="urn:d"'


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def texts(work: Work) -> list[str]:
    return [block.text for chapter in work.chapters for block in chapter.blocks]


def content(body: str, kind: str = "text") -> str:
    inner = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return f"<office:document-content {NAMES}>{inner}</office:document-content>"


def embedded(address: str) -> str:
    return f'<draw:frame><draw:object xlink:href="{address}"/></draw:frame>'


def test_a_text_in_a_text_follows_its_paragraph(read: Read, odt: Build) -> None:
    """An object of the document, with objects of its own; a chart holds no story."""
    inner = p("Inner.") + p('<d:frame><d:object d:href="./Object 2"/></d:frame>') + p("More.")
    more = {
        "Object 1/content.xml": content(inner), "Object 2/content.xml": content(p("Innermost.")),
        "Object 3/content.xml": content(p("12"), "chart"),
    }  # fmt: skip
    body = p(f"First.{embedded('./Object 1')}") + p(f"Last.{embedded('./Object 3')}{embedded('./Object 9')}")
    assert texts(read(READER, odt(body, more=more), "a.odt")) == ["First.", "Inner.", "Innermost.", "More.", "Last."]


def test_a_formula_stands_in_its_line(read: Read, odt: Build) -> None:
    """Its letters and signs, without the notation that it was written in."""
    source = '<annotation encoding="StarMath">x^2 = y</annotation>'
    formula = f"<math><semantics><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mi>y</mi>{source}</semantics></math>"
    work = read(
        READER, odt(p(f"So {embedded('./Formula-1/')} it is."), more={"Formula-1/content.xml": formula}), "a.odt"
    )
    assert texts(work) == ["So x2=y it is."]


def test_texts_that_hold_each_other_end(tmp_path: Path, odt: Build) -> None:
    """Three deep, and so many in all; the receipt names the rest."""
    more = {"Object 1/content.xml": content(p("In.") + p('<d:frame><d:object d:href="./Object 1"/></d:frame>') * 20)}
    (tmp_path / "a.odt").write_bytes(odt(p(f"First.{embedded('./Object 1')}"), more=more))
    works: list[Work] = []
    with pytest.raises(PartlyRead, match="Object 1, which is one object in others too many"):
        works.extend(READER.read(FileSource.at(tmp_path / "a.odt")))
    assert texts(works[0]) == ["First.", *["In."] * 200]


@pytest.mark.parametrize("body", [p("First."), ""])
def test_a_section_of_another_document_is_named(tmp_path: Path, odt: Build, body: str) -> None:
    """Unless the document holds its text, as it was last seen, or hides it."""
    source = '<text:section-source xlink:href="../two.odt"/>'
    held = f"<text:section>{source}{p('Held.')}</text:section>"
    hidden = f'<text:section text:display="none">{source}</text:section>'
    (tmp_path / "a.odt").write_bytes(odt(body + f"<text:section>{source}</text:section>"))
    works: list[Work] = []
    with pytest.raises(PartlyRead if body else UnreadableSource, match=r"\.\./two\.odt, which is not in the file"):
        works.extend(READER.read(FileSource.at(tmp_path / "a.odt")))
    assert len(works) == bool(body)
    (tmp_path / "b.odt").write_bytes(odt(p("First.") + held + hidden))
    assert [texts(work) for work in READER.read(FileSource.at(tmp_path / "b.odt"))] == [["First.", "Held."]]
