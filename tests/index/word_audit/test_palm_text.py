"""The words of Kindle books and PalmDOC texts, unpacked in a second way."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.word_audit.palm_text import NotAudited, palm_text
from ..readers.kindle.palm_files import database, header, palmdoc

TEXT = "<html><body><p>She lit the lamp, and the lamp lit her: aaaaaaaaaaaa — naïve.</p></body></html>".encode()


def book(text: bytes, **options: object) -> bytes:
    pieces = [text[start : start + 4096] for start in range(0, len(text), 4096)]
    return database([header(len(text), len(pieces), **options), *map(palmdoc, pieces)])  # type: ignore[arg-type]


def test_mobipocket() -> None:
    """Packed in pairs, its tags dropped."""
    assert palm_text(book(TEXT)).split() == "She lit the lamp, and the lamp lit her: aaaaaaaaaaaa — naïve.".split()


def test_palmdoc() -> None:
    """Plain or packed, in cp1252."""
    text = "The café was shut.".encode("cp1252")
    for compression, packed in ((1, text), (2, palmdoc(text))):
        record = struct.pack(">HHIHHHH", compression, 0, len(text), 1, 4096, 0, 0)
        assert palm_text(database([record, packed], b"TEXtREAd")) == "The café was shut."


def test_trailing_entries() -> None:
    """What stands behind the text of a record is no text: numbers, and the rest of a letter."""
    record = palmdoc(b"She lit the lamp.") + b"\x00" + b"xyz\x84"
    assert palm_text(database([header(17, 1, trailing=3), record])) == "She lit the lamp."


def test_the_newer_edition() -> None:
    """Of two editions in one file the newer one counts, without its style sheets."""
    story, style = b"<p>new</p>", b"p { color: red }"
    flows = b"FDST" + struct.pack(">IIIIII", 12, 2, 0, len(story), len(story), len(story) + len(style))
    old = [header(10, 1, fields=[(121, struct.pack(">I", 3))]), palmdoc(b"<p>old</p>"), b"BOUNDARY"]
    new = [header(len(story + style), 1, version=8, places={192: 2}), palmdoc(story + style), flows]
    assert palm_text(database([*old, *new])).split() == ["new"]


def test_codes_that_are_not_audited() -> None:
    """HUFF/CDIC would need the reader's decoder again."""
    with pytest.raises(NotAudited, match="HUFF"):
        palm_text(database([header(10, 1, compression=17480), b"text"]))


@given(st.binary(max_size=60), st.integers(0, 300))
def test_damage(noise: bytes, place: int) -> None:
    """A damaged file fails in a named way, and ends."""
    data = book(TEXT)
    place = min(place, len(data))
    with suppress(NotAudited, struct.error, IndexError):
        palm_text(data[:place] + noise + data[place + len(noise) :])
