"""Paragraphs of nothing but runs, and what is outside of paragraphs, are read as by their single elements."""

import random

import pytest

from fabula.index.errors import UnreadableSource
from fabula.index.model import LeftOut
from fabula.index.readers.styled.left_out_runs import LeftOutRuns
from fabula.index.readers.styled.paragraph import StyledParagraph
from fabula.index.readers.styled.style_names import Role
from fabula.index.readers.word.docx_body import DocxBody
from fabula.index.readers.word.docx_styles import DocxStyles
from fabula.index.readers.word.paragraph_style import ParagraphStyle
from fabula.index.readers.word.xml_stream import xml_events

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="urn:mc"'
STYLES = DocxStyles(
    {
        "": ParagraphStyle(),
        "H": ParagraphStyle(level=1),
        "Secret": ParagraphStyle(is_hidden=True),
        "V": ParagraphStyle(role=Role.VERSE),
        "B": ParagraphStyle(is_bold=True),
    },
    frozenset(("Hidden",)),
    frozenset(("Raised",)),
)
NOTES = {("footnote", "1"): "A note.", ("endnote", "2"): "Another."}
PARAGRAPH_PROPERTIES = (
    "", "", "<w:pPr/>", '<w:pPr><w:pStyle w:val="H"/></w:pPr>', '<w:pPr><w:jc w:val="center"/></w:pPr>',
    '<w:pPr><w:pStyle w:val="Secret"/></w:pPr>', "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
    '<w:pPr><w:framePr w:dropCap="drop"/></w:pPr>', '<w:pPr><w:pStyle w:val="V"/><w:tabs><w:tab/></w:tabs></w:pPr>',
    '<w:pPr><w:pBdr><w:bottom w:val="single"/></w:pBdr></w:pPr>', '<w:pPr><w:ind w:left="900"/><w:sectPr/></w:pPr>',
    '<w:pPr><w:pPrChange><w:pPr><w:pStyle w:val="H"/></w:pPr></w:pPrChange></w:pPr>', "<w:pPr><w:del/></w:pPr>",
    '<w:pPr><w:pStyle w:val="B"/></w:pPr>',
    '<w:pPr><w:numPr><w:ins/></w:numPr><w:rPr><w:moveFrom/><w:b/></w:rPr></w:pPr>',
)  # fmt: skip
RUN_PROPERTIES = (
    "", "", "", "<w:rPr><w:i/></w:rPr>", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:b w:val="0"/></w:rPr>',
    "<w:rPr><w:vanish/></w:rPr>", '<w:rPr><w:rStyle w:val="Hidden"/></w:rPr>', "<w:rPr><w:del/></w:rPr>",
    '<w:rPr><w:rStyle w:val="Raised"/></w:rPr>', '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>',
    "<w:rPr><w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr>", "<w:rPr><w:t>no</w:t></w:rPr>",
)  # fmt: skip
CONTENT = (
    "<w:t>She lit</w:t>", "<w:t> the lamp.</w:t>", "<w:t/>", "<w:t>O</w:t>", "<w:t>12</w:t>", "<w:t>a\nb</w:t>",
    "<w:br/>", '<w:br w:type="page"/>', "<w:tab/>", "<w:noBreakHyphen/>", "<w:lastRenderedPageBreak/>",
    '<w:sym w:char="F0B7"/>', '<w:footnoteReference w:id="1"/>', '<w:endnoteReference w:id="2"/>',
    '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>',
    "<w:instrText>TOC x</w:instrText>", "<w:delText>gone</w:delText>", '<w:docPr descr="A lamp"/>',
    "<w:rPr><w:b/></w:rPr>", "<w:ruby><w:rt><w:r><w:t>r</w:t></w:r></w:rt></w:ruby>",
)  # fmt: skip
AROUND_RUNS = ("w:ins", "w:hyperlink", "w:del", "w:moveFrom", "w:smartTag", "w:sdt", "mc:Fallback")
AROUND_PARAGRAPHS = (
    "w:tbl", "w:tc", "w:sdt", "w:del", "w:moveFrom", "mc:Fallback", "w:ins", "w:r", "w:p", "w:sdtPr", "w:trPr"
)  # fmt: skip


def random_run(chance: random.Random, depth: int) -> str:
    content = chance.choices(CONTENT[: 6 if chance.random() < 0.7 else None], k=chance.randrange(4))
    if depth < 2 and chance.random() < 0.1:
        content.append(f"<w:pict><w:txbxContent>{random_blocks(chance, depth + 1)}</w:txbxContent></w:pict>")
    return f"<w:r>{chance.choice(RUN_PROPERTIES)}{''.join(content)}</w:r>"


def random_paragraph(chance: random.Random, depth: int) -> str:
    pieces = [chance.choice(PARAGRAPH_PROPERTIES)]
    for _ in range(chance.randrange(4)):
        run = random_run(chance, depth)
        if chance.random() < 0.2:
            tag = chance.choice(AROUND_RUNS)
            run = f"<{tag}>{run}</{tag}>"
        pieces.append(chance.choice(("", "", "<w:proofErr/>", "<w:t>bare</w:t>")) + run)
    return f"<w:p>{''.join(pieces)}</w:p>"


def random_blocks(chance: random.Random, depth: int) -> str:
    blocks = []
    for _ in range(chance.randrange(5)):
        step = chance.random()
        if depth < 4 and step < 0.25:
            tag = chance.choice(AROUND_PARAGRAPHS)
            blocks.append(f"<{tag}>{random_blocks(chance, depth + 1)}</{tag}>")
        elif step < 0.3:
            blocks.append(chance.choice((*CONTENT, '<w:docPartGallery w:val="Table of Contents"/>', "<w:sectPr/>")))
        else:
            blocks.append(random_paragraph(chance, depth))
    return "".join(blocks)


def document(blocks: str) -> bytes:
    return f"<w:document {WORD}><w:body>{blocks}</w:body></w:document>".encode()


def read(data: bytes) -> tuple[list[StyledParagraph], tuple[LeftOut, ...]]:
    left_out = LeftOutRuns()
    return DocxBody(STYLES, left_out, NOTES).read(data, "document.xml"), left_out.take()


def read_by_single_elements(data: bytes) -> tuple[list[StyledParagraph], tuple[LeftOut, ...]]:
    left_out = LeftOutRuns()
    body = DocxBody(STYLES, left_out, NOTES)
    for event in xml_events(data, "document.xml", frozenset(("p",))):
        body.handle(event)
    return body.finish(), left_out.take()


def test_a_document_is_the_same_in_whole_paragraphs_and_by_single_elements() -> None:
    """Fields, notes, changes, text boxes, tables and controls around and in paragraphs make no difference."""
    chance = random.Random(5)
    for _ in range(600):
        data = document(random_blocks(chance, 0))
        assert read(data) == read_by_single_elements(data), data


@pytest.mark.parametrize("content", ["<w:r><w:t>a &x; b</w:t></w:r>", "&x;<w:r><w:t>a</w:t></w:r>"])
def test_a_reference_to_text_that_stands_elsewhere_is_no_silent_loss(content: str) -> None:
    """No text behind an entity is dropped: the document is refused, as no entity is resolved."""
    data = b'<!DOCTYPE d [<!ENTITY x "y">]>' + document(f"<w:p>{content}</w:p>")
    with pytest.raises(UnreadableSource, match="stands elsewhere"):
        read(data)
