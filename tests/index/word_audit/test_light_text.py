"""The words of plain text, light markup and JSON Lines."""

from __future__ import annotations

from fabula.index.word_audit.light_text import json_text, marked_text, plain_text


def test_plain_text() -> None:
    """All of it, tags included."""
    assert next(plain_text(b"She lit <b>the</b> lamp.")) == "She lit <b>the</b> lamp."


def test_marked_text() -> None:
    """Tags of HTML go, names in brackets stay."""
    assert next(marked_text(b"<div>She</div> <System> &amp; *you*")).split() == ["She", "System", ">", "&", "*you*"]


def test_json_lines() -> None:
    """Strings, but no keys; escapes become letters."""
    line = rb'{"title": "The \"Lamp\"", "tags": ["a\nb", "caf\u00e9"], "n": 3, "x": "\ud83d\ude00"}'
    assert next(json_text(line)).split() == ["The", '"Lamp"', "a", "b", "café", "😀"]


def test_kinds_of_blocks_are_no_words() -> None:
    """Exported works say of each block what it is."""
    line = b'{"blocks":[["paragraph","She left."],["break","* * *"],["note", "A note."]], "a": ["verse"]}'
    assert next(json_text(line)).split() == ["She", "left.", "*", "*", "*", "A", "note.", "verse"]
