"""Finds the page in a web archive (.mht): RFC 2557, "MIME Encapsulation of Aggregate Documents"."""

from __future__ import annotations

import email
import re
from email.message import Message
from typing import NamedTuple

from fabula.index.errors import UnreadableSource

_HEADER = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?mime-version:", re.IGNORECASE)
_HEAD_BYTES = 4_096
# Word writes one part in another. Python's parser takes each line through every part around it.
_MAX_MULTIPARTS = 20


class ArchivedPage(NamedTuple):
    """The bytes of a page, and the encoding that its header names; "" for none."""

    data: bytes
    encoding: str
    is_html: bool


def is_web_archive(data: bytes) -> bool:
    """True for data that begins as a message of MIME does."""
    return _HEADER.match(data[:_HEAD_BYTES]) is not None


def archived_page(data: bytes) -> ArchivedPage:
    """The first page of a web archive, or its first plain text. Raises UnreadableSource if there is neither."""
    if data.lower().count(b"multipart/") > _MAX_MULTIPARTS:
        raise UnreadableSource(f"it holds more than {_MAX_MULTIPARTS} parts within parts, which no page needs")
    message = email.message_from_bytes(data.lstrip())
    parts = [part for part in message.walk() if not part.is_multipart()]
    for kind in ("text/html", "application/xhtml+xml", "text/plain"):
        for part in parts:
            if part.get_content_type() == kind and (page := _payload(part)):
                return ArchivedPage(page, part.get_content_charset() or "", kind != "text/plain")
    raise UnreadableSource("it is a web archive without a page in it")


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
