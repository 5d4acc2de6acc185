"""The words of EPUB, Word and OpenDocument: text out of the members of a zip.

Zip is read by the standard library, as the readers do: there is no other way.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator

from fabula.index.files.source import MAX_BYTES
from .decoding import decodings
from .markup import page_text
from .rich_text import rich_text
from .xml_text import xml_text

_PAGE_NAME = re.compile(r"\.(?:xhtml|html|htm|xht|xml)$", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:\w{1,20}:)?(?:html|body)\b", re.IGNORECASE)
_LOOKED_AT_BYTES = 4_096
_WORD_PARTS = re.compile(r"word/(?:document|footnotes|endnotes|comments|header|footer)\d*\.xml", re.IGNORECASE)
_WORD_CHUNK = re.compile(r"(?:word/)?[^/]*\.(?:x?html?|xht|txt|rtf|mht|mhtml|docx)", re.IGNORECASE)
# Programs that do not know a drawing show the fallback, which repeats its words. The others say where a drawing stands.
_WORD_WITHOUT = ("Fallback", "align", "posOffset", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset")
_OPEN_DOCUMENT_PARTS = re.compile(r"(?:content|styles)\.xml")


def epub_text(data: bytes) -> str:
    """All documents that look like pages, whether the reading order has them or not, without their heads."""
    return _members_text(data, _PAGE_NAME.search, _page)


def word_text(data: bytes) -> str:
    """The document, its notes, comments, headers and footers, and chunks of other formats in it."""

    def text(name: str, content: bytes) -> str:
        if not name.lower().endswith(".xml"):
            return _chunk(name, content)
        return xml_text(content, without=_WORD_WITHOUT)

    return _members_text(data, lambda name: _WORD_PARTS.fullmatch(name) or _WORD_CHUNK.fullmatch(name), text)


def open_document_text(data: bytes) -> str:
    """The content, and the headers and footers among the styles; or a flat document."""
    if not data.startswith(b"PK"):
        return xml_text(data, without=("binary-data", "script", "meta", "settings"))
    return _members_text(
        data, _OPEN_DOCUMENT_PARTS.fullmatch, lambda _, content: xml_text(content, without=("binary-data", "script"))
    )


def _page(_: str, content: bytes) -> str:
    if not _PAGE.search(content[:_LOOKED_AT_BYTES]):
        return ""
    return page_text(next(decodings(content)), with_head=False)


def _chunk(name: str, content: bytes) -> str:
    if name.lower().endswith(".docx"):
        return word_text(content)
    if name.lower().endswith(".rtf"):
        return next(rich_text(content))
    return page_text(next(decodings(content)))


def _members_text(data: bytes, is_read: Callable[[str], object], text_of: Callable[[str, bytes], str]) -> str:
    """Raises what zipfile raises for a zip that is damaged, and ValueError for one that unpacks to too much."""
    return "\n".join(text_of(name, content) for name, content in _members(data, is_read))


def _members(data: bytes, is_read: Callable[[str], object]) -> Iterator[tuple[str, bytes]]:
    # All members unpacked, as much as is read of one file.
    left = MAX_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            name = entry.filename.replace("\\", "/")
            if not is_read(name):
                continue
            with archive.open(entry) as stream:
                content = stream.read(left + 1)
            left -= len(content)
            if left < 0:
                raise ValueError("it unpacks to more than is read")
            yield name, content
