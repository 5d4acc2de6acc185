"""Bytes and code units of rich text become letters."""

from __future__ import annotations

from fabula.index.readers.rtf.letters import Letters


def test_bytes_are_decoded_in_the_code_page_of_their_font() -> None:
    """A font with a character set of its own, then the document's code page."""
    letters = Letters()
    letters.set_code_page("ansicpg", 1252)
    letters.define_font("f", 1)
    letters.define_font("fcharset", 204)
    letters.select_font(1)
    letters.add_byte(0xCF)
    letters.select_font(0)
    letters.add_byte(0xE9)
    letters.add_text("t")
    assert letters.take() == "Пét"
    assert letters.take() == ""


def test_stand_ins_of_unicode_are_skipped() -> None:
    """As many letters as the group says, be they bytes or text; two surrogates are one letter."""
    letters = Letters()
    letters.add_unicode(-10179, 1)
    letters.add_text("?")
    letters.add_unicode(-8704, 2)
    letters.add_byte(0x3F)
    letters.add_text("?!")
    letters.add_sign("—")
    assert letters.take() == "😀!—"


def test_a_lone_surrogate_is_replaced() -> None:
    """Half a letter is no text."""
    letters = Letters()
    letters.add_unicode(-10179, 0)
    assert letters.take() == "\ufffd"
