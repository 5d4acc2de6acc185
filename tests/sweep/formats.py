"""The formats of the sweep: how the scenes of a work become the bytes of a file, and which units a format has."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from .document_units import FICTION_BOOK_UNITS, OPEN_DOCUMENT_UNITS, RTF_UNITS, TEI_UNITS, WORD_UNITS
from .light_units import ASCIIDOC_UNITS, MARKDOWN_UNITS, ORG_UNITS
from .page_units import PAGE_UNITS
from .text_units import TEXT_UNITS
from .units import SPEECH_UNITS, Unit

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile '
    'full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title></metadata>'
    "<manifest>{items}</manifest><spine>{order}</spine></package>"
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {"office": "office", "text": "text", "draw": "drawing", "table": "table"}.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Format(NamedTuple):
    """A format of files.

    reader      the name of its reader.
    markup      the units that are written in its own markup.
    to_bytes    the file of these scenes, in which paragraphs are parted by blank lines.
    from_plain  a paragraph without markup as one of the format; None if they are the same.
    """

    name: str
    reader: str
    suffix: str
    markup: Sequence[Unit]
    to_bytes: Callable[[Sequence[str]], bytes]
    from_plain: Callable[[str], str] | None = None

    @property
    def units(self) -> tuple[Unit, ...]:
        return (*self.markup, *TEXT_UNITS, *SPEECH_UNITS)

    def written(self, scenes: Sequence[str], *, is_markup: bool) -> bytes:
        if not is_markup and self.from_plain:
            scenes = ["\n".join(map(self.from_plain, scene.split("\n\n"))) for scene in scenes]
        return self.to_bytes(scenes)


def _zip(members: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in members.items():
            archive.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)
    return stream.getvalue()


def _text(scenes: Sequence[str]) -> bytes:
    return "\n\n* * *\n\n".join(scenes).encode()


def _page(scenes: Sequence[str]) -> bytes:
    body = "\n<hr/>\n".join(scenes)
    return f"<!DOCTYPE html><html><head><title>T</title></head><body>{body}</body></html>".encode()


def _epub(scenes: Sequence[str]) -> bytes:
    head = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>'
    pages = {f"p{number}.xhtml": f"{head}{scene}</body></html>" for number, scene in enumerate(scenes)}
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages)
    order = "".join(f'<itemref idref="{name}"/>' for name in pages)
    package = _PACKAGE.format(items=items, order=order)
    head = {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER, "book.opf": package}
    return _zip(head | pages)


def _docx(scenes: Sequence[str]) -> bytes:
    body = "<w:p><w:r><w:t>* * *</w:t></w:r></w:p>".join(scenes)
    return _zip(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": _WORD_RELATIONS,
            "word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>",
        }
    )


def _odt(scenes: Sequence[str]) -> bytes:
    body = "<text:p>* * *</text:p>".join(scenes)
    content = f"<office:body><office:text>{body}</office:text></office:body>"
    return _zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF}>{content}</office:document-content>",
        }
    )


def _rtf(scenes: Sequence[str]) -> bytes:
    body = r"\par * * *\par ".join(scenes)
    return rf"{{\rtf1\ansi\ansicpg1252 {body}\par}}".encode("cp1252", "replace")


def _rtf_paragraph(text: str) -> str:
    text = re.sub(r"[\\{}]", r"\\\g<0>", text).replace("\n", "\\line ")
    return "".join(char if char < "\x80" else f"\\u{ord(char)}?" if char < "\u8000" else "?" for char in text) + "\\par"


def _fb2(scenes: Sequence[str]) -> bytes:
    body = "".join(f"<section>{scene}</section>" for scene in scenes)
    return (
        '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">'
        f"<body>{body}</body></FictionBook>"
    ).encode()


def _tei(scenes: Sequence[str]) -> bytes:
    body = "".join(f"<div>{scene}</div>" for scene in scenes)
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{body}</body></text></TEI>'.encode()


def _jsonl(scenes: Sequence[str]) -> bytes:
    return json.dumps({"title": "T", "text": "\n\n* * *\n\n".join(scenes)}).encode()


def _mobi(scenes: Sequence[str]) -> bytes:
    """A book without compression, in records of 4,096 bytes."""
    text = _page(scenes)
    pieces = [text[start : start + 4096] for start in range(0, len(text), 4096)]
    count = len(pieces)
    title = b"T"
    head = struct.pack(">HHIHHHH", 1, 0, len(text), count, 4096, 0, 0)
    head += b"MOBI" + struct.pack(">IIIII", 232, 2, 65001, 0, 6)
    head = head.ljust(84, b"\xff") + struct.pack(">II", 248, len(title))
    head = head.ljust(128, b"\0") + bytes(4)
    head = head.ljust(248, b"\0") + title + bytes(4)
    records = [head, *pieces]
    start = 78 + 8 * len(records) + 2
    entries = b""
    for number, record in enumerate(records):
        entries += struct.pack(">II", start, number * 2)
        start += len(record)
    palm = b"T".ljust(32, b"\0") + bytes(28) + b"BOOKMOBI" + bytes(8) + struct.pack(">H", len(records))
    return palm + entries + b"\0\0" + b"".join(records)


def _in_elements(opening: str, closing: str) -> Callable[[str], str]:
    return lambda text: f"{opening}{_NOT_IN_XML.sub('', escape(text))}{closing}"


_PARAGRAPH = _in_elements("<p>", "</p>")

FORMATS = (
    Format("text", "text", ".txt", (), _text),
    Format("HTML", "html", ".html", PAGE_UNITS, _page, _PARAGRAPH),
    Format("EPUB", "epub", ".epub", PAGE_UNITS, _epub, _PARAGRAPH),
    Format("Markdown", "markdown", ".md", MARKDOWN_UNITS, _text),
    Format("Word", "docx", ".docx", WORD_UNITS, _docx, _in_elements("<w:p><w:r><w:t>", "</w:t></w:r></w:p>")),
    Format("OpenDocument", "odt", ".odt", OPEN_DOCUMENT_UNITS, _odt, _in_elements("<text:p>", "</text:p>")),
    Format("RTF", "rtf", ".rtf", RTF_UNITS, _rtf, _rtf_paragraph),
    Format("FictionBook", "fb2", ".fb2", FICTION_BOOK_UNITS, _fb2, _PARAGRAPH),
    Format("TEI", "tei", ".xml", TEI_UNITS, _tei, _PARAGRAPH),
    Format("org", "org", ".org", ORG_UNITS, _text),
    Format("AsciiDoc", "asciidoc", ".adoc", ASCIIDOC_UNITS, _text),
    Format("JSON Lines", "jsonl", ".jsonl", (), _jsonl),
    Format("Mobipocket", "mobi", ".mobi", PAGE_UNITS, _mobi, _PARAGRAPH),
)
