"""Bytes become text by their mark, by what they declare, or as several encodings of which the caller takes one."""

from __future__ import annotations

import pytest

from fabula.index.word_audit.decoding import decodings

TEXT = "Das Mädchen ging über die Brücke — „ja“."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_certain_encodings(encoding: str) -> None:
    """There is only one text, by a mark or by the pattern of zero bytes."""
    assert list(decodings((TEXT * 20).encode(encoding))) == [TEXT * 20]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Mädchen über"), ("mac-roman", "Mädchen über"), ("cp1250", "Město"), ("cp1251", "Она ушла"),
        ("koi8-r", "Она ушла"), ("gb18030", "猫来了"), ("shift-jis", "猫が来た"), ("euc-kr", "고양이"),
    ],
)  # fmt: skip
def test_older_encodings(encoding: str, text: str) -> None:
    """The right text is one of several."""
    assert text in list(decodings(text.encode(encoding)))


def test_a_declared_encoding_comes_first() -> None:
    """Unless the bytes are UTF-8, whatever they declare; an encoding that nobody knows is passed over."""
    page = '<meta charset="windows-1251"><p>Она ушла'
    assert next(decodings(page.encode("cp1251"))) == page
    assert list(decodings(page.encode())) == [page]
    assert next(decodings(b'<meta charset="no-such">\xe9')) == '<meta charset="no-such">é'


def test_what_no_encoding_fits() -> None:
    """Any bytes give some text, and never an error."""
    for data in (b"", b"\x00", bytes(range(256)), b"\xff\xfe\x00", b"\xef\xbb\xbf\xff"):
        assert all(isinstance(text, str) for text in decodings(data))
