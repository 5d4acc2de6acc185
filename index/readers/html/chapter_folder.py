"""A folder with a story's chapters as pages of HTML, one a file. One work.

Most folders of pages are collections, so this asks for signs: pages numbered from the start, in names that differ in
nothing else of weight, and titles that agree in the story's name or are those of chapters.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Block, BlockKind, Chapter, Work
from fabula.index.readers.bytes.encoding import declared_encoding, decode
from fabula.index.readers.description import Description
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.structure.chapters import ChapterBuilder
from fabula.index.readers.structure.heading_chapters import own_title_keys
from fabula.index.readers.structure.heading_text import number_key, title_key

from .markup import read_page
from .page_story import story_and_header

__all__ = ["ChapterFolderReader"]

_SUFFIXES = (".html", ".htm", ".xhtml", ".xht")
_NUMBERED = re.compile(r"(?P<before>.*?)(?P<number>\d{1,4})(?P<after>\D*)")
# Of the names of pages: "ch01", "story-chapter-3", "Kapitel 4".
_CHAPTER_NAME = re.compile(
    r".*?(?:^|[^a-z])(?:chapters?|chap|ch|part|pt|kapitel|kap|chapitre|cap[ií]tulo|capitolo|глава)[^a-z]*",
    re.IGNORECASE,
)
_BEFORE = ("cover", "title", "titlepage", "index", "toc", "contents", "preface", "foreword", "introduction", "prologue")
_AFTER = (
    "epilogue",
    "afterword",
    "acknowledgements",
    "endnotes",
    "notes",
    "imprint",
    "colophon",
    "copyright",
    "uncopyright",
)
_STORY = ("preface", "foreword", "introduction", "prologue", "epilogue", "afterword")
# What is looked at of a folder's pages to see whether they are one story.
_LOOKED_AT = 30
_MARKUP = re.compile(r"<[^>]{0,500}>")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,500})</title>", re.IGNORECASE)
_HEADING = re.compile(r"<h[1-4][^>]{0,300}>(.{1,600}?)</h[1-4]>", re.IGNORECASE | re.DOTALL)
_AUTHOR = re.compile(
    r"<meta\s[^>]{0,100}name\s*=\s*[\"']author[\"'][^>]{0,300}content\s*=\s*[\"']([^\"']{0,200})", re.IGNORECASE
)
_LABEL_END = re.compile(
    r"[\s\-–—:|,.(/#]*(?:(?:chapter|chap|ch|part|kapitel|chapitre)\b)?[\s\-–—:|,.(/#]*$", re.IGNORECASE
)
# "Chapter 3", "III", and no title at all.
_LABELLED = re.compile(
    r"\W*(?:(?:chapter|chap|ch|part|pt|kapitel|chapitre|cap[ií]tulo|capitolo|глава)\b|[\divxlc]*\W*$)", re.IGNORECASE
)
_LABEL_START = re.compile(r"^[\s\-–—:|,.)/#]+")
_LEAST_SHARED = 3


class _Look(NamedTuple):
    """What the head of a page shows without parsing it."""

    title: str
    headings: tuple[str, ...]
    author: str


class ChapterFolderReader:
    """Reads a folder of pages that are evidently the chapters of one story."""

    name = "chapter-folder"

    def sniff(self, source: Source) -> int:
        return 80 if source.is_folder and _pages(source) else 0

    def parts(self, source: Source) -> tuple[Source, ...]:
        """The pages, in reading order."""
        return _pages(source)

    def read(self, source: Source) -> Iterator[Work]:
        pages = _pages(source)
        if not pages:
            raise UnreadableSource("it is no folder with the chapters of one story")
        read = [(page, *_read(page)) for page in pages]
        title = _shared_title([description.title for page, _, description in read if _number(page) is not None])
        description = Description(title or read[0][2].title if _number(pages[0]) is None else title)
        for _, _, other in read:
            description = description.filled_from(other.metadata_only()).filled_from(Description(authors=other.authors))
        if not description.title:
            description = Description(source.name).filled_from(description)
        yield make_work(ChapterFolderReader.name, source, description, _chapters(read, description))


def _pages(folder: Source) -> tuple[Source, ...]:
    """The pages of one story in reading order; () if there are none, or they seem to be several."""
    pages = [
        page
        for page in folder.children()
        if page.suffix in _SUFFIXES and not page.name.startswith(".") and not page.leaves_root and not page.is_folder
    ]
    numbered = {page: number for page in pages if (number := _number(page)) is not None}
    others = [page for page in pages if page not in numbered]
    numbers = sorted(numbered.values())
    if (
        len(numbers) < 2
        or len(set(numbers)) < len(numbers)
        or numbers[0] > 1
        or numbers[-1] > 2 * len(numbers)
        or any(page.stem.lower() not in (*_BEFORE, *_AFTER) for page in others)
    ):
        return ()
    befores = {_match(page)["before"].casefold() for page in numbered}
    ordered = sorted(numbered, key=lambda page: numbered[page])
    if len(befores) > 1 or not _agree(befores.pop(), ordered[:_LOOKED_AT]):
        return ()
    first = sorted(
        (page for page in others if page.stem.lower() in _BEFORE), key=lambda p: _BEFORE.index(p.stem.lower())
    )
    last = sorted((page for page in others if page.stem.lower() in _AFTER), key=lambda p: _AFTER.index(p.stem.lower()))
    return (*first, *ordered, *last)


def _match(page: Source) -> re.Match[str]:
    match = _NUMBERED.fullmatch(page.stem)
    assert match is not None
    return match


def _number(page: Source) -> int | None:
    match = _NUMBERED.fullmatch(page.stem)
    return int(match["number"]) if match else None


def _agree(before: str, pages: Sequence[Source]) -> bool:
    """True if these pages say, each in its head, that they are chapters of the same story."""
    looks = [_look(page) for page in pages]
    if len({look.author for look in looks if look.author}) > 1:
        return False
    counted = [_counts(look, _number(page) or 0) for look, page in zip(looks, pages, strict=True)]
    titles = [look.title for look in looks]
    if all(counted):
        # "The Lamp: Chapter 3", or nothing but "Chapter 3"; "The Bell (1)" and "The Lamp (2)" are two stories.
        bare = all(_LABELLED.match(title) for title in titles)
        return bare or bool(_shared_title(titles)) or _CHAPTER_NAME.fullmatch(before) is not None
    named = _CHAPTER_NAME.fullmatch(before) is not None
    same = len(set(titles)) == 1 and titles[0] != ""
    return named or (same and not before.strip(" -_."))


def _counts(look: _Look, number: int) -> bool:
    """True if the title or a heading of the page counts it as a chapter."""
    parts = [
        part for text in (look.title, *look.headings) for part in (text, *re.split(r"\s+[-–—|:]\s+|[:|(]\s*", text))
    ]
    return any(number_key(part.strip()) == str(number) for part in parts if part.strip())


def _look(page: Source) -> _Look:
    text = page.head().decode("utf-8", "replace")
    title = _TITLE.search(text)
    author = _AUTHOR.search(text)
    return _Look(
        _plain(title[1]) if title else "",
        tuple(_plain(match[1]) for match in list(_HEADING.finditer(text))[:2]),
        _plain(author[1]) if author else "",
    )


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_MARKUP.sub(" ", markup)).split())


def _shared_title(titles: Sequence[str]) -> str:
    """What all of these begin with, or else end with, up to the words that count chapters; "" if that is nothing."""
    titles = [title for title in titles if title]
    if not titles:
        return ""
    if len(set(titles)) == 1:
        return titles[0] if title_key(titles[0]) and not number_key(titles[0]) else ""
    start = _LABEL_END.sub("", _common_start(titles))
    if len(start) >= _LEAST_SHARED and title_key(start):
        return start
    end = _LABEL_START.sub("", _common_start([title[::-1] for title in titles])[::-1])
    return end if len(end) >= _LEAST_SHARED and title_key(end) else ""


def _common_start(titles: Sequence[str]) -> str:
    """What all begin with, without a word that goes on differently."""
    low, high = min(titles), max(titles)
    size = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    if any(title[size : size + 1].isalnum() for title in titles):
        while size and low[size - 1].isalnum():
            size -= 1
    return low[:size]


def _read(page: Source) -> tuple[list[Block], Description]:
    try:
        data = page.read()
        return story_and_header(read_page(decode(data, declared_encoding(data)).text))
    except UnreadableSource as error:
        raise UnreadableSource(f"its file {page.name}: {error}") from error


def _chapters(read: Sequence[tuple[Source, list[Block], Description]], description: Description) -> tuple[Chapter, ...]:
    chapters = ChapterBuilder()
    own = own_title_keys(description)
    for page, blocks, said in read:
        number = _number(page)
        if number is None and page.stem.lower() not in _STORY:
            chapters.open("", page.name)
            for block in blocks:
                if block.text:
                    chapters.add(Block(BlockKind.NOTE, " ".join(block.text.split("\n"))))
            continue
        heads = [
            block.text for block in blocks[:6] if block.kind is BlockKind.HEADING and title_key(block.text) not in own
        ]
        title = heads[0] if heads else _own_part(said.title, description.title)
        chapters.open(title or (str(number) if number is not None else page.stem.capitalize()), page.name)
        for block in blocks:
            if block.kind is BlockKind.HEADING:
                block = Block(block.kind, block.text, 1 if block.text == title else max(2, block.level), block.gap)
            chapters.add(block)
    return chapters.finish()


def _own_part(title: str, shared: str) -> str:
    """What a page's title says besides the story's."""
    if title.startswith(shared):
        return _LABEL_START.sub("", title[len(shared) :]).strip()
    return re.sub(r"[\s\-–—:|,(]+$", "", title.removesuffix(shared)) if shared else title
