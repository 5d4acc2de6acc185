"""Separates the story of a page from headers and licences, and reads the description of its work from them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.index.analysis.language_tags import language_tag
from fabula.index.model import Block, BlockKind, Metadata
from fabula.index.readers.description import Description
from fabula.index.readers.metadata import gutenberg
from fabula.index.readers.metadata.dates import iso_date
from fabula.index.readers.metadata.gutenberg_header import describe_header
from fabula.index.readers.metadata.gutenberg_notes import find_transcriber_notes
from fabula.index.readers.metadata.labels import LabelledValue, describe_labels, parse_label, split_labels
from fabula.index.readers.metadata.source_address import first_address
from fabula.index.readers.structure.chapters import as_note
from .head import PageMetadata
from .markup import read_page
from .page import Page

_MAX_HEADER_BLOCKS = 60
# The last label of the Archive of Our Own: any below it are in somebody's notes.
_LAST_LABEL = "Stats"
# The software of the Archive of Our Own writes this into its downloads, at other archives, too.
_POSTED_AT = re.compile(r"Posted originally on .{1,80}?\sat\s(https?://[^\s/]{1,80}/(?:collections/\w+/)?works/\d+)")
_ARCHIVE_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:archiveofourown\.org/(?:collections/\w+/)?works/\d+|(?:www\.|m\.)?fanfiction\.net/s/\d+)"
)
_MAX_VALUE_CHARS = 200
# A saved page of fanfiction.net's: "The Lamp Chapter 1: Noon, a salt road fanfic | FanFiction".
_FANFICTION_TITLE = re.compile(
    r"(?P<title>.{1,200}?)(?:\s+Chapter\s+\d+(?::.{0,200})?)?,\s+an?\s+(?P<fandom>.{1,150})\s+fanfic\s+\|\s+FanFiction(?:\.Net)?",
    re.IGNORECASE,
)
_GUTENBERG_TITLE = re.compile(
    r"^(?:The\s+)?Project\s+Gutenberg(?:['’]s)?\s*(?:e-?(?:book|text))?\s*(?:of\s+)?|,\s+by\s+[^,]{2,60}$|\s*[|—-]\s*Project\s+Gutenberg$",
    re.IGNORECASE,
)


def story_and_header(page: Page) -> tuple[list[Block], Description]:
    """The page's blocks, with headers and licences as notes, and the description of its work."""
    blocks = list(page.blocks)
    texts = [block.text for block in blocks]
    book_header = Description()
    if bounds := gutenberg.find_bounds(texts, marked=True):
        start, end = bounds
        book_header = describe_header(texts[:start])
        notes = {index for index in range(len(texts)) if not start <= index < end}
        notes |= gutenberg.find_boilerplate(texts, start, end)
        notes |= find_transcriber_notes(texts, [0] * len(texts), start, end)
        blocks = [as_note(block) if index in notes else block for index, block in enumerate(blocks)]
    blocks, header = _labelled_header(blocks)
    address = _archive_address(blocks[:_MAX_HEADER_BLOCKS])
    header = header.filled_from(_describe_fanfiction_net(page, blocks))
    publisher = "Archive of Our Own" if "archiveofourown.org" in address else ""
    archive = Description(metadata=Metadata(address=address, publisher=publisher))
    return blocks, header.filled_from(archive).filled_from(book_header).filled_from(_describe_page(page.metadata))


def _archive_address(blocks: Sequence[Block]) -> str:
    """The address that an archive writes at the head of a story; before any other, which may be in an author's note."""
    posted = next((match[1] for block in blocks if (match := _POSTED_AT.search(block.text))), "")
    return posted or next((match[0] for block in blocks if (match := _ARCHIVE_ADDRESS.search(block.text))), "")


def _describe_fanfiction_net(page: Page, blocks: Sequence[Block]) -> Description:
    match = _FANFICTION_TITLE.fullmatch(page.metadata.title)
    if not match:
        return Description()
    byline = re.compile(rf"{re.escape(match['title'])}\s+By:\s+(?P<author>\S.{{0,80}})", re.IGNORECASE)
    authors = [by["author"] for block in blocks[:_MAX_HEADER_BLOCKS] if (by := byline.match(block.text))]
    metadata = Metadata(fandoms=(match["fandom"],), publisher="FanFiction.net")
    return Description(match["title"], tuple(authors[:1]), metadata)


def strip_markup(text: str) -> str:
    """`text`, which may hold some HTML (a summary, a note in front matter), as one line without it."""
    if "<" not in text and "&" not in text:
        return " ".join(text.split())
    return " ".join(" ".join(block.text for block in read_page(f"<body>{text}").blocks).split())


def _labelled_header(blocks: list[Block]) -> tuple[list[Block], Description]:
    """The table of tags that an archive puts at the head: "Rating:" and its value in one block or in two."""
    pairs: list[LabelledValue] = []
    header: set[int] = set()
    index = 0
    while index < min(len(blocks), _MAX_HEADER_BLOCKS):
        block = blocks[index]
        if block.kind in (BlockKind.HEADING, BlockKind.BREAK):
            index += 1
            continue
        lines = [parse_label(line) for line in block.text.split("\n")]
        if len(lines) == 1 and lines[0] and not lines[0].value and index + 1 < len(blocks):
            pairs.append(LabelledValue(lines[0].label, blocks[index + 1].text))
            header |= {index, index + 1}
            index += 2
            if lines[0].label == _LAST_LABEL:
                break
            continue
        if all(lines):
            pairs += [pair for pair in lines if pair]
            header.add(index)
        elif block.kind is not BlockKind.NOTE and len(block.text) > _MAX_VALUE_CHARS:
            break
        index += 1
    if len(split_labels(pairs)) < 2:
        return blocks, Description()
    return [as_note(block) if index in header else block for index, block in enumerate(blocks)], describe_labels(pairs)


def _describe_page(metadata: PageMetadata) -> Description:
    """The description in the page's head and its links."""
    meta = metadata.meta

    def first(*names: str) -> str:
        return next((value for name in names for value in meta.get(name, ()) if value), "")

    authors = list(metadata.authors)
    if not authors:
        authors = [
            name for key in ("dc.creator", "dcterms.creator", "author", "article:author") for name in meta.get(key, ())
        ]
        # Facebook's tag holds the address of a profile.
        authors = [name for name in authors if "://" not in name]
    title = metadata.main_title
    for name in authors:
        title = re.sub(rf"\s+by:?\s+{re.escape(name)}\s*$", "", title, flags=re.IGNORECASE)
    title = title or first("dc.title", "dcterms.title", "og:title") or _page_title(metadata.title)
    keywords = [word.strip() for value in meta.get("keywords", ()) for word in value.split(",")]
    addresses = [
        metadata.links.get("canonical", ""),
        *(value for name in ("og:url", "dc.identifier", "dc.source") for value in meta.get(name, ())),
    ]
    return Description(
        title.strip(),
        tuple(dict.fromkeys(authors)),
        Metadata(
            language=language_tag(metadata.language)
            or language_tag(first("dc.language", "dcterms.language", "language")),
            tags=tuple(dict.fromkeys(word for word in keywords if word)),
            publisher=first("dc.publisher", "og:site_name"),
            published=iso_date(first("dc.date", "dcterms.created", "dcterms.issued", "date", "article:published_time")),
            updated=iso_date(first("dcterms.modified", "article:modified_time", "last-modified")),
            summary=metadata.summary or " ".join(first("dc.description", "description", "og:description").split()),
            address=first_address(addresses),
        ),
    )


def _page_title(title: str) -> str:
    return _GUTENBERG_TITLE.sub("", title).strip() if "gutenberg" in title.lower() else title
