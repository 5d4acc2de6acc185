"""Writes the same works as plain text, HTML, EPUB and Word documents, a folder for each format."""

from __future__ import annotations

import html
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from fabula.index import BlockKind, Chapter, Work
from fabula.index.files.file_source import FileSource
from fabula.index.readers.plain_text.reader import TextReader

__all__ = ["FORMATS", "works_below", "write_work"]

FORMATS = ("txt", "html", "epub", "docx")
_SEED = 20
_PAGE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title>'
    '<meta name="author" content="{author}"/></head><body>\n{body}\n</body></html>\n'
)
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">{title}</dc:identifier><dc:title>{title}'
    "</dc:title><dc:creator>{author}</dc:creator><dc:language>en</dc:language></metadata><manifest>{items}</manifest>"
    "<spine>{spine}</spine></package>"
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGES = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGES}/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
    f' ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGES}/relationships"><Relationship Id="r1" Type="{_OFFICE}/officeDocument"'
    f' Target="word/document.xml"/><Relationship Id="r2" Type="{_PACKAGES}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
_PART_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGES}/relationships"><Relationship Id="r1" Type="{_OFFICE}/styles"'
    ' Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f'<w:styles xmlns:w="{_WORD}"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
)
_CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGES}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:language>en</dc:language></cp:coreProperties>"
)


def works_below(folder: Path, max_bytes: float) -> Iterator[Work]:
    """Works read from the plain texts below `folder`, up to `max_bytes` of files.

    The order is shuffled with a fixed seed, so that the first megabytes are not one author's.
    """
    paths = sorted(folder.rglob("*.txt"))
    random.Random(_SEED).shuffle(paths)
    size = 0
    for path in paths:
        size += path.stat().st_size
        if size > max_bytes:
            return
        yield from TextReader().read(FileSource.at(path))


def write_work(work: Work, folder: Path, number: int) -> None:
    """Write `work` in each format below `folder`, under the same name. As plain text it is the file that it is from."""
    for name in FORMATS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    names = {"title": html.escape(work.title), "author": html.escape(", ".join(work.authors))}
    (folder / "txt" / f"{number:04}.txt").write_bytes(Path(work.source, work.path).read_bytes())
    chapters = ["\n".join(_markup(kind, text) for kind, text in _blocks(chapter)) for chapter in work.chapters]
    page = _PAGE.format(body="\n".join(chapters), **names)
    (folder / "html" / f"{number:04}.html").write_text(page, encoding="utf-8")
    _write_epub(folder / "epub" / f"{number:04}.epub", chapters, names)
    _write_docx(folder / "docx" / f"{number:04}.docx", work, names)


def _write_epub(path: Path, chapters: list[str], names: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr("META-INF/container.xml", _CONTAINER)
        pages = [f"{chapter}.xhtml" for chapter in range(len(chapters))]
        items = "".join(f'<item id="c{page}" href="{page}" media-type="application/xhtml+xml"/>' for page in pages)
        spine = "".join(f'<itemref idref="c{page}"/>' for page in pages)
        book.writestr("content.opf", _PACKAGE.format(items=items, spine=spine, **names))
        for page, body in zip(pages, chapters, strict=True):
            book.writestr(page, _PAGE.format(body=body, **names))


def _write_docx(path: Path, work: Work, names: dict[str, str]) -> None:
    paragraphs = "\n".join(_word_paragraph(kind, text) for chapter in work.chapters for kind, text in _blocks(chapter))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _CONTENT_TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/_rels/document.xml.rels", _PART_RELATIONS)
        package.writestr("word/styles.xml", _STYLES)
        package.writestr("docProps/core.xml", _CORE.format(**names))
        body = f'<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}</w:body></w:document>'
        package.writestr("word/document.xml", body)


def _blocks(chapter: Chapter) -> Iterator[tuple[BlockKind, str]]:
    for block in chapter.blocks:
        yield block.kind, html.escape(block.text, quote=False)


def _markup(kind: BlockKind, text: str) -> str:
    if kind is BlockKind.BREAK:
        return "<hr/>"
    if kind is BlockKind.HEADING:
        return f"<h2>{text}</h2>"
    return f"<p>{text.replace(chr(10), '<br/>')}</p>"


def _word_paragraph(kind: BlockKind, text: str) -> str:
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if kind is BlockKind.HEADING else ""
    text = "* * *" if kind is BlockKind.BREAK else text
    lines = "</w:t><w:br/><w:t>".join(text.split("\n"))
    return f'<w:p>{style}<w:r><w:t xml:space="preserve">{lines}</w:t></w:r></w:p>'
