"""Reads a book with a package document, from an EPUB or a folder: its spine becomes chapters."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import NamedTuple, Protocol

from fabula.index.errors import PartlyRead, UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Block, BlockKind, Chapter, LeftOut, Work
from fabula.index.readers.bytes.encoding import declared_encoding, decode
from fabula.index.readers.description import Description
from fabula.index.readers.headings.heading_text import title_key
from fabula.index.readers.html.addresses import resolve_reference
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.html.page import Page, all_left_out
from fabula.index.readers.html.page_story import story_and_header, strip_markup
from fabula.index.readers.html.styles.linked_sheets import LinkedSheets
from fabula.index.readers.metadata import gutenberg
from fabula.index.readers.metadata.fanficfare import remove_shelf_tags
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.structure.chapters import ChapterBuilder
from fabula.index.readers.structure.heading_chapters import own_title_keys
from .navigation import TocEntry, read_navigation_document, read_ncx
from .opf import Package, SpineItem, read_package
from .outside_pages import outside_pages

# File names of pages that are not the story.
BESIDE_STORY = re.compile(
    r"(?:half)?-?_?title-?_?page\d*|cover(?:page|image)?|toc|contents|nav|copyright(?:-?_?page)?|colophon|imprint|uncopyright"
    r"|endnotes|footnotes|notes",
    re.IGNORECASE,
)
_MAX_TITLE_PAGES = 3


class BookFiles(Protocol):
    """The files of a book, by their names in its package."""

    def find(self, name: str) -> str:
        """The file that `name` means, as the files spell it; "" if there is none."""
        ...

    def read(self, name: str) -> bytes:
        """Raises UnreadableSource, naming the file."""
        ...

    def path_of(self, name: str) -> str:
        """The path of the file within the source."""
        ...

    def other_names(self) -> Iterable[str]:
        """Files of the book that the package need not name. In a folder there are none: they are read by themselves."""
        ...


class BookFile(NamedTuple):
    """One page of the spine. `path`: its path within the source. `is_beside`: it is not the story."""

    name: str
    path: str
    page: Page
    is_beside: bool


def read_book(reader: str, source: Source, name: str, files: BookFiles) -> Iterator[Work]:
    """The work with the package document `name` among the files of `source`.

    Raises PartlyRead after it if pages are missing or broken; UnreadableSource if there is nothing to read.
    """
    package = read_package(files.read(name), name, strip_markup).located(files.find)
    gaps = [UnreadableSource(gap) for gap in package.gaps]
    entries = _read_toc(files, package)
    sheets = _linked_sheets(files)
    pages: list[BookFile] = []
    for item in _in_order(package):
        try:
            pages.append(_read_file(files, item, package, sheets))
        except UnreadableSource as error:
            gaps.append(error)
    others = dict.fromkeys((package.navigation, *files.other_names()))
    in_order = {item.name for item in package.spine}
    outside = outside_pages([name for name in others if name not in in_order], partial(_read_text, files))
    try:
        yield _make_book(reader, source, package.description, pages, entries, outside)
    except UnreadableSource as error:
        raise gaps[0] if gaps else error from error
    if gaps:
        raise PartlyRead.of(list(map(str, gaps)), len(package.spine) + len(package.gaps), "pages")


def _make_book(
    reader: str,
    source: Source,
    description: Description,
    pages: Sequence[BookFile],
    entries: Sequence[TocEntry],
    outside: Iterable[LeftOut],
) -> Work:
    for page in pages[:_MAX_TITLE_PAGES]:
        # An archive's table of tags on a title page; the package overrides it.
        description = description.filled_from(story_and_header(page.page)[1].metadata_only())
    description = replace(description, metadata=remove_shelf_tags(description.metadata))
    left_out = all_left_out((page.page for page in pages), description.title)
    chapters = book_chapters(pages, entries, description)
    return make_work(reader, source, description, chapters, (*left_out, *outside))


def _read_toc(files: BookFiles, package: Package) -> list[TocEntry]:
    """The table of contents; [] if there is none that can be read. Headings then name the chapters."""
    entries: list[TocEntry] = []
    with suppress(UnreadableSource):
        if files.find(package.navigation):
            entries = read_navigation_document(_read_text(files, package.navigation), package.navigation)
    with suppress(UnreadableSource):
        if not entries and files.find(package.ncx):
            entries = read_ncx(files.read(package.ncx), package.ncx)
    return [entry._replace(name=files.find(entry.name) or entry.name) for entry in entries]


def _in_order(package: Package) -> list[SpineItem]:
    return [item for item in package.spine if item.is_linear] + [item for item in package.spine if not item.is_linear]


def _read_text(files: BookFiles, name: str) -> str:
    data = files.read(name)
    try:
        return decode(data, declared_encoding(data)).text
    except UnreadableSource as error:
        raise UnreadableSource(f"its file {name} cannot be read: {error}") from error


def _linked_sheets(files: BookFiles) -> LinkedSheets:
    """The style sheets of the book. One that cannot be read hides nothing."""

    def resolve(base: str, address: str) -> str:
        return files.find(resolve_reference(base, address))

    def read(name: str) -> str:
        try:
            return files.read(name).decode("utf-8", "replace")
        except UnreadableSource:
            return ""

    return LinkedSheets(resolve, read)


def _read_file(files: BookFiles, item: SpineItem, package: Package, sheets: LinkedSheets) -> BookFile:
    text = _read_text(files, item.name)
    language = package.description.metadata.language
    try:
        page = read_page(text, sheets=sheets, name=item.name, language=language)
    except UnreadableSource as error:
        raise UnreadableSource(f"its file {item.name}: {error}") from error
    stem = posixpath.basename(item.name).partition(".")[0]
    is_beside = (
        not item.is_linear
        or item.name == package.navigation
        or item.name in package.beside
        or BESIDE_STORY.fullmatch(stem) is not None
    )
    return BookFile(item.name, files.path_of(item.name), page, is_beside)


def book_chapters(
    files: Sequence[BookFile], entries: Sequence[TocEntry], description: Description
) -> tuple[Chapter, ...]:
    """Chapters by the table of contents. A file that it does not list continues the last chapter; without any table, a
    file that begins with a heading opens one."""
    chapters = ChapterBuilder()
    own_keys = own_title_keys(description)
    entries_by_file = _entries_by_file(entries)
    boilerplate = _find_gutenberg([file.page for file in files])
    for number, file in enumerate(files):
        titles = _chapter_titles(file, entries_by_file.get(file.name, ()), has_table=bool(entries_by_file))
        for index, block in enumerate(file.page.blocks):
            is_note = file.is_beside or (number, index) in boilerplate
            if index in titles and not is_note:
                # A file with the work's own title begins its text, but is no chapter.
                chapters.open("" if title_key(titles[index]) in own_keys else titles[index], file.path)
            if is_note and block.text:
                block = Block(BlockKind.NOTE, " ".join(block.text.split("\n")))
            elif block.kind is BlockKind.HEADING:
                block = Block(block.kind, block.text, 1 if index in titles else max(2, block.level), block.gap)
            if not (is_note and block.kind is BlockKind.BREAK):
                chapters.add(block)
    return chapters.finish()


def _entries_by_file(entries: Sequence[TocEntry]) -> Mapping[str, list[TocEntry]]:
    """The entries that open chapters, by file: those at the depth of the file's first. Deeper ones are sections."""
    by_file: dict[str, list[TocEntry]] = {}
    for entry in entries:
        file_entries = by_file.setdefault(entry.name, [])
        if not file_entries or file_entries[0].depth >= entry.depth:
            file_entries.append(entry)
    return by_file


def _chapter_titles(file: BookFile, entries: Sequence[TocEntry], *, has_table: bool) -> dict[int, str]:
    """Index of a block -> title of the chapter that it opens."""
    blocks, anchors = file.page.blocks, file.page.anchors
    titles: dict[int, str] = {}
    for number, entry in enumerate(entries):
        index = anchors.get(entry.anchor, 0)
        # The first entry is for the whole file, even if its anchor is in the head.
        titles.setdefault(0 if number == 0 and index <= 2 else index, entry.title)
    if not entries and not has_table:
        first = next((i for i, block in enumerate(blocks) if block.kind is BlockKind.HEADING), None)
        if first is not None and first <= 2 and blocks[first].level <= 3:
            titles[0] = blocks[first].text
    return {index: title for index, title in titles.items() if index < len(blocks)}


def _find_gutenberg(pages: Sequence[Page]) -> set[tuple[int, int]]:
    """(file, block) of all that Project Gutenberg added."""
    texts = [block.text for page in pages for block in page.blocks]
    bounds = gutenberg.find_bounds(texts, marked=True)
    if not bounds:
        return set()
    places = [(number, index) for number, page in enumerate(pages) for index in range(len(page.blocks))]
    boilerplate = gutenberg.find_boilerplate(texts, bounds.start, bounds.end)
    return {
        place for order, place in enumerate(places) if not bounds.start <= order < bounds.end or order in boilerplate
    }
