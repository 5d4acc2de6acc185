r"""No word of a rich text is lost, glued or torn, and what is not shown is not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula.index.errors import UnreadableSource
from fabula.index.model import Block, BlockKind, LeftOut, Work
from fabula.index.readers.rtf.reader import RtfReader
from ....growth import grows_evenly

Read = Callable[..., Work]
READER = RtfReader()
STYLES = (
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s15\v Hidden;}{\*\cs16 \additive\v Hid;}"
    r"{\*\cs17 \additive\b Bold;}}"
)


def texts(read: Read, body: str, head: str = "") -> list[str]:
    return [block.text for block in blocks(read, body, head)]


def blocks(read: Read, body: str, head: str = "") -> list[Block]:
    work = read(READER, f"{{\\rtf1\\ansi{head}\n{body}}}", "a.rtf")
    return [block for chapter in work.chapters for block in chapter.blocks]


def left_out(read: Read, body: str, head: str = "") -> dict[str, str]:
    work = read(READER, f"{{\\rtf1\\ansi{head}\n{body}}}", "a.rtf")
    return {one.rule: one.text for one in work.left_out}


@pytest.mark.parametrize("end", [r"\page ", r"\column ", r"\page\page ", r"\sect\sectd ", r"\pard "])
def test_a_page_or_column_that_ends_in_a_paragraph_ends_it(read: Read, end: str) -> None:
    r"""So do a section and a \pard without \par; words are never glued."""
    body = rf"\pard Chapter One\par She walked away from it{end}Chapter Two\par It rained.\par"
    assert texts(read, body) == ["Chapter One", "She walked away from it", "Chapter Two", "It rained."]


@pytest.mark.parametrize("end", [r"\page ", r"\column ", r"\pard "])
def test_a_sentence_goes_on_over_the_end_of_a_page(read: Read, end: str) -> None:
    """It stays one paragraph; the end of a page as it was last printed is layout only."""
    assert texts(read, rf"She walked away,{end}and it rained.\par") == ["She walked away, and it rained."]
    assert texts(read, r"har\softpage bour, \softline har\softcol bour\par") == ["harbour, harbour"]


def test_a_format_without_a_paragraph_keeps_both_styles(read: Read) -> None:
    r"""The words above \pard have the formats from before it."""
    body = r"\pard\outlinelevel0 Noon\pard She left.\par\pard\outlinelevel0 Night\par\pard He stayed.\par"
    work = read(READER, f"{{\\rtf1 {body}}}", "a.rtf")
    assert [chapter.title for chapter in work.chapters] == ["Noon", "Night"]


@pytest.mark.parametrize(
    ("capital", "rest"),
    [
        (r"\pard\pvpara\dropcapli3\dropcapt1 O\par", "nce the tide had turned."),
        (r"\pard\dropcapli2\dropcapt2 \ldblquote O\par", "nce,” she said."),
        (r"{\pard\dropcapt1\f0\fs96 Once \par}", "upon a time."),
        (r"\pard\pvpara\phcol\absw900 O\par", "nce the tide had turned."),
        (r"{\pard\dropcapli3 \u1069?\par}", r"\u1090?\u1086? \u1073?\u1099?\u1083?\u1086?."),
    ],
)
def test_a_drop_capital_begins_its_word(read: Read, capital: str, rest: str) -> None:
    """Sunk or in the margin, with a quote mark, a whole word, in any script."""
    (first, last) = texts(read, rf"{capital}\pard {rest.replace('”', chr(92) + 'rdblquote ')}\par It rained.\par")
    assert first in ("Once the tide had turned.", "“Once,” she said.", "Once upon a time.", "Это было.")
    assert last == "It rained."


def test_a_drop_capital_in_a_text_box(read: Read) -> None:
    """One letter in a box begins the paragraph that begins in the middle of its word."""
    box = r"{\shp{\*\shpinst{\shptxt\pard O\par}}{\shprslt O}}"
    assert texts(read, rf"{box}nce the tide had turned.\par") == ["Once the tide had turned."]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"He opened the {\deleted old\par }tall door.\par Last.\par", ["He opened the tall door.", "Last."]),
        (r"He opened the {\deleted old\par }\pard tall door.\par Last.\par", ["He opened the tall door.", "Last."]),
        (r"One.\par{\deleted\pard\s1 A Heading\par}\pard Two.\par", ["One.", "Two."]),
        (r"One.\par\pard\qc{\deleted * * *}\par\pard Two.\par", ["One.", "Two."]),
        (r"One.\par{\mvf Moved.\par}Two.\par{\mvt Moved.\par}", ["One.", "Two.", "Moved."]),
        (r"One.\par{\v Hidden.\par}Two.\par", ["One.", "Two."]),
        (r"One.\par{\revised Two.\par}Three.\par", ["One.", "Two.", "Three."]),
    ],
)
def test_deleted_and_moved_paragraphs_leave_nothing(read: Read, body: str, expected: list[str]) -> None:
    """Neither a paragraph's end, nor a heading, nor a blank line or break."""
    found = blocks(read, body, STYLES)
    assert [block.text for block in found] == expected
    assert {(block.kind, block.gap) for block in found} == {(BlockKind.PARAGRAPH, None)}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"Seen {\cs16 HID }too.\par", ["Seen too."]),
        (r"Seen {\cs17 bold }too.\par", ["Seen bold too."]),
        (r"Seen {\cs16 HID }{\cs16\v0 shown }too.\par", ["Seen shown too."]),
        (r"\pard\s15 HID\par\pard Seen.\par", ["Seen."]),
        (r"\pard\s15\v HID\par\pard\plain Seen.\par", ["Seen."]),
        (r"\cs16 HID \plain Seen.\par", ["Seen."]),
    ],
)
def test_styles_hide_text(read: Read, body: str, expected: list[str]) -> None:
    r"""Of letters until \plain, of paragraphs until \pard, also where the text does not repeat their formats."""
    assert texts(read, body, STYLES) == expected
    assert set(left_out(read, body, STYLES).values()) == ({"HID"} if "HID" in body else set())


def test_cells_of_tables_are_paragraphs(read: Read) -> None:
    """Numbers and bold names open no chapters; rows, empty cells and nested rows make no blank lines or breaks."""
    row = r"\trowd\cellx100\cellx200\pard\intbl {\b Strength}\cell 12\cell\cell\row "
    nested = (
        r"\pard\intbl\itap2 Wit\nestcell 9\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par Fallback}"
        r"\pard\intbl\itap1 Outer\cell\row "
    )
    prose = r"\pard Before the table there was talk, and more of it came in with the rain.\par "
    found = blocks(read, prose * 3 + row * 3 + nested + prose * 2)
    assert {block.kind for block in found} == {BlockKind.PARAGRAPH} and not any(block.gap for block in found)
    assert [block.text for block in found if len(block.text) < 20] == ["Strength", "12"] * 3 + ["Wit", "9", "Outer"]


@pytest.mark.parametrize(
    "field",
    [
        r"{\field{\*\fldinst HYPERLINK x {\fldrslt She left.}}}",
        r"{\field{\*\fldinst{HYPERLINK x}{\fldrslt{\ul She} left.}}}",
        r"{\field{\*\fldinst{\field{\*\fldinst A}{\fldrslt CODE}} B}{\fldrslt She left.}}",
        r"{\field{\*\fldinst REF x}}She left.",
        r"She left.{\field{\*\fldinst{PAGE\par}}}",
    ],
)
def test_a_broken_field_hides_nothing_of_the_story(read: Read, field: str) -> None:
    """Neither its own result, nor what follows; a field in a code is code."""
    assert texts(read, rf"One.\par {field}\par He stayed.\par") == ["One.", "She left.", "He stayed."]


def test_a_code_without_an_end_ends_with_its_paragraph(read: Read) -> None:
    """What stands below is the story."""
    body = r"One.\par{\field{\*\fldinst{TOC x}\par She left.\par He stayed.}}\par It rained.\par"
    assert texts(read, body) == ["One.", "She left.", "He stayed.", "It rained."]


def test_the_last_paragraph_may_be_a_note_a_box_or_a_picture(read: Read) -> None:
    r"""Without a \par none of them is lost."""
    box = r"{\shp{\*\shpinst{\shptxt\pard Boxed.\par}}}"
    picture = r"{\*\shppict{\pict{\*\picprop{\sp{\sn wzDescription}{\sv A lamp}}}0102}}"
    for last, text in ((box, "Boxed."), (r"{\footnote\pard At noon.}", "At noon."), (picture, "A lamp")):
        assert texts(read, rf"One.\par{last}") == ["One.", text]


@pytest.mark.parametrize("mark", [r"{\super 1}", r"\super 1\nosupersub ", r"{\up6 1}", r"\up8 1\up0 ", r"{\super [1]}"])
def test_raised_numbers_are_no_part_of_words(read: Read, mark: str) -> None:
    """A typed mark of a note goes; the letters of "10th", powers, and lowered numbers stay."""
    body = rf"The heron flew{mark} over.\par The 10{{\super th}}, x{{\super 2}}, H{{\sub 2}}O\par"
    assert texts(read, body) == ["The heron flew over.", "The 10th, x², H2O"]


def test_a_formula_stands_in_its_line(read: Read) -> None:
    """Its letters, without their settings."""
    formula = r"{\mmath{\*\moMath{\msSup{\me{\mr\mscr0 x}}{\msup{\mr 2}}}}}"
    assert texts(read, rf"So {formula} it is.\par") == ["So x2 it is."]


def test_what_is_left_out_is_reported(read: Read) -> None:
    """By rule, each once; pictures and settings hold no words."""
    body = (
        r"{\header HEAD}{\footer FOOT}{\*\generator X 1.0;}{\pict 0102}She{\v  HID}{\deleted  GONE} left.\par"
        r"{\*\annotation COMMENT}{\listtext 1.\tab}{\xe INDEX}{\field{\*\fldinst PAGE}{\fldrslt 9}}"
        r"{\upr{old}{\*\ud{new}}}{\*\strange WORDS}\par"
    )
    assert left_out(read, body) == {
        "headers and footers": "HEAD\nFOOT", "hidden text": "HID", "deleted text": "GONE", "comments": "COMMENT",
        "list numbers": "1.", "index entries": "INDEX", "field codes": "PAGE", "repeated text": "old",
        "unknown groups": "WORDS",
    }  # fmt: skip
    assert read(READER, r"{\rtf1 She left.\par}", "a.rtf").left_out == ()
    assert LeftOut("comments", "COMMENT") in read(READER, f"{{\\rtf1 {body}}}", "a.rtf").left_out


@pytest.mark.parametrize(
    "unit", [r"x\page ", r"\page ", r"x\pard ", r". \pard ", r"{\deleted\par}", r"{\field{\*\fldinst\par}}"]
)
def test_hostile_texts_take_time_as_their_length(read: Read, unit: str) -> None:
    """Pages without words, formats without paragraphs, fields without ends."""

    def attempt(times: int) -> None:
        try:
            read(READER, f"{{\\rtf1 {unit * times}}}", "a.rtf")
        except UnreadableSource as error:
            assert str(error)

    assert grows_evenly(attempt, 1_500)
