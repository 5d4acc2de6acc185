"""Bytes to text, as crudely as it can be done without the readers' detection of encodings."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]{1,40})""", re.IGNORECASE)
_DECLARED_WITHIN_BYTES = 2_048
# What archives hold that say nothing of their encoding. A wrong one gives words that nobody has read.
_LEGACY = ("cp1252", "cp1251", "koi8-r", "cp1250", "mac-roman", "cp437", "cp850", "cp866", "mac-cyrillic", "iso8859-2",
           "cp1253", "cp1254", "cp1255", "cp1256", "gb18030", "shift-jis", "euc-jp", "big5", "euc-kr")  # fmt: skip


def decodings(data: bytes) -> Iterator[str]:
    """`data` as text: by its mark, by what it declares, as UTF-8, and then as each of the older encodings.

    Only the first counts where one is certain; else the caller takes the one that agrees best with what was read.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            yield data[len(mark) :].decode(encoding, "replace")
            return
    if wide := _wide(data):
        yield data.decode(wide, "replace")
        return
    with_errors = declared = _declared(data)
    for encoding in filter(None, ("utf-8", declared)):
        try:
            yield data.decode(encoding)
        except ValueError:
            continue
        # Nearly all that is valid UTF-8 is UTF-8; a page may declare what it is not.
        if encoding == "utf-8":
            return
    for encoding in _LEGACY:
        yield data.decode(encoding, "replace")
    # Last: a text that is UTF-8 but for some bytes, or what it declares.
    for encoding in filter(None, ("utf-8", with_errors)):
        yield data.decode(encoding, "replace")


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:_DECLARED_WITHIN_BYTES])
    if match is None:
        return ""
    try:
        return codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return ""


def _wide(data: bytes) -> str:
    """UTF-16 without a mark, by the zero bytes beside Latin letters; "" for anything else."""
    even, odd = data[:512:2].count(0), data[1:512:2].count(0)
    enough = len(data[:512]) // 4
    if enough and max(even, odd) > enough and min(even, odd) < enough // 4:
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""
