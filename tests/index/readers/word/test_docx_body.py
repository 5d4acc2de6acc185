"""No word of a Word document is lost, glued or torn, and what is not shown is not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula.index.model import BlockKind, LeftOut, Work
from fabula.index.readers.word.docx import DocxReader
from ....growth import grows_evenly

Read = Callable[..., Work]
Build = Callable[..., bytes]
Blocks = Callable[[Work, BlockKind], list[str]]
READER = DocxReader()
STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="HidP"><w:name w:val="HidP"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="SubP"><w:name w:val="SubP"/><w:basedOn w:val="HidP"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="Capital"/>'
    '<w:pPr><w:framePr w:dropCap="drop"/></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="Hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Hid"/></w:style>'
    '<w:style w:type="character" w:styleId="Off"><w:name w:val="Off"/><w:basedOn w:val="Hid"/>'
    '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
)
BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
PAGE, COLUMN = (f'<w:r><w:br w:type="{kind}"/></w:r>' for kind in ("page", "column"))


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs if runs.startswith('<') or not runs else r(runs)}</w:p>"


def code(text: str) -> str:
    return f"<w:r><w:instrText> {text} </w:instrText></w:r>"


def texts(work: Work) -> list[str]:
    return [block.text for chapter in work.chapters for block in chapter.blocks]


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (BEGIN + code("REF x"), "Before. after."),
        (BEGIN + code("REF x") + SEPARATE + r("result "), "Before. result after."),
        (BEGIN + BEGIN + code("REF x") + SEPARATE + r("inner ") + END, "Before. inner after."),
        (code("PAGE") + SEPARATE + r("shown ") + END, "Before. shown after."),
        (BEGIN + code("IF") + r("code ") + SEPARATE + r("result ") + END, "Before. result after."),
        (BEGIN + code("SEQ") + r("code ") + END, "Before. after."),
    ],
)
def test_a_broken_field_hides_nothing_of_the_story(read: Read, docx: Build, field: str, shown: str) -> None:
    """Neither its own paragraph nor those below."""
    body = p(r("Before. ") + field + r("after.")) + p("She left.")
    assert texts(read(READER, docx(body), "a.docx")) == [shown, "She left."]


def test_an_unclosed_table_of_contents_is_no_note(read: Read, docx: Build, blocks: Blocks) -> None:
    """The story below it stays the story; a field without an end in a note or text box hides nothing either."""
    body = p(BEGIN + code("TOC") + SEPARATE + r("One 1")) + p("She left.") + p("He stayed.")
    work = read(READER, docx(body), "a.docx")
    assert blocks(work, BlockKind.PARAGRAPH) == ["One 1", "She left.", "He stayed."]
    box = f"<w:r><w:txbxContent>{p(BEGIN + code('X') + r('Boxed.'))}</w:txbxContent></w:r>"
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{p(BEGIN + r("At noon.") + code("X"))}</w:footnote>'
    work = read(READER, docx(p(r("She left.") + note + box) + p("He stayed."), footnotes=notes), "a.docx")
    assert texts(work) == ["She left.", "At noon.", "Boxed.", "He stayed."]


@pytest.mark.parametrize("end", [PAGE, COLUMN, PAGE + PAGE, r(" ") + COLUMN])
def test_a_page_or_column_that_ends_in_a_paragraph_ends_it(read: Read, docx: Build, end: str) -> None:
    """So that "it" and "Chapter" are two words; a sentence that goes on is one paragraph."""
    body = p(r("She walked away from it") + end + r("Chapter Two")) + p("It rained.")
    assert texts(read(READER, docx(p("Chapter One") + body), "a.docx")) == [
        "Chapter One", "She walked away from it", "Chapter Two", "It rained.",
    ]  # fmt: skip
    work = read(READER, docx(p(r("She walked away,") + end + r("and it rained."))), "a.docx")
    assert texts(work) == ["She walked away, and it rained."]


def test_a_page_as_it_was_last_printed_is_layout_only(read: Read, docx: Build) -> None:
    """It may end in the middle of a word. A page that ends above or below a paragraph leaves it as it is."""
    printed = "<w:r><w:t>har</w:t><w:lastRenderedPageBreak/><w:t>bour</w:t></w:r>"
    body = p(printed) + p(PAGE + r("She left.") + PAGE) + p("He stayed.")
    assert [(one.kind.value, one.text, one.gap) for one in read(READER, docx(body), "a.docx").chapters[0].blocks] == [
        ("paragraph", "harbour", None), ("paragraph", "She left.", None), ("paragraph", "He stayed.", None),
    ]  # fmt: skip


def test_a_page_that_ends_in_a_heading_or_text_box(read: Read, docx: Build) -> None:
    """Both pieces are headings; the pieces of a box stay below its paragraph."""
    heading = '<w:pStyle w:val="H1"/>'
    body = p(r("Noon") + PAGE + r("Night"), heading) + p("She left.") + p("One", heading) + p("He stayed.")
    work = read(READER, docx(body, styles=STYLES), "a.docx")
    assert [block.text for one in work.chapters for block in one.blocks if block.level] == ["Noon", "Night", "One"]
    box = f"<w:r><w:txbxContent>{p(r('Boxed.') + PAGE + r('Also.'))}</w:txbxContent></w:r>"
    assert texts(read(READER, docx(p(r("She left.") + box)), "a.docx")) == ["She left.", "Boxed.", "Also."]


@pytest.mark.parametrize(
    "capital",
    [
        p("O", '<w:framePr w:dropCap="drop" w:lines="3"/>'),
        p("O", '<w:framePr w:dropCap="margin"/>'),
        p("O", '<w:pStyle w:val="Cap"/>'),
        p("O", '<w:framePr w:wrap="around" w:hAnchor="text"/>'),
    ],
)
def test_a_drop_capital_begins_its_word(read: Read, docx: Build, capital: str) -> None:
    """Sunk, in the margin, by its style, or in any frame; the paragraph keeps its own style."""
    work = read(READER, docx(capital + p("nce the tide had turned.") + p("It rained."), styles=STYLES), "a.docx")
    assert texts(work) == ["Once the tide had turned.", "It rained."]


def test_capitals_in_boxes_and_pictures_and_whole_words(read: Read, docx: Build) -> None:
    """A text box with one letter, a picture of one, a dropped word with its space; a box of its own stays one."""
    box = f"<w:r><w:txbxContent>{p('O')}</w:txbxContent></w:r>"
    picture = '<w:r><w:drawing><w:docPr id="1" descr="O"/></w:drawing></w:r>'
    for begins in (box, picture):
        assert texts(read(READER, docx(p(begins + r("nce the tide."))), "a.docx")) == ["Once the tide."]
    word = p(r("Once "), '<w:framePr w:dropCap="drop"/>') + p("upon a time.")
    assert texts(read(READER, docx(word), "a.docx")) == ["Once upon a time."]
    assert texts(read(READER, docx(p(box + r("The tide."))), "a.docx")) == ["The tide.", "O"]


DELETED = {name: f'<w:rPr><w:{name} w:id="1"/></w:rPr>' for name in ("del", "moveFrom")}


def struck(text: str, name: str = "del") -> str:
    tag = "delText" if name == "del" else "t"
    return f"<w:{name}><w:r><w:{tag}>{text}</w:{tag}></w:r></w:{name}>"


@pytest.mark.parametrize(("name", "rule"), [("del", "deleted text"), ("moveFrom", "moved text")])
def test_a_deleted_or_moved_heading_leaves_nothing(read: Read, docx: Build, name: str, rule: str) -> None:
    """The paragraph below stays text, and there is no blank line; what went is reported by its rule."""
    heading = p(struck("A Heading", name), f'<w:pStyle w:val="H1"/>{DELETED[name]}')
    work = read(READER, docx(p("One.") + heading + p("She left.") + p("End."), styles=STYLES), "a.docx")
    blocks = [(one.kind.value, one.text, one.gap) for one in work.chapters[0].blocks]
    assert blocks == [("paragraph", text, None) for text in ("One.", "She left.", "End.")]
    assert work.left_out == (LeftOut(rule, "A Heading"),)


def test_a_deleted_ornament_or_row_leaves_no_break(read: Read, docx: Build) -> None:
    """Also where the end of its paragraph was kept: a centred line without its stars is no break."""
    star = p(struck("* * *"), '<w:jc w:val="center"/>')
    row = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(struck('12'), DELETED['del'])}</w:tc></w:tr></w:tbl>"
    work = read(READER, docx(p("One.") + star + p("Two.") + row + p("Three.")), "a.docx")
    assert [(one.text, one.gap) for one in work.chapters[0].blocks] == [
        ("One.", None),
        ("Two.", None),
        ("Three.", None),
    ]


def test_two_sides_of_a_deleted_end_are_one_paragraph(read: Read, docx: Build) -> None:
    """In the style of the second; across a text box, but not into the next cell."""
    box = f"<w:r><w:txbxContent>{p('Boxed.')}</w:txbxContent></w:r>"
    body = p(r("He opened the ") + box, f'<w:pStyle w:val="H1"/>{DELETED["del"]}') + p("green door.")
    cell = f"<w:tc>{p('12', DELETED['del'])}</w:tc><w:tc>{p('Wit')}</w:tc>"
    work = read(READER, docx(body + f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>", styles=STYLES), "a.docx")
    assert texts(work) == ["He opened the green door.", "Boxed.", "12", "Wit"]
    assert {block.kind for block in work.chapters[0].blocks} == {BlockKind.PARAGRAPH}


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        (p(r("Seen ") + r("HID ", '<w:rStyle w:val="Hid"/>') + r("too.")), "Seen too."),
        (p(r("Seen ") + r("HID ", '<w:rStyle w:val="Sub"/>') + r("too.")), "Seen too."),
        (p(r("Seen ") + r("shown ", '<w:rStyle w:val="Off"/>') + r("too.")), "Seen shown too."),
        (p(r("Seen ") + r("shown ", '<w:rStyle w:val="Hid"/><w:vanish w:val="0"/>')), "Seen shown"),
        (p("HID", '<w:pStyle w:val="HidP"/>'), None),
        (p("HID", '<w:pStyle w:val="SubP"/>'), None),
        (p(r("HID ") + r("shown", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="HidP"/>'), "shown"),
        (p(r("shown", '<w:rStyle w:val="Hid"/>'), '<w:pStyle w:val="HidP"/>'), "shown"),
        (p(r("HID", "<w:vanish/>")), None),
    ],
)
def test_styles_hide_text(read: Read, docx: Build, paragraph: str, shown: str | None) -> None:
    """Of letters and of paragraphs, inherited or not; two that hide show, and a run says the last word."""
    work = read(READER, docx(p("One.") + paragraph + p("Two."), styles=STYLES), "a.docx")
    assert texts(work) == ["One.", *([shown] if shown else []), "Two."]
    assert [one.text for one in work.left_out] == (["HID"] if "HID" in paragraph else [])


@pytest.mark.parametrize("raised", ['<w:vertAlign w:val="superscript"/>', '<w:rStyle w:val="Ref"/>'])
def test_raised_numbers_are_no_part_of_words(read: Read, docx: Build, raised: str) -> None:
    """A typed mark of a note goes, by a format or a style; the letters of "10th" and powers stay."""
    style = '<w:style w:type="character" w:styleId="Ref"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    body = p(r("The heron flew") + r("1", raised) + r(" over.") + r("12", raised)) + p(r("The 10") + r("th", raised))
    body += p(r("So x") + r("2", raised) + r(" and 5 m") + r("2", raised) + r(" it is."))
    work = read(READER, docx(body, styles=style), "a.docx")
    assert texts(work) == ["The heron flew over.", "The 10th", "So x² and 5 m² it is."]


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in cells)}</w:tr>"


def test_cells_of_tables_are_paragraphs(read: Read, docx: Build, blocks: Blocks) -> None:
    """Numbers, roman ones, and bold or centred names in a table open no chapters; empty cells are no blank lines."""
    bold = f"<w:tr><w:tc>{p(r('Status', '<w:b/>'), '<w:jc w:val=`center`/>'.replace('`', chr(34)))}</w:tc></w:tr>"
    table = f"<w:tbl>{bold}{row('Strength', '12')}{row('Wit', '9')}{row('', 'IV')}{row('Luck', 'Chapter 3')}</w:tbl>"
    prose = "Before the table there was talk, and after it there was more of the same talk in the house."
    work = read(READER, docx(p(prose) * 3 + table + p(prose) * 2 + table + p(prose)), "a.docx")
    assert [chapter.number for chapter in work.chapters] == [None]
    assert blocks(work, BlockKind.BREAK) == blocks(work, BlockKind.HEADING) == []
    assert texts(work).count("12") == 2


def test_a_document_laid_out_in_a_table_has_chapters(read: Read, docx: Build) -> None:
    """Where the table holds the story, it is the page."""
    cell = "".join(p(text) for text in ("Chapter One", "She left at noon.", "Chapter Two", "He stayed at home."))
    work = read(READER, docx(f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"), "a.docx")
    assert [chapter.title for chapter in work.chapters] == ["Chapter One", "Chapter Two"]


def test_a_paragraph_of_a_note_alone_keeps_the_note(read: Read, docx: Build) -> None:
    """A paragraph without letters that refers to a note is no blank line."""
    notes = f'<w:footnote w:id="2">{p("At noon.")}</w:footnote><w:footnote w:id="3">{p("Unused.")}</w:footnote>'
    body = p("She left.") + p('<w:r><w:footnoteReference w:id="2"/></w:r>') + p("He stayed.")
    work = read(READER, docx(body, footnotes=notes), "a.docx")
    assert texts(work) == ["She left.", "At noon.", "He stayed."]
    assert work.left_out == (LeftOut("notes without a mark", "Unused."),)


def test_what_is_left_out_is_reported(read: Read, docx: Build) -> None:
    """By rule: field codes and ruby; the second form of a text box is read in its first."""
    box = f"<w:txbxContent>{p('Boxed.')}</w:txbxContent>"
    forms = f'<mc:X xmlns:mc="urn:mc"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:X>'
    ruby = f"<w:ruby><w:rt>{r('kan')}</w:rt><w:rubyBase>{r('漢')}</w:rubyBase></w:ruby>"
    body = p(r("She left.") + BEGIN + code("PAGE") + SEPARATE + r("9") + END)
    body += p(f"<w:r>{ruby}</w:r>") + p(f"<w:r>{forms}</w:r>")
    found = {one.rule: one.text for one in read(READER, docx(body), "a.docx").left_out}
    assert found == {"field codes": "PAGE", "ruby": "kan"}


@pytest.mark.parametrize("unit", [BEGIN + code("TOC") + r("x"), PAGE, r("x") + PAGE, p("x", DELETED["del"])])
def test_hostile_documents_take_time_as_their_length(tmp_read: Callable[[bytes], None], docx: Build, unit: str) -> None:
    """Fields that never end, pages without words, ends that are all deleted."""
    wrap = (lambda times: unit * times) if unit.startswith("<w:p>") else (lambda times: p(unit * times))
    assert grows_evenly(lambda times: tmp_read(docx(wrap(times))), 1_200)


@pytest.fixture
def tmp_read(read: Read) -> Callable[[bytes], None]:
    """Read a document, or have it refused."""
    from fabula.index.errors import UnreadableSource

    def attempt(data: bytes) -> None:
        try:
            read(READER, data, "a.docx")
        except UnreadableSource as error:
            assert str(error)

    return attempt
