"""A story as a file in one of the formats that people keep, and what takes the place of such a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

from .story import Story

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile '
    'full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_DOCX_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_DOCX_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="'
    'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# A fixed time: the same story gives the same bytes.
_TIME = (2026, 1, 1, 0, 0, 0)

ERROR_PAGE = (
    b"<!DOCTYPE html><html><head><title>504 Gateway Time-out</title></head><body><h1>504 Gateway Time-out</h1>"
    b"<p>The server did not answer in time. Please try again later.</p></body></html>"
)
LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 21504\n"
ANNEX_POINTER = b"/annex/objects/SHA256E-s21504--%s\n"


def to_bytes(story: Story, suffix: str) -> bytes:
    """`story` as a file that ends in `suffix`: .txt, .html, .epub or .docx."""
    return {".txt": _text, ".html": _page, ".epub": _epub, ".docx": _docx}[suffix](story)


def zip_of(members: Mapping[str, bytes]) -> bytes:
    """A zip archive with these members, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _TIME), content)
    return buffer.getvalue()


def sidecar(story: Story, tags: tuple[str, ...], series: str, series_number: str) -> bytes:
    """calibre's metadata.opf for `story`, published on 1 May 2020."""
    subjects = "".join(f"<dc:subject>{tag}</dc:subject>" for tag in tags)
    address = f'<dc:identifier opf:scheme="URL">{escape(story.address)}</dc:identifier>' if story.address else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="2.0" '
        f'unique-identifier="uuid_id"><metadata {_DC} xmlns:opf="http://www.idpf.org/2007/opf">'
        f'<dc:identifier opf:scheme="uuid" id="uuid_id">{_uuid(story)}</dc:identifier>{address}'
        f'<dc:title>{story.title}</dc:title><dc:creator opf:role="aut">{story.author}</dc:creator>'
        f"<dc:date>2020-05-01T00:00:00+00:00</dc:date><dc:language>en</dc:language>{subjects}"
        f'<meta name="calibre:series" content="{series}"/>'
        f'<meta name="calibre:series_index" content="{series_number}"/></metadata><guide/></package>\n'
    ).encode()


def _uuid(story: Story) -> str:
    return f"00000000-0000-4000-8000-{story.number:012}"


def _text(story: Story) -> bytes:
    labels = {"Title": story.title, "Author": story.author, "URL": story.address}
    head = "".join(f"{label}: {value}\n" for label, value in labels.items() if value)
    body = "\n\n* * *\n\n".join("\n\n".join(scene) for scene in story.scenes)
    return f"{head}\n\n{body}\n".lstrip().encode()


def _body(story: Story) -> str:
    return "\n<hr/>\n".join("\n".join(f"<p>{paragraph}</p>" for paragraph in scene) for scene in story.scenes)


def _page(story: Story) -> bytes:
    link = f'<link rel="canonical" href="{escape(story.address)}"/>' if story.address else ""
    head = f'<title>{story.title}</title><meta name="author" content="{story.author}"/>{link}'
    return f"<!DOCTYPE html><html><head>{head}</head><body>\n{_body(story)}\n</body></html>\n".encode()


def _epub(story: Story) -> bytes:
    source = f"<dc:source>{escape(story.address)}</dc:source>" if story.address else ""
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata {_DC}>'
        f'<dc:identifier id="id">urn:uuid:{_uuid(story)}</dc:identifier><dc:title>{story.title}</dc:title>'
        f"<dc:creator>{story.author}</dc:creator>{source}<dc:language>en</dc:language></metadata><manifest>"
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine>'
        "</package>"
    )
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{_body(story)}</body></html>'
    members = {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER}
    members |= {"book.opf": package, "a.xhtml": page}
    return zip_of({name: text.encode() for name, text in members.items()})


def _docx(story: Story) -> bytes:
    scenes = ["".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in scene) for scene in story.scenes]
    body = "<w:p><w:r><w:t>* * *</w:t></w:r></w:p>".join(scenes)
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f"{_DC}><dc:title>{story.title}</dc:title><dc:creator>{story.author}</dc:creator></cp:coreProperties>"
    )
    members = {"[Content_Types].xml": _DOCX_TYPES, "_rels/.rels": _DOCX_RELATIONS, "docProps/core.xml": core}
    members["word/document.xml"] = f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"
    return zip_of({name: text.encode() for name, text in members.items()})
