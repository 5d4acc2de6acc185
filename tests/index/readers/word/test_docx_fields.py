"""Field codes are no text, and tables of contents are known by them, unless the field is broken."""

from __future__ import annotations

import pytest

from fabula.index.readers.styled.paragraph import StyledParagraph
from fabula.index.readers.styled.style_names import Role
from fabula.index.readers.word.docx_fields import OpenFields


def written(marks: str) -> tuple[str, str]:
    """What is shown and what was code, of marks "begin", "separate", "end", and "." for a paragraph's end; other words
    are text."""
    fields, parts, codes = OpenFields(), [], []
    for mark in marks.split():
        if mark == ".":
            fields.end_paragraph()
        elif mark in ("begin", "separate", "end"):
            codes.append(fields.mark(mark))
        else:
            parts.append(mark)
            fields.note_text(parts)
    return " ".join(filter(None, parts)), " ".join(filter(None, codes))


@pytest.mark.parametrize(
    ("marks", "shown", "code"),
    [
        ("a begin x separate b end c", "a b c", "x"),
        ("a begin x end c", "a c", "x"),
        ("begin x begin y separate z end u separate b end c", "b c", "y xzu"),
        ("a begin x . c separate d end e", "a x c d e", ""),
        ("a begin x . begin y separate b end c", "a x b c", "y"),
        ("separate a end b end", "a b", ""),
    ],
)
def test_text_is_code_up_to_the_separator(marks: str, shown: str, code: str) -> None:
    """Also the result of a field in a code; a field without a separator hides nothing beyond its paragraph."""
    assert written(marks) == (shown, code)


def test_tables_of_contents() -> None:
    """By the code of a field or the gallery of a content control around the text."""
    fields = OpenFields()
    fields.mark("begin")
    fields.add_code(' TOC \\o "1-3"')
    assert fields.contents is not None
    fields.mark("end")
    assert fields.contents is None
    fields.open_control()
    fields.open_control()
    fields.name_control("Table of Contents")
    assert fields.in_control_of_contents
    fields.close_control()
    assert not fields.in_control_of_contents


@pytest.mark.parametrize(("ends", "role"), [(True, Role.CONTENTS), (False, Role.BODY)])
def test_a_table_of_contents_that_never_ends_is_none(ends: bool, role: Role) -> None:
    """Its paragraphs have the roles of their styles again."""
    fields = OpenFields()
    fields.mark("begin")
    fields.add_code("TOC")
    paragraph = StyledParagraph("She left.")
    contents = fields.contents
    assert contents is not None
    contents.claim(paragraph)
    if ends:
        fields.mark("end")
    fields.end_document()
    assert paragraph.role is role


def test_twenty_thousand_open_fields_are_forgotten() -> None:
    """So that the end of each paragraph looks at a few only."""
    fields = OpenFields()
    for _ in range(20_000):
        fields.mark("begin")
        fields.end_paragraph()
    fields.add_code("TOC " + "x" * 10_000_000)
    assert fields.contents is not None
