"""Finds the encoding of a file and decodes it. Nothing is replaced or dropped silently."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from fabula.index.errors import UnreadableSource
from .binary import binary_kind, guess_utf16
from .mojibake import mend_mojibake
from .plausible import most_plausible_encoding

# chardet reads 200 kB/s to 40 MB/s, depending on the text; it is sure after far less than this.
_SAMPLE_BYTES = 65_536
# UTF-8 with pastes in another encoding: at most one in fifty of the bytes beyond ASCII.
_MAX_PASTED_SHARE = 0.02

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# All their bytes are ASCII: they are valid UTF-8, too.
_SEVEN_BIT = ("iso2022_jp", "iso2022_kr", "hz", "utf-7")
_PAGE_END = "\x0c"
_LINE_ENDS = ("\r\n", "\r", "\x0b", _PAGE_END, "\x85", "\u2028")
# Encodings that differ in a few letters.
_TWINS = {"cp1250": ("cp1250", "iso8859-2"), "iso8859-2": ("iso8859-2", "cp1250")}
# Share of bytes beyond ASCII in a text where only quotes, dashes and a rare foreign word need them.
_NEARLY_ASCII_SHARE = 0.12
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
# Old Japanese mail: two-byte letters between escapes.
_ESCAPES = re.compile(rb"\x1b\$[@B]")
# The error handler `surrogateescape` makes these of bytes that are no UTF-8.
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
    match = _CHARSET.search(data[:_MAX_DECLARATION_BYTES])
    return (match[1] or match[2]).decode("ascii") if match else ""


def decode(data: bytes, declared: str = "", *, keeps_pages: bool = False) -> Decoded:
    """The text of `data`. `declared`: the encoding that the document names, used if it fits.

    keeps_pages  form feeds stay; else each is a line end.

    Raises UnreadableSource for data that is empty, no text, or in no encoding that can be recognised.
    """
    if not data.strip(b" \t\r\n\x00\x1a"):
        raise UnreadableSource("the file is empty" if not data else "the file holds nothing but blanks")
    if kind := binary_kind(data[:65_536]):
        detail = "" if kind == "binary data" else f": it is {kind}"
        raise UnreadableSource(f"it holds binary data, not text{detail}")
    text, name = _decode(data, declared)
    text = text.removeprefix("\ufeff").rstrip("\x1a\x00")
    # In text with wide letters it takes 1 ms/MB to look for, in bytes 0.03.
    if b"\x00" in data and "\x00" in text:
        raise UnreadableSource("it holds binary data, not text")
    if not text.strip("\ufeff \t\r\n\x0b\x0c\x1a\x85\xa0\u2028\u2029"):
        raise UnreadableSource("the file holds nothing but blanks")
    return Decoded(mend_mojibake(_normalise_line_ends(text, keeps_pages)), name)


def _normalise_line_ends(text: str, keeps_pages: bool) -> str:
    for end in _LINE_ENDS:
        # Two signs that a text lacks take 1.3 ms/MB to look for, one sign 0.07.
        if end[0] in text and end in text and not (keeps_pages and end == _PAGE_END):
            text = text.replace(end, "\n")
    return text.replace("\u2029", "\n\n") if "\u2029" in text else text


def _decode(data: bytes, declared: str) -> tuple[str, str]:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _decode_strictly(data, name), name
    if name := guess_utf16(data[:65_536]):
        return _decode_strictly(data, name), name
    declared_codec = _codec_name(declared)
    if not declared_codec and _ESCAPES.search(data[:65_536]) and not _BEYOND_ASCII.search(data):
        declared_codec = "iso2022_jp"
    if declared_codec in _SEVEN_BIT:
        return _decode_strictly(data, declared_codec), declared_codec
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if (text := _utf8_with_pastes(data)) is not None:
        return text, "utf-8 with cp1252"
    detected = _detect(data)
    candidates = [name for name in (declared_codec, detected) if name and name != "utf-8"]
    if not declared_codec and _is_nearly_ascii(data):
        # Too few bytes for statistics: signs of a wrong encoding are surer.
        candidates = [most_plausible_encoding(data, [*candidates, "cp1252", "mac-roman", "cp850"]) or "cp1252"]
    elif not declared_codec and detected in _TWINS:
        candidates = [most_plausible_encoding(data, _TWINS[detected]) or detected]
    for name in (*candidates, "cp1252"):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    raise UnreadableSource("its bytes are text in no encoding that could be recognised")


def _decode_strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"it should be {name}, but is not from byte {error.start:,} on") from error


def _codec_name(declared: str) -> str:
    """Python's name of a declared encoding; "" if unknown. Latin-1 is read as cp1252, as in browsers."""
    try:
        name = codecs.lookup(declared.strip()).name if declared.strip() else ""
        is_text_codec = not name or isinstance(b"a".decode(name), str)
    except (LookupError, ValueError, UnicodeError):
        return ""
    return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, name) if is_text_codec else ""


def _is_nearly_ascii(data: bytes) -> bool:
    return len(data) - len(data.translate(None, bytes(range(128, 256)))) < _NEARLY_ASCII_SHARE * len(data)


def _detect(data: bytes) -> str:
    # 60 ms to import, and most files are UTF-8.
    import chardet

    first = _BEYOND_ASCII.search(data)
    start = max(0, first.start() - _SAMPLE_BYTES // 4) if first else 0
    return _codec_name(chardet.detect(data[start : start + _SAMPLE_BYTES])["encoding"] or "")


def _utf8_with_pastes(data: bytes) -> str | None:
    """`data` as UTF-8 in which a few bytes are quotes and dashes of cp1252; None if it is not."""
    text = data.decode("utf-8", "surrogateescape")
    strays = len(_STRAY.findall(text))
    beyond_ascii = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if strays > beyond_ascii * _MAX_PASTED_SHARE:
        return None
    try:
        return _STRAY.sub(lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252"), text)
    except UnicodeDecodeError:
        return None
