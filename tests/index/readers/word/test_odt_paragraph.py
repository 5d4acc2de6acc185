"""No word of an OpenDocument text is lost, glued or torn, and what is not shown is not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula.index.model import BlockKind, LeftOut, Work
from fabula.index.readers.word.odt import OdtReader

Read = Callable[..., Work]
Build = Callable[..., bytes]
READER = OdtReader()


def style(name: str, family: str, more: str = "", parent: str = "", text: str = "") -> str:
    inherits = f' style:parent-style-name="{parent}"' if parent else ""
    properties = f"<style:text-properties {text}/>" if text else ""
    return f'<style:style style:name="{name}" style:family="{family}"{inherits}>{more}{properties}</style:style>'


HIDES = 'text:display="none"'
DROP_CAPITAL = '<style:drop-cap style:lines="3" style:length="1"/>'
STYLES = "".join((
    style("H", "text", text=HIDES),
    style("HS", "text", parent="H"),
    style("HO", "text", parent="H", text='text:display="true"'),
    style("P", "paragraph", text=HIDES),
    style("PS", "paragraph", parent="P"),
    style("Cap", "paragraph", f"<style:paragraph-properties>{DROP_CAPITAL}</style:paragraph-properties>"),
    style(
        "C", "paragraph", '<style:paragraph-properties fo:text-align="center"/>', text='fo:font-weight="bold"'
    ),
))  # fmt: skip
NAMES = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:x"'


def p(text: str, name: str = "") -> str:
    return f'<text:p text:style-name="{name}">{text}</text:p>' if name else f"<text:p>{text}</text:p>"


def box(text: str) -> str:
    return f"<draw:frame><draw:text-box>{text}</draw:text-box></draw:frame>"


def texts(work: Work) -> list[str]:
    return [block.text for chapter in work.chapters for block in chapter.blocks]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (p('Seen <text:span text:style-name="H">HID </text:span>too.'), "Seen too."),
        (p('Seen <text:span text:style-name="HS">HI<text:span>D</text:span> </text:span>too.'), "Seen too."),
        (p('Seen <text:span text:style-name="HO">shown </text:span>too.'), "Seen shown too."),
        (p("HID", "P"), None),
        (p("HID", "PS"), None),
        (p('<text:span text:style-name="H">HID</text:span>', "C"), None),
        (p('<text:hidden-paragraph text:is-hidden="true"/>HID'), None),
        (p('<text:hidden-paragraph text:condition="x"/>Shown.'), "Shown."),
        (p('Seen <text:hidden-text text:is-hidden="true">HID</text:hidden-text>too.'), "Seen too."),
        (p('Seen <text:hidden-text text:condition="x">shown </text:hidden-text>too.'), "Seen shown too."),
        (f'<text:section text:display="none">{p("HID")}</text:section>', None),
        (f'<text:section text:display="none"><text:section>{p("HID")}</text:section></text:section>', None),
        (f'<text:section text:display="condition" text:is-hidden="true">{p("HID")}</text:section>', None),
        (f'<text:section text:display="condition" text:condition="x">{p("Shown.")}</text:section>', "Shown."),
    ],
)
def test_styles_and_sections_hide_text(read: Read, odt: Build, body: str, shown: str | None) -> None:
    """Of letters, of paragraphs, of whole sections, inherited or not, always or by a condition that holds; nothing
    of a hidden paragraph is left, neither a blank line nor a break."""
    work = read(READER, odt(p("One.") + body + p("Two."), styles=STYLES), "a.odt")
    assert texts(work) == ["One.", *([shown] if shown else []), "Two."]
    assert {block.gap for block in work.chapters[0].blocks} == {None}
    is_hidden = "shown" not in body.lower()
    assert work.left_out == ((LeftOut("hidden text", "HID"),) if is_hidden else ())


@pytest.mark.parametrize("position", ["super 58%", "33% 58%"])
def test_raised_numbers_are_no_part_of_words(read: Read, odt: Build, position: str) -> None:
    """A typed mark of a note goes; the letters of "10th", powers, and lowered numbers stay."""
    styles = style("R", "text", text=f'style:text-position="{position}"')
    styles += style("L", "text", text='style:text-position="sub 58%"')
    raised, lowered = '<text:span text:style-name="R">{}</text:span>', '<text:span text:style-name="L">{}</text:span>'
    body = p(f"The heron flew{raised.format(1)} over.") + p(f"The 10{raised.format('th')}, x{raised.format(2)}")
    work = read(READER, odt(body + p(f"H{lowered.format(2)}O"), styles=styles), "a.odt")
    assert texts(work) == ["The heron flew over.", "The 10th, x²", "H2O"]


def test_a_position_without_a_height_raises_nothing(read: Read, odt: Build) -> None:
    """The text stands on the line."""
    body = p('The 10<text:span text:style-name="R">2</text:span>')
    assert texts(read(READER, odt(body, styles=style("R", "text", text='style:text-position=" "')), "a.odt")) == [
        "The 102"
    ]


def test_layout_tears_no_words(read: Read, odt: Build) -> None:
    """A page as it was last printed, marks of changes and of fields without an end, a drop capital."""
    marks = (
        'har<text:soft-page-break/>bo<text:change-start text:change-id="a"/>ur <text:bookmark-start text:name="b"/>wall'
    )
    body = p(marks) + p("Once the tide turned.", "Cap") + p(f"{box(p('O'))}nce the tide turned.")
    assert texts(read(READER, odt(body, styles=STYLES), "a.odt")) == [
        "harbour wall", "Once the tide turned.", "Once the tide turned.",
    ]  # fmt: skip


def test_deleted_and_moved_paragraphs_leave_nothing(read: Read, odt: Build) -> None:
    """A deletion is stored apart, with its heading; what was moved is deleted there and inserted here."""
    deletion = "<text:changed-region><text:deletion>{}</text:deletion></text:changed-region>"
    heading, moved = '<text:h text:outline-level="1">A Heading</text:h>', p("Moved.")
    changes = f"<text:tracked-changes>{deletion.format(heading)}{deletion.format(moved)}</text:tracked-changes>"
    body = (
        changes
        + p("One <text:change/>door.")
        + p("<text:change/>Two.")
        + p("<text:change-start/>Moved.<text:change-end/>")
    )
    work = read(READER, odt(body), "a.odt")
    assert texts(work) == ["One door.", "Two.", "Moved."]
    assert work.left_out == (LeftOut("deleted text", "A Heading\nMoved."),)


def test_cells_of_tables_are_paragraphs(read: Read, odt: Build) -> None:
    """Numbers and centred names open no chapters; empty cells are no blank lines; also in a table in a text box."""

    def cells(*content: str) -> str:
        row = "".join(f"<table:table-cell>{one}</table:table-cell>" for one in content)
        return f"<table:table><table:table-row>{row}</table:table-row></table:table>"

    prose = p("Before the table there was talk, and more of it came in with the rain, and some of it was true.")
    table = cells(p("Status", "C"), p("12"), p(""), p("IV", "C"), p("Chapter 3"))
    body = prose * 3 + table + prose + table + p(f"Talk.{box(cells(p('7'), p('8'), p('9')))}") + prose
    work = read(READER, odt(body, styles=STYLES), "a.odt")
    assert {block.kind for chapter in work.chapters for block in chapter.blocks} == {BlockKind.PARAGRAPH}
    short = [text for text in texts(work) if len(text) < 10]
    assert short == ["Status", "12", "IV", "Chapter 3"] * 2 + ["Talk.", "7", "8", "9"]


def test_what_is_left_out_is_reported(read: Read, odt: Build) -> None:
    """By rule: comments, marks of notes, ruby, forms, headers, a title beside a description."""
    note = f"<text:note-citation>1</text:note-citation><text:note-body>{p('At noon.')}</text:note-body>"
    picture = '<draw:image xlink:href="a.png"/><svg:title>Lamp</svg:title><svg:desc>A lamp</svg:desc>'
    ruby = "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>"
    comment = f"<office:annotation>{p('COMMENT')}</office:annotation>"
    body = f"<office:forms>{p('FORM')}</office:forms>" + p(
        f"She<text:note>{note}</text:note>{comment} left.<draw:frame>{picture}</draw:frame>{ruby}"
        "<text:page-number>9</text:page-number>"
    )
    header = f"<office:master-styles>{p('HEAD')}</office:master-styles>"
    master = f"<office:document-styles {NAMES}>{header}</office:document-styles>"
    work = read(READER, odt(body, more={"styles.xml": master}), "a.odt")
    assert {one.rule: one.text for one in work.left_out} == {
        "forms": "FORM", "note marks": "1", "comments": "COMMENT", "titles of pictures": "Lamp", "ruby": "kan",
        "page marks": "9", "headers and footers": "HEAD",
    }  # fmt: skip
    assert texts(work) == ["She left.漢", "A lamp", "At noon."]
