"""Recognises binary data, UTF-16 and HTML by the first bytes of a file."""

from __future__ import annotations

import codecs
import re

# Formats that another reader reads, or none, whatever their file is called.
_MAGIC = (
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"OggS", "a sound or film"),
    (b"ID3", "a sound"),
    (b"%!PS", "PostScript"),
)
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1A), *range(0x1C, 0x20), 0x7F])
# Many old texts hold a few stray control characters; none holds more than one in a hundred bytes.
_MAX_CONTROL_SHARE = 0.01
_UTF16_SAMPLE_BYTES = 4_096
_NOT_UTF16 = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufff0-\uffff]")

# "。" in either byte order, and the scripts of Chinese, Japanese and Korean.
_IDEOGRAPHIC_STOPS = (b"\x02\x30", b"\x30\x02", b"\x0c\xff", b"\xff\x0c")
_EAST_ASIAN_STOP = re.compile("[。、，]")
_EAST_ASIAN = re.compile("[\u0020-\u007e\n\r\u2010-\u2026\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]")

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])",
    re.IGNORECASE | re.DOTALL,
)


def binary_kind(head: bytes) -> str:
    """The kind of a file that begins with `head` ("a PDF", "binary data"); "" if it may be text."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        return "a Mobipocket book"
    if head[:4] == b"RIFF" and head[8:12] in (b"WAVE", b"WEBP", b"AVI "):
        return "a sound, picture or film"
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or guess_utf16(head):
        return ""
    if b"\x00" in head or _count_controls(head) > _MAX_CONTROL_SHARE * len(head):
        return "binary data"
    return ""


def _count_controls(head: bytes) -> int:
    return len(head) - len(head.translate(None, _CONTROLS))


def guess_utf16(head: bytes) -> str:
    """The byte order of UTF-16 without a byte order mark: "utf-16-le" or "utf-16-be"; "" if `head` is no such text.

    Text in any script has blanks or line ends, which are U+0020 and U+000A in one byte order only; the other order
    makes them U+2000 and U+0A00, which texts do not hold.
    """
    # A regular expression for the stops takes 2 ms for the 64 KB of a head, as long as decoding 1 MB.
    if b"\x00" not in head and not any(stop[:1] in head and stop in head for stop in _IDEOGRAPHIC_STOPS):
        return ""
    sample = head[: min(len(head), _UTF16_SAMPLE_BYTES) & ~1]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "surrogatepass")
        # The end of the sample may cut a pair of surrogates.
        text = text[:-1] if text and "\ud800" <= text[-1] <= "\udfff" else text
        blanks = text.count(" ") + text.count("\n") + text.count("\r")
        if text and not _NOT_UTF16.search(text):
            if blanks >= max(1, len(text) // 200):
                return encoding
            # East Asian text: no blanks between words, but its own stops, and hardly a sign of other scripts.
            if _EAST_ASIAN_STOP.search(text) and len(_EAST_ASIAN.findall(text)) >= 0.9 * len(text):
                return encoding
    return ""


def looks_like_html(head: bytes) -> bool:
    """True if a file that begins with `head` declares itself HTML."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head[2:].replace(b"\x00", b"")
    return _HTML.match(head.removeprefix(codecs.BOM_UTF8)) is not None
