"""Field codes are no text, and tables of contents are known by them."""

from __future__ import annotations

from fabula.index.readers.word.docx_fields import OpenFields


def test_the_code_of_a_field_ends_at_its_separator() -> None:
    """Text is code from the beginning of any open field to its separator."""
    fields = OpenFields()
    states = []
    for kind in ("begin", "begin", "separate", "end", "separate", "end", "end"):
        fields.mark(kind)
        states.append(fields.in_code)
    assert states == [True, True, True, True, False, False, False]


def test_tables_of_contents() -> None:
    """By the code of a field or the gallery of a content control around the text."""
    fields = OpenFields()
    fields.mark("begin")
    fields.add_code(' TOC \\o "1-3"')
    assert fields.in_contents
    fields.mark("end")
    assert not fields.in_contents
    fields.open_control()
    fields.open_control()
    fields.name_control("Table of Contents")
    assert fields.in_contents
    fields.close_control()
    assert not fields.in_contents
