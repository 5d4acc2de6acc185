"""One page as blocks: what `markup` makes, and what readers build of documents that are like pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fabula.index.model import Block, LeftOut
from .head import PageMetadata


@dataclass(frozen=True, slots=True)
class Page:
    """One page. A HEADING's level is its tag's (1 to 6). `anchors`: id -> index of the block that begins there.

    holds_text  False for a title page, an imprint, a table of contents.
    left_out    what was left out of the page, by rule.
    """

    blocks: tuple[Block, ...]
    anchors: Mapping[str, int]
    metadata: PageMetadata
    has_navigation: bool
    holds_text: bool
    left_out: tuple[LeftOut, ...] = ()


def all_left_out(pages: Iterable[Page], title: str) -> Iterator[LeftOut]:
    """The text left out of the pages of a work with this `title`: also their own titles, unless they are that one."""
    titles = []
    for page in pages:
        yield from page.left_out
        if page.metadata.title not in ("", title):
            titles.append(page.metadata.title)
    if titles:
        yield LeftOut("page titles", " ".join(titles))
