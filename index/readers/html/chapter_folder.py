"""Reads a folder of HTML pages that are the chapters of one story: one work.

Most folders of pages are collections, so there must be signs: pages numbered from the start, with names that otherwise
agree, and titles that share the story's name or are those of chapters.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from fabula.index.errors import PartlyRead, UnreadableSource
from fabula.index.files.left_out.siblings import likely_stories
from fabula.index.files.source import Source
from fabula.index.model import Block, BlockKind, Chapter, Work

if TYPE_CHECKING:
    from fabula.index.readers.description import Description
    from .page import Page
    from .styles.linked_sheets import LinkedSheets

_SUFFIXES = (".html", ".htm", ".xhtml", ".xht")
_NUMBERED = re.compile(r"(?P<before>.*?)(?P<number>\d{1,4})(?P<after>\D*)")
# Start of a page's file name: "ch01", "story-chapter-3", "Kapitel 4".
_CHAPTER_NAME = re.compile(
    r".*?(?:^|[^a-z])(?:chapters?|chap|ch|part|pt|kapitel|kap|chapitre|cap[ií]tulo|capitolo|глава)[^a-z]*",
    re.IGNORECASE,
)
_FRONT_STEMS = (
    "cover",
    "title",
    "titlepage",
    "index",
    "toc",
    "contents",
    "preface",
    "foreword",
    "introduction",
    "prologue",
)
_BACK_STEMS = (
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
_STORY_STEMS = ("preface", "foreword", "introduction", "prologue", "epilogue", "afterword")
# Pages of a folder that are examined to see whether they are one story.
_MAX_EXAMINED_PAGES = 30
_MARKUP = re.compile(r"<[^>]{0,500}>")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,500})</title>", re.IGNORECASE)
_HEADING = re.compile(r"<h[1-4][^>]{0,300}>(.{1,600}?)</h[1-4]>", re.IGNORECASE | re.DOTALL)
_AUTHOR = re.compile(
    r"<meta\s[^>]{0,100}name\s*=\s*[\"']author[\"'][^>]{0,300}content\s*=\s*[\"']([^\"']{0,200})", re.IGNORECASE
)
_LABEL_END = re.compile(
    r"[\s\-–—:|,.(/#]*(?:(?:chapter|chap|ch|part|kapitel|chapitre)\b)?[\s\-–—:|,.(/#]*$", re.IGNORECASE
)
# A title that is only a label: "Chapter 3", "III", or nothing.
_ONLY_LABEL = re.compile(
    r"\W*(?:(?:chapter|chap|ch|part|pt|kapitel|chapitre|cap[ií]tulo|capitolo|глава)\b|[\divxlc]*\W*$)", re.IGNORECASE
)
_LABEL_START = re.compile(r"^[\s\-–—:|,.)/#]+")
_MIN_SHARED_CHARS = 3


class _PageHead(NamedTuple):
    """Title, first headings and author of a page, found without parsing it."""

    title: str
    headings: tuple[str, ...]
    author: str


class ChapterFolderReader:
    """Reads a folder of pages that are the chapters of one story."""

    name = "chapter-folder"

    def sniff(self, source: Source) -> int:
        return 80 if source.is_folder and _chapter_pages(source) else 0

    def parts(self, source: Source) -> tuple[Source, ...]:
        """The pages, in reading order."""
        return _chapter_pages(source)

    def read(self, source: Source) -> Iterator[Work]:
        # 0.2 s, as in `_read` and `_chapters`, saved where no folder is a story.
        from fabula.index.readers.description import Description
        from fabula.index.readers.metadata.make_work import make_work
        from .page import all_left_out
        from .page_story import story_and_header
        from .styles.linked_sheets import linked_sheets

        pages = _chapter_pages(source)
        if not pages:
            raise UnreadableSource("it is no folder with the chapters of one story")
        sheets = linked_sheets(source.child)
        read: list[Page] = []
        stories: list[tuple[Source, list[Block], Description]] = []
        gaps: list[UnreadableSource] = []
        for page in pages:
            try:
                read.append(_read(page, sheets))
            except UnreadableSource as error:
                gaps.append(error)
            else:
                stories.append((page, *story_and_header(read[-1])))
        if not stories:
            raise gaps[0]
        title = _shared_title([own.title for page, _, own in stories if _number(page) is not None])
        if not title and _number(stories[0][0]) is None:
            title = stories[0][2].title
        description = Description(title)
        for _, _, own in stories:
            description = description.filled_from(own.metadata_only()).filled_from(Description(authors=own.authors))
        if not description.title:
            description = Description(source.name).filled_from(description)
        left_out = all_left_out(read, description.title)
        yield make_work(ChapterFolderReader.name, source, description, _chapters(stories, description), left_out)
        if gaps:
            raise PartlyRead.of(list(map(str, gaps)), len(pages), "pages")


def _chapter_pages(folder: Source) -> tuple[Source, ...]:
    """The pages of one story in reading order; () if there are none, or several stories."""
    pages = [
        page for page in folder.children() if page.suffix in _SUFFIXES and not page.leaves_root and not page.is_folder
    ]
    pages = list(likely_stories(pages, folder))
    numbered = {page: number for page in pages if (number := _number(page)) is not None}
    others = [page for page in pages if page not in numbered]
    numbers = sorted(numbered.values())
    if (
        len(numbers) < 2
        or len(set(numbers)) < len(numbers)
        or numbers[0] > 1
        or numbers[-1] > 2 * len(numbers)
        or any(page.stem.lower() not in (*_FRONT_STEMS, *_BACK_STEMS) for page in others)
    ):
        return ()
    prefixes = {_match(page)["before"].casefold() for page in numbered}
    ordered = sorted(numbered, key=lambda page: numbered[page])
    if len(prefixes) > 1 or not _are_one_story(prefixes.pop(), ordered[:_MAX_EXAMINED_PAGES]):
        return ()
    first = sorted(
        (page for page in others if page.stem.lower() in _FRONT_STEMS), key=lambda p: _FRONT_STEMS.index(p.stem.lower())
    )
    last = sorted(
        (page for page in others if page.stem.lower() in _BACK_STEMS), key=lambda p: _BACK_STEMS.index(p.stem.lower())
    )
    return (*first, *ordered, *last)


def _match(page: Source) -> re.Match[str]:
    match = _NUMBERED.fullmatch(page.stem)
    assert match is not None
    return match


def _number(page: Source) -> int | None:
    match = _NUMBERED.fullmatch(page.stem)
    return int(match["number"]) if match else None


def _are_one_story(prefix: str, pages: Sequence[Source]) -> bool:
    """True if the heads of all `pages` say that they are chapters of the same story."""
    heads: list[_PageHead] = []
    are_numbered: list[bool] = []
    for page in pages:
        # A page that cannot be read says nothing against the others.
        with suppress(UnreadableSource):
            heads.append(_read_head(page))
            are_numbered.append(_has_number(heads[-1], _number(page) or 0))
    if not heads or len({head.author for head in heads if head.author}) > 1:
        return False
    titles = [head.title for head in heads]
    # "The Lamp: Chapter 3", or only "Chapter 3"; but "The Bell (1)" and "The Lamp (2)" are two stories.
    if all(are_numbered) and (all(map(_ONLY_LABEL.match, titles)) or _shared_title(titles)):
        return True
    if _CHAPTER_NAME.fullmatch(prefix):
        return True
    is_same_title = len(set(titles)) == 1 and titles[0] != ""
    return not all(are_numbered) and is_same_title and not prefix.strip(" -_.")


def _has_number(head: _PageHead, number: int) -> bool:
    """True if the title or a heading of the page has its number."""
    from fabula.index.readers.headings.heading_text import number_key  # 20 ms

    parts = [
        part for text in (head.title, *head.headings) for part in (text, *re.split(r"\s+[-–—|:]\s+|[:|(]\s*", text))
    ]
    return any(number_key(part.strip()) == str(number) for part in parts if part.strip())


def _read_head(page: Source) -> _PageHead:
    text = page.head().decode("utf-8", "replace")
    title = _TITLE.search(text)
    author = _AUTHOR.search(text)
    return _PageHead(
        _plain(title[1]) if title else "",
        tuple(_plain(match[1]) for match in list(_HEADING.finditer(text))[:2]),
        _plain(author[1]) if author else "",
    )


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_MARKUP.sub(" ", markup)).split())


def _shared_title(titles: Sequence[str]) -> str:
    """The common start, or else the common end, of `titles` without words that number chapters; "" if there is none."""
    from fabula.index.readers.headings.heading_text import number_key, title_key

    titles = [title for title in titles if title]
    if not titles:
        return ""
    if len(set(titles)) == 1:
        return titles[0] if title_key(titles[0]) and not number_key(titles[0]) else ""
    start = _LABEL_END.sub("", _common_start(titles))
    if len(start) >= _MIN_SHARED_CHARS and title_key(start):
        return start
    end = _LABEL_START.sub("", _common_start([title[::-1] for title in titles])[::-1])
    return end if len(end) >= _MIN_SHARED_CHARS and title_key(end) else ""


def _common_start(titles: Sequence[str]) -> str:
    """The common start of `titles`, without a word that continues differently."""
    low, high = min(titles), max(titles)
    size = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    if any(title[size : size + 1].isalnum() for title in titles):
        while size and low[size - 1].isalnum():
            size -= 1
    return low[:size]


def _read(page: Source, sheets: LinkedSheets) -> Page:
    from fabula.index.readers.bytes.encoding import declared_encoding, decode
    from .markup import read_page

    try:
        data = page.read()
        return read_page(decode(data, declared_encoding(data)).text, sheets=sheets)
    except UnreadableSource as error:
        raise UnreadableSource(f"its file {page.name}: {error}") from error


def _chapters(
    stories: Sequence[tuple[Source, list[Block], Description]], description: Description
) -> tuple[Chapter, ...]:
    from fabula.index.readers.headings.heading_text import title_key
    from fabula.index.readers.structure.chapters import ChapterBuilder
    from fabula.index.readers.structure.heading_chapters import own_title_keys

    chapters = ChapterBuilder()
    own_keys = own_title_keys(description)
    for page, blocks, own in stories:
        number = _number(page)
        if number is None and page.stem.lower() not in _STORY_STEMS:
            chapters.open("", page.name)
            for block in blocks:
                if block.text:
                    chapters.add(Block(BlockKind.NOTE, " ".join(block.text.split("\n"))))
            continue
        headings = (block.text for block in blocks[:6] if block.kind is BlockKind.HEADING)
        title = next((text for text in headings if title_key(text) not in own_keys), None)
        if title is None:
            title = _without_shared(own.title, description.title)
        chapters.open(title or (str(number) if number is not None else page.stem.capitalize()), page.name)
        for block in blocks:
            if block.kind is BlockKind.HEADING:
                block = Block(block.kind, block.text, 1 if block.text == title else max(2, block.level), block.gap)
            chapters.add(block)
    return chapters.finish()


def _without_shared(title: str, shared: str) -> str:
    """A page's title without the story's."""
    if title.startswith(shared):
        return _LABEL_START.sub("", title[len(shared) :]).strip()
    return re.sub(r"[\s\-–—:|,(]+$", "", title.removesuffix(shared)) if shared else title
