"""A book of pages with a package document: its spine to chapters, whether it lies in an EPUB or in a folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Block, BlockKind, Chapter, Work
from fabula.index.readers.bytes.encoding import declared_encoding, decode
from fabula.index.readers.description import Description
from fabula.index.readers.html.markup import Page, read_page
from fabula.index.readers.html.page_story import story_and_header, strip_markup
from fabula.index.readers.metadata import gutenberg
from fabula.index.readers.metadata.fanficfare import remove_shelf_tags
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.structure.chapters import ChapterBuilder
from fabula.index.readers.structure.heading_chapters import own_title_keys
from fabula.index.readers.structure.heading_text import title_key

from .navigation import TocEntry, read_navigation_document, read_ncx
from .opf import Package, SpineItem, read_package

__all__ = ["BESIDE_STORY", "BookFile", "BookFiles", "book_chapters", "read_book"]

BESIDE_STORY = re.compile(
    r"(?:half)?-?_?title-?_?page\d*|cover(?:page|image)?|toc|contents|nav|copyright(?:-?_?page)?|colophon|imprint|uncopyright"
    r"|endnotes|footnotes|notes",
    re.IGNORECASE,
)


class BookFiles(Protocol):
    """The files of a book, by their names in its package."""

    def __contains__(self, name: str) -> bool: ...

    def read(self, name: str) -> bytes:
        """Raises UnreadableSource, naming the file."""
        ...

    def path_of(self, name: str) -> str:
        """Where the file is within the source."""
        ...


class BookFile(NamedTuple):
    """One page of the spine; `place` is its path in the source. `is_beside`: it is no part of the story."""

    name: str
    place: str
    page: Page
    is_beside: bool


def read_book(reader: str, source: Source, name: str, archive: BookFiles) -> Work:
    """The work with the package document `name` among the files of `source`. Raises UnreadableSource."""
    package = read_package(archive.read(name), name, strip_markup)
    entries = _entries(archive, package)
    files = [_file(archive, item, package) for item in _in_order(package)]
    description = package.description
    for file in files[:3]:
        # A title page's table of tags, as archives write it; the package has the last word.
        description = description.filled_from(story_and_header(file.page)[1].metadata_only())
    description = replace(description, metadata=remove_shelf_tags(description.metadata))
    return make_work(reader, source, description, book_chapters(files, entries, description))


def _entries(archive: BookFiles, package: Package) -> list[TocEntry]:
    entries: list[TocEntry] = []
    if package.navigation in archive:
        entries = read_navigation_document(_text(archive, package.navigation), package.navigation)
    if not entries and package.ncx in archive:
        entries = read_ncx(archive.read(package.ncx), package.ncx)
    return entries


def _in_order(package: Package) -> list[SpineItem]:
    return [item for item in package.spine if item.is_linear] + [item for item in package.spine if not item.is_linear]


def _text(archive: BookFiles, name: str) -> str:
    data = archive.read(name)
    if not data.strip():
        return ""
    try:
        return decode(data, declared_encoding(data)).text
    except UnreadableSource as error:
        raise UnreadableSource(f"its file {name} cannot be read: {error}") from error


def _file(archive: BookFiles, item: SpineItem, package: Package) -> BookFile:
    try:
        page = read_page(_text(archive, item.name))
    except UnreadableSource as error:
        raise UnreadableSource(str(error) if item.name in str(error) else f"its file {item.name}: {error}") from error
    stem = posixpath.basename(item.name).partition(".")[0]
    is_beside = (
        not item.is_linear
        or item.name == package.navigation
        or item.name in package.beside
        or BESIDE_STORY.fullmatch(stem) is not None
    )
    return BookFile(item.name, archive.path_of(item.name), page, is_beside)


def book_chapters(
    files: Sequence[BookFile], entries: Sequence[TocEntry], description: Description
) -> tuple[Chapter, ...]:
    """The table of contents names the chapters; a file that it leaves out goes on with the last one, unless the file
    itself begins with a heading and the table names nothing at all."""
    chapters = ChapterBuilder()
    own = own_title_keys(description)
    by_file = _by_file(entries)
    apart = _gutenberg([file.page for file in files])
    for number, file in enumerate(files):
        opened = _openings(file, by_file.get(file.name, ()), has_table=bool(by_file))
        for index, block in enumerate(file.page.blocks):
            is_note = file.is_beside or (number, index) in apart
            if index in opened and not is_note:
                # A file called like the work begins its text, but is no chapter of it.
                chapters.open("" if title_key(opened[index]) in own else opened[index], file.place)
            if is_note and block.text:
                block = Block(BlockKind.NOTE, " ".join(block.text.split("\n")))
            elif block.kind is BlockKind.HEADING:
                block = Block(block.kind, block.text, 1 if index in opened else max(2, block.level), block.gap)
            if not (is_note and block.kind is BlockKind.BREAK):
                chapters.add(block)
    return chapters.finish()


def _by_file(entries: Sequence[TocEntry]) -> Mapping[str, list[TocEntry]]:
    """The entries of each file that open a chapter: those of the first one's depth. Deeper ones are sections of it."""
    found: dict[str, list[TocEntry]] = {}
    for entry in entries:
        listed = found.setdefault(entry.name, [])
        if not listed or listed[0].depth >= entry.depth:
            listed.append(entry)
    return found


def _openings(file: BookFile, entries: Sequence[TocEntry], *, has_table: bool) -> dict[int, str]:
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
    found = gutenberg.find_bounds(texts, marked=True)
    if not found:
        return set()
    return {
        place
        for order, place in enumerate(places)
        if not found.start <= order < found.end or gutenberg.is_boilerplate(texts[order])
    }
