"""Writes the files of the sweep: a file of each format, of the scenes of a work and the fields that describe it.

Both are in the format's own markup, with blank lines between paragraphs.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Mapping, Sequence

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile '
    'full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{fields}</metadata>'
    "<manifest>{items}</manifest><spine>{order}</spine></package>"
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGES = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGES}">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="r2" Type="{_PACKAGES}/metadata/core-properties" Target="core.xml"/></Relationships>'
)
_DUBLIN_CORE = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF_SPACES = {"office": "office", "text": "text", "draw": "drawing", "table": "table", "meta": "meta"}
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in _ODF_SPACES.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip


def _zip(members: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in members.items():
            archive.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)
    return stream.getvalue()


def text_file(scenes: Sequence[str], fields: str = "") -> bytes:
    """A file of text, or of light markup; the fields stand above the text."""
    return (fields + "\n\n* * *\n\n".join(scenes)).encode()


def front_matter_file(scenes: Sequence[str], fields: str = "") -> bytes:
    """A file of Markdown, whose fields are front matter."""
    return text_file(scenes, f"---\n{fields}\n---\n\n" if fields else "")


def page_file(scenes: Sequence[str], fields: str = "") -> bytes:
    body = "\n<hr/>\n".join(scenes)
    return f"<!DOCTYPE html><html><head>{fields or '<title>T</title>'}</head><body>{body}</body></html>".encode()


def epub_file(scenes: Sequence[str], fields: str = "", navigation: str = "") -> bytes:
    """A book in which each scene is a page; `navigation`: the items of its table of contents."""
    head = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>'
    pages = {f"p{number}.xhtml": f"{head}{scene}</body></html>" for number, scene in enumerate(scenes)}
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages)
    order = "".join(f'<itemref idref="{name}"/>' for name in pages)
    items += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    package = _PACKAGE.format(items=items, order=order, fields=fields or "<dc:title>T</dc:title>")
    members = {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER, "book.opf": package}
    contents = {"nav.xhtml": f"{head}<nav><ol>{navigation}</ol></nav></body></html>"}
    return _zip(members | pages | contents)


def epub_of_contents(scenes: Sequence[str], fields: str = "") -> bytes:
    """A book whose fields are the items of its table of contents."""
    return epub_file(scenes, "", fields)


def docx_file(scenes: Sequence[str], fields: str = "") -> bytes:
    body = "<w:p><w:r><w:t>* * *</w:t></w:r></w:p>".join(scenes)
    return _zip(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": _WORD_RELATIONS,
            "word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>",
            "core.xml": f'<cp:coreProperties xmlns:cp="{_CORE}" {_DUBLIN_CORE}>{fields}</cp:coreProperties>',
        }
    )


def odt_file(scenes: Sequence[str], fields: str = "") -> bytes:
    body = "<text:p>* * *</text:p>".join(scenes)
    content = f"<office:body><office:text>{body}</office:text></office:body>"
    meta = f"<office:meta {_DUBLIN_CORE}>{fields}</office:meta>"
    return _zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF}>{content}</office:document-content>",
            "meta.xml": f"<office:document-meta {_ODF}>{meta}</office:document-meta>",
        }
    )


def rtf_file(scenes: Sequence[str], fields: str = "") -> bytes:
    body = r"\par * * *\par ".join(scenes)
    return rf"{{\rtf1\ansi\ansicpg1252 {{\info {fields}}}{body}\par}}".encode("cp1252", "replace")


def fb2_file(scenes: Sequence[str], fields: str = "") -> bytes:
    body = "".join(f"<section>{scene}</section>" for scene in scenes)
    return (
        '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">'
        f"<description><title-info>{fields}</title-info></description><body>{body}</body></FictionBook>"
    ).encode()


def tei_file(scenes: Sequence[str], fields: str = "") -> bytes:
    body = "".join(f"<div>{scene}</div>" for scene in scenes)
    header = (
        f"<fileDesc><titleStmt>{fields}</titleStmt><publicationStmt>{fields}</publicationStmt>"
        f"<sourceDesc><bibl>{fields}</bibl></sourceDesc></fileDesc>"
        f"<profileDesc><abstract>{fields}</abstract><textClass><keywords>{fields}</keywords></textClass></profileDesc>"
    )
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{header if fields else ""}</teiHeader>'
        f"<text><body>{body}</body></text></TEI>"
    ).encode()


def jsonl_file(scenes: Sequence[str], fields: str = "") -> bytes:
    """A line, whose fields have a comma after each."""
    text = json.dumps("\n\n* * *\n\n".join(scenes))
    return f'{{{fields.replace(chr(10), " ")}"text": {text}}}'.encode()


def mobi_file(scenes: Sequence[str], fields: str = "") -> bytes:
    """A book without compression, in records of 4,096 bytes. A field is the number of its record and a value."""
    text = page_file(scenes)
    pieces = [text[start : start + 4096] for start in range(0, len(text), 4096)]
    count = len(pieces)
    title = b"T"
    records = [field.partition(" ") for field in fields.split("\n\n") if field]
    values = [struct.pack(">II", int(number), 8 + len(value.encode())) + value.encode() for number, _, value in records]
    exth = b"".join(values)
    exth = b"EXTH" + struct.pack(">II", 12 + len(exth), len(values)) + exth
    head = struct.pack(">HHIHHHH", 1, 0, len(text), count, 4096, 0, 0)
    head += b"MOBI" + struct.pack(">IIIII", 232, 2, 65001, 0, 6)
    head = head.ljust(84, b"\xff") + struct.pack(">II", 248 + len(exth), len(title))
    head = head.ljust(128, b"\0") + struct.pack(">I", 0x40)
    head = head.ljust(248, b"\0") + exth + title + bytes(4)
    all_records = [head, *pieces]
    start = 78 + 8 * len(all_records) + 2
    entries = []
    for number, record in enumerate(all_records):
        entries.append(struct.pack(">II", start, number * 2))
        start += len(record)
    palm = b"T".ljust(32, b"\0") + bytes(28) + b"BOOKMOBI" + bytes(8) + struct.pack(">H", len(all_records))
    return b"".join((palm, *entries, b"\0\0", *all_records))
