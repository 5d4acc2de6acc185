"""Is this HTML? What the first bytes of a file say, whatever its name."""

from __future__ import annotations

import codecs
import re

__all__ = ["looks_like_html"]

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])",
    re.IGNORECASE | re.DOTALL,
)


def looks_like_html(head: bytes) -> bool:
    """True if a file beginning with `head` says in so many words that it is HTML."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head[2:].replace(b"\x00", b"")
    return _HTML.match(head.removeprefix(codecs.BOM_UTF8)) is not None
