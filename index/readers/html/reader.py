"""Reads HTML and XHTML files: one page, one work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fabula.index.errors import NoStory
from fabula.index.files.source import Source
from fabula.index.model import Block, BlockKind, LeftOut, Metadata, Work
from fabula.index.readers.bytes.binary import binary_kind, looks_like_html

if TYPE_CHECKING:
    from .page import Page

_SUFFIXES = (".html", ".htm", ".xhtml", ".xht")


class HtmlReader:
    """Reads .html, .htm and .xhtml, and HTML under any other name."""

    name = "html"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()
        if binary_kind(head):
            return 30 if source.suffix in _SUFFIXES else 0
        if looks_like_html(head):
            return 90
        return 70 if source.suffix in _SUFFIXES else 0

    def read(self, source: Source) -> Iterator[Work]:
        # 0.2 s, saved where no file is HTML.
        from fabula.index.readers.bytes.encoding import declared_encoding, decode
        from fabula.index.readers.description import Description
        from fabula.index.readers.metadata.front_matter import parse_front_matter
        from fabula.index.readers.metadata.make_work import make_work
        from fabula.index.readers.metadata.source_address import saved_address
        from fabula.index.readers.structure.heading_chapters import chapters_by_headings
        from .markup import read_page
        from .page import all_left_out
        from .page_story import story_and_header, strip_markup
        from .styles.linked_sheets import linked_sheets
        from .text_flow import HIDDEN_TEXT

        data = source.read()
        front = parse_front_matter(decode(data, declared_encoding(data)).text)
        sheets = linked_sheets(source.beside)
        page = read_page(front.text, sheets=sheets)
        if not page.blocks and any(one.rule == HIDDEN_TEXT for one in page.left_out):
            # A script would show it: guards against "clickjacking" and pages with tabs hide all at first.
            page = read_page(front.text, hides=False)
        if not page.holds_text:
            _refuse_empty(page)
        blocks, description = story_and_header(page)
        notes = [Block(BlockKind.NOTE, strip_markup(line)) for line in front.lines]
        saved = Description(metadata=Metadata(address=saved_address(front.text)))
        description = front.description.filled_from(description).filled_from(saved)
        chapters = chapters_by_headings([*notes, *blocks], description)
        left_out = list(all_left_out([page], description.title))
        if front.comments:
            left_out.append(LeftOut("comments", "\n".join(front.comments)))
        yield make_work(HtmlReader.name, source, description, chapters, left_out)


def _refuse_empty(page: Page) -> None:
    """Raise NoStory for front matter; not for an empty page, which may have lost its story."""
    if page.has_navigation:
        raise NoStory("it holds a table of contents and no story")
    if any(block.kind is not BlockKind.BREAK for block in page.blocks):
        raise NoStory("it holds a title page, an imprint, a colophon, a copyright notice or a picture, and no story")
