"""Bytes to text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.binary import binary_kind, guess_utf16
from fabula.index.readers.bytes.encoding import decode

ENGLISH = "“You would have been my choice,” she said—and smiled. It was a café in Málaga.\n" * 20
RUSSIAN = "В одном департаменте служил один чиновник; чиновник нельзя сказать чтобы очень замечательный.\n" * 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_survives_its_encoding(encoding: str, end: str) -> None:
    """The same text comes out of every encoding and with every line end."""
    if (encoding, end) == ("cp1252", "\r"):
        # Only old Macintoshes ended lines so, and they wrote no cp1252.
        encoding = "mac-roman"
    assert decode(ENGLISH.replace("\n", end).encode(encoding)).text == ENGLISH


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16-le", "utf-16-be"])
def test_cyrillic_is_recognised(encoding: str) -> None:
    """Russian is told apart from Western text, and its encodings from each other."""
    assert decode(RUSSIAN.encode(encoding)).text == RUSSIAN


def test_declared_encoding_is_used_where_utf8_is_not_meant() -> None:
    """A declared encoding is used, unless the bytes are UTF-8."""
    assert decode("Zażółć".encode("iso8859-2"), "ISO-8859-2").text == "Zażółć"
    assert decode("Zażółć".encode(), "iso-8859-2").text == "Zażółć"
    assert decode("日本語の話".encode("iso2022_jp"), "iso-2022-jp").text == "日本語の話"


@pytest.mark.parametrize("declared", ["no-such-codec", "rot13", "zlib", "idna\x00", "undefined"])
def test_nonsense_declarations_are_ignored(declared: str) -> None:
    """A codec that does not exist, or is none for text, changes nothing."""
    assert decode("plain and café".encode("cp1252"), declared).text == "plain and café"


def test_windows_quotes_pasted_into_utf8_are_kept() -> None:
    """One stray byte in a file of UTF-8 is read as what it was, and nothing is replaced."""
    data = ("naïve café — " * 100).encode() + b"\x93stray\x94"
    decoded = decode(data)
    assert decoded.text.endswith("“stray”")
    assert "�" not in decoded.text


@pytest.mark.parametrize(("data", "reason"), [(b"", "empty"), (b" \r\n\t\n", "blanks"), (codecs.BOM_UTF8, "blanks")])
def test_nothing_is_refused_as_nothing(data: bytes, reason: str) -> None:
    """A file without content says so."""
    with pytest.raises(UnreadableSource, match=reason):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02" * 100,
        b"PK\x03\x04" + b"word " * 50,
        b"%PDF-1.4\n",
        b"\x89PNG\r\n\x1a\n...",
        b"text\x00more " * 9,
        b"\x01\x02 " * 90,
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    """NUL bytes, control characters and the magic numbers of other formats are no text."""
    with pytest.raises(UnreadableSource, match="binary data, not text"):
        decode(data)


def test_broken_utf16_is_refused_with_the_place() -> None:
    """Text that its own mark contradicts is an error, not a guess."""
    with pytest.raises(UnreadableSource, match="utf-16"):
        decode(codecs.BOM_UTF16_LE + b"a\x00\x00\xd8b\x00")


@given(st.text(min_size=1))
def test_utf8_is_never_changed_but_for_line_ends(text: str) -> None:
    """Every character of valid UTF-8 without controls comes out again."""
    kept = "".join(c for c in text if c.isprintable())
    if kept.strip() and not binary_kind(kept.encode()):
        assert decode(kept.encode()).text == kept.removeprefix("\ufeff")


@given(st.binary(max_size=600))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    """Random bytes give text without replacement characters of ours, or an UnreadableSource."""
    try:
        text = decode(data).text
    except UnreadableSource:
        return
    assert text.strip()
    assert "\r" not in text


def test_utf16_is_not_seen_in_binary_data() -> None:
    """NUL bytes alone do not make UTF-16."""
    assert guess_utf16(bytes(range(256)) * 8) == ""
    assert guess_utf16(b"no nul at all") == ""
