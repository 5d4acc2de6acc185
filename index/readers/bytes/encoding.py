"""Bytes to text: which encoding a file is in. Nothing is ever replaced or dropped in silence."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from fabula.index.errors import UnreadableSource

from .binary import binary_kind, guess_utf16
from .mojibake import mend_mojibake
from .plausible import most_plausible_encoding

__all__ = ["Decoded", "declared_encoding", "decode"]

# chardet reads 200 kB/s to 40 MB/s depending on what it meets; it is sure after far less than this.
_SAMPLE = 65_536
# A file of UTF-8 into which something else was pasted: one byte in fifty of those beyond ASCII.
_MOST_PASTED = 0.02

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Their bytes are all ASCII, so that valid UTF-8 says nothing against them.
_SEVEN_BIT = ("iso2022_jp", "iso2022_kr", "hz", "utf-7")
_LINE_ENDS = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028")
# Alike but for a few letters.
_TWINS = {
    "cp1250": ("cp1250", "iso8859-2"),
    "iso8859-2": ("iso8859-2", "cp1250"),
}
# Of the bytes of a text in which only quotes, dashes and a foreign word now and then are beyond ASCII.
_NEARLY_ASCII = 0.12
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
# Japanese mail of old: two-byte letters between escapes.
_ESCAPES = re.compile(rb"\x1b\$[@B]")
# What the error handler `surrogateescape` makes of a byte that is no UTF-8.
_STRAY = re.compile("[\udc80-\udcff]")


_CHARSET = re.compile(
    rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]*charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE
)
# Browsers look for the declaration within 1,024 bytes; old pages put it later.
_MAX_DECLARATION_BYTES = 4_096


class Decoded(NamedTuple):
    """A file's text with "\\n" for every line end, and the name of the encoding it was in."""

    text: str
    encoding: str


def declared_encoding(data: bytes) -> str:
    """The encoding that the document names in its XML declaration or <meta>; "" if none."""
    found = _CHARSET.search(data[:_MAX_DECLARATION_BYTES])
    return (found[1] or found[2]).decode("ascii") if found else ""


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of `data`. `declared` is the encoding that the document names itself, used if it fits.

    Raises UnreadableSource for data that is empty, no text, or in no encoding that can be told.
    """
    if not data.strip(b" \t\r\n\x00\x1a"):
        raise UnreadableSource("the file is empty" if not data else "the file holds nothing but blanks")
    if kind := binary_kind(data[:65_536]):
        said = "" if kind == "binary data" else f": it is {kind}"
        raise UnreadableSource(f"it holds binary data, not text{said}")
    text, name = _decode(data, declared)
    text = text.removeprefix("\ufeff").rstrip("\x1a\x00")
    if "\x00" in text:
        raise UnreadableSource("it holds binary data, not text")
    if not text.strip("\ufeff \t\r\n\x0b\x0c\x1a\x85\xa0\u2028\u2029"):
        raise UnreadableSource("the file holds nothing but blanks")
    return Decoded(mend_mojibake(_with_line_ends(text)), name)


def _with_line_ends(text: str) -> str:
    for end in _LINE_ENDS:
        if end in text:
            text = text.replace(end, "\n")
    return text.replace("\u2029", "\n\n") if "\u2029" in text else text


def _decode(data: bytes, declared: str) -> tuple[str, str]:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _strictly(data, name), name
    if name := guess_utf16(data[:65_536]):
        return _strictly(data, name), name
    own = _known(declared)
    if not own and _ESCAPES.search(data[:65_536]) and not _BEYOND_ASCII.search(data):
        own = "iso2022_jp"
    if own in _SEVEN_BIT:
        return _strictly(data, own), own
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if (pasted := _utf8_with_pastes(data)) is not None:
        return pasted, "utf-8 with cp1252"
    detected = _detected(data)
    candidates = [name for name in (own, detected) if name and name != "utf-8"]
    if not own and _is_nearly_ascii(data):
        # Too little for statistics: what is wrong with a text says more.
        candidates = [most_plausible_encoding(data, [*candidates, "cp1252", "mac-roman", "cp850"]) or "cp1252"]
    elif not own and detected in _TWINS:
        candidates = [most_plausible_encoding(data, _TWINS[detected]) or detected]
    for name in (*candidates, "cp1252"):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    raise UnreadableSource("its bytes are text in no encoding that could be recognised")


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"it should be {name}, but is not from byte {error.start:,} on") from error


def _known(declared: str) -> str:
    """Python's name of a declared encoding; "" if unknown. Browsers read Latin-1 as cp1252, and so do we."""
    try:
        name = codecs.lookup(declared.strip()).name if declared.strip() else ""
        text_codec = not name or isinstance(b"a".decode(name), str)
    except (LookupError, ValueError, UnicodeError):
        return ""
    return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, name) if text_codec else ""


def _is_nearly_ascii(data: bytes) -> bool:
    return len(data) - len(data.translate(None, bytes(range(128, 256)))) < _NEARLY_ASCII * len(data)


def _detected(data: bytes) -> str:
    # 60 ms to import, and most files are UTF-8.
    import chardet

    first = _BEYOND_ASCII.search(data)
    start = max(0, first.start() - _SAMPLE // 4) if first else 0
    return _known(chardet.detect(data[start : start + _SAMPLE])["encoding"] or "")


def _utf8_with_pastes(data: bytes) -> str | None:
    """UTF-8 in which a few bytes are Windows' own quotes and dashes; None if it is not like that."""
    text = data.decode("utf-8", "surrogateescape")
    strays = len(_STRAY.findall(text))
    beyond_ascii = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if strays > beyond_ascii * _MOST_PASTED:
        return None
    try:
        return _STRAY.sub(lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252"), text)
    except UnicodeDecodeError:
        return None
