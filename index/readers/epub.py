"""EPUB 2 and 3, under any name: a package of pages, one work."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..errors import UnreadableSource
from ..model import Block, BlockKind, Chapter, Work
from ..source import Source
from . import gutenberg
from .chapters import Chapters
from .encoding import decode
from .fanficfare import without_shelf_marks
from .headings import name_key
from .html import declared_encoding, own_titles, story_and_header, without_markup
from .labels import Described
from .made import made
from .markup import Page, read_page
from .navigation import Entry, from_ncx, from_page
from .opf import Item, Package, parse_xml, read_package
from .zipped import Zipped

__all__ = ["EpubReader"]

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
# Scrambled fonts are no obstacle to reading (EPUB 3.3, "Font obfuscation", and Adobe's older way).
_FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_BESIDE = re.compile(
    r"(?:half)?-?_?title-?_?page\d*|cover(?:page|image)?|toc|contents|nav|copyright(?:-?_?page)?|colophon|imprint|uncopyright"
    r"|endnotes|footnotes|notes",
    re.IGNORECASE,
)


class _File(NamedTuple):
    """One page of the spine. `is_beside`: it is no part of the story."""

    name: str
    page: Page
    is_beside: bool


class EpubReader:
    """Reads EPUB 2 and 3 (kepub included), unless they are protected."""

    name = "epub"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()
        if head.startswith(b"PK\x03\x04"):
            if b"mimetypeapplication/epub+zip" in head[:200]:
                return 95
            if source.suffix == ".epub" or _CONTAINER.encode() in head:
                return 90
            return 0
        return 60 if source.suffix == ".epub" else 0

    def read(self, source: Source) -> Iterator[Work]:
        with source.open() as stream, Zipped(stream) as archive:
            _refuse_protected(archive)
            name = _package_name(archive)
            package = read_package(archive.read(name), name, without_markup)
            entries = _entries(archive, package)
            files = [_file(archive, item, package) for item in _in_order(package)]
        described = package.described
        for file in files:
            # A title page's table of tags, as archives write it; the package has the last word.
            described = (
                described.over(story_and_header(file.page)[1].without_names()) if _is_early(file, files) else described
            )
        described = replace(described, metadata=without_shelf_marks(described.metadata))
        yield made(EpubReader.name, source, described, _chapters(files, entries, described))


def _is_early(file: _File, files: Sequence[_File]) -> bool:
    return any(file is early for early in files[:3])


def _refuse_protected(archive: Zipped) -> None:
    if _ENCRYPTION not in archive:
        return
    root = parse_xml(archive.read(_ENCRYPTION), _ENCRYPTION)
    for element in root.iter("{*}EncryptionMethod"):
        if element.get("Algorithm") not in _FONT_OBFUSCATION:
            raise UnreadableSource(
                "it is protected by DRM, so its text cannot be read",
                hint="Only the shop that sold it can open it; index an unprotected copy.",
            )


def _package_name(archive: Zipped) -> str:
    if _CONTAINER not in archive:
        raise UnreadableSource(f"it is a zip archive without {_CONTAINER}, so no EPUB")
    for element in parse_xml(archive.read(_CONTAINER), _CONTAINER).iter("{*}rootfile"):
        if path := element.get("full-path"):
            return posixpath.normpath(str(path))
    raise UnreadableSource(f"its {_CONTAINER} names no package document")


def _entries(archive: Zipped, package: Package) -> list[Entry]:
    entries: list[Entry] = []
    if package.navigation in archive:
        entries = from_page(_text(archive, package.navigation), package.navigation)
    if not entries and package.ncx in archive:
        entries = from_ncx(archive.read(package.ncx), package.ncx)
    return entries


def _in_order(package: Package) -> list[Item]:
    return [item for item in package.spine if item.is_linear] + [item for item in package.spine if not item.is_linear]


def _text(archive: Zipped, name: str) -> str:
    data = archive.read(name)
    if not data.strip():
        return ""
    try:
        return decode(data, declared_encoding(data)).text
    except UnreadableSource as error:
        raise UnreadableSource(f"its file {name} cannot be read: {error}") from error


def _file(archive: Zipped, item: Item, package: Package) -> _File:
    try:
        page = read_page(_text(archive, item.name))
    except UnreadableSource as error:
        raise UnreadableSource(str(error) if item.name in str(error) else f"its file {item.name}: {error}") from error
    stem = posixpath.basename(item.name).partition(".")[0]
    is_beside = (
        not item.is_linear
        or item.name == package.navigation
        or item.name in package.beside
        or _BESIDE.fullmatch(stem) is not None
    )
    return _File(item.name, page, is_beside)


def _chapters(files: Sequence[_File], entries: Sequence[Entry], described: Described) -> tuple[Chapter, ...]:
    """The table of contents names the chapters; a file that it leaves out goes on with the last one, unless the file
    itself begins with a heading and the table names nothing at all."""
    chapters = Chapters()
    own = own_titles(described)
    by_file = _by_file(entries)
    apart = _gutenberg([file.page for file in files])
    for number, file in enumerate(files):
        opened = _openings(file, by_file.get(file.name, ()), has_table=bool(by_file))
        for index, block in enumerate(file.page.blocks):
            is_note = file.is_beside or (number, index) in apart
            if index in opened and not is_note:
                # A file called like the work begins its text, but is no chapter of it.
                chapters.open("" if name_key(opened[index]) in own else opened[index], file.name)
            if is_note and block.text:
                block = Block(BlockKind.NOTE, " ".join(block.text.split("\n")))
            elif block.kind is BlockKind.HEADING:
                block = Block(block.kind, block.text, 1 if index in opened else max(2, block.level), block.gap)
            if not (is_note and block.kind is BlockKind.BREAK):
                chapters.add(block)
    return chapters.finish()


def _by_file(entries: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    """The entries of each file that open a chapter: those of the first one's depth. Deeper ones are sections of it."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        listed = found.setdefault(entry.name, [])
        if not listed or listed[0].depth >= entry.depth:
            listed.append(entry)
    return found


def _openings(file: _File, entries: Sequence[Entry], *, has_table: bool) -> dict[int, str]:
    """Index of a block -> title of the chapter that opens with it."""
    blocks, anchors = file.page.blocks, file.page.anchors
    opened: dict[int, str] = {}
    for place, entry in enumerate(entries):
        # The first entry of a file is for all of it, wherever in its head the anchor stands.
        index = 0 if place == 0 and anchors.get(entry.anchor, 0) <= 2 else anchors.get(entry.anchor, 0)
        opened.setdefault(index, entry.title)
    if not entries and not has_table:
        first = next((i for i, block in enumerate(blocks) if block.kind is BlockKind.HEADING), None)
        if first is not None and first <= 2 and blocks[first].level <= 3:
            opened[0] = blocks[first].text
    return {index: title for index, title in opened.items() if index < len(blocks)}


def _gutenberg(pages: Sequence[Page]) -> set[tuple[int, int]]:
    """(file, block) of everything that is Project Gutenberg's own."""
    places = [(number, index) for number, page in enumerate(pages) for index in range(len(page.blocks))]
    texts = [pages[number].blocks[index].text for number, index in places]
    found = gutenberg.bounds(texts, marked=True)
    if not found:
        return set()
    return {
        place
        for order, place in enumerate(places)
        if not found.start <= order < found.end or gutenberg.is_boilerplate(texts[order])
    }
