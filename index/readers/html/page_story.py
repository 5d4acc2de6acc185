"""The story of a page and what the page says of it: the header of an archive, of Project Gutenberg, and the head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.index.analysis.language_tags import language_tag
from fabula.index.model import Block, BlockKind, Metadata
from fabula.index.readers.description import Description
from fabula.index.readers.metadata import gutenberg
from fabula.index.readers.metadata.dates import iso_date
from fabula.index.readers.metadata.labels import LabelledValue, describe_labels, parse_label, split_labels
from fabula.index.readers.structure.chapters import as_note

from .head import PageMetadata
from .markup import Page, read_page

__all__ = ["story_and_header", "strip_markup"]


def story_and_header(page: Page) -> tuple[list[Block], Description]:
    """The page's blocks with headers and licences as notes, and what it says of its work."""
    blocks = list(page.blocks)
    texts = [block.text for block in blocks]
    description = Description()
    if found := gutenberg.find_bounds(texts, marked=True):
        description = gutenberg.describe_header(texts[: found.start])
        apart = {index for index in range(len(texts)) if not found.start <= index < found.end}
        apart |= gutenberg.find_boilerplate(texts, found.start, found.end)
        apart |= gutenberg.find_transcriber_notes(texts, [0] * len(texts), found)
        blocks = [as_note(block) if index in apart else block for index, block in enumerate(blocks)]
    blocks, header = _labelled_header(blocks)
    address = next((match[0] for block in blocks[:_HEADER_BLOCKS] if (match := _ARCHIVES.search(block.text))), "")
    header = header.filled_from(_fanfiction_net(page, blocks))
    publisher = "Archive of Our Own" if "archiveofourown.org" in address else ""
    found_at = Description(metadata=Metadata(address=address, publisher=publisher))
    return blocks, header.filled_from(found_at).filled_from(description).filled_from(_described(page.metadata))


# A saved page of fanfiction.net's: "The Lamp Chapter 1: Noon, a salt road fanfic | FanFiction".
_FANFICTION_TITLE = re.compile(
    r"(?P<title>.{1,200}?)(?:\s+Chapter\s+\d+(?::.{0,200})?)?,\s+an?\s+(?P<fandom>.{1,150})\s+fanfic\s+\|\s+FanFiction(?:\.Net)?",
    re.IGNORECASE,
)


def _fanfiction_net(page: Page, blocks: Sequence[Block]) -> Description:
    match = _FANFICTION_TITLE.fullmatch(page.metadata.title)
    if not match:
        return Description()
    named = re.compile(rf"{re.escape(match['title'])}\s+By:\s+(?P<author>\S.{{0,80}})", re.IGNORECASE)
    authors = [found["author"] for block in blocks[:_HEADER_BLOCKS] if (found := named.match(block.text))]
    metadata = Metadata(fandoms=(match["fandom"],), publisher="FanFiction.net")
    return Description(match["title"], tuple(authors[:1]), metadata)


def strip_markup(text: str) -> str:
    """`text` that may hold some HTML (a summary, a note in front matter) as one line."""
    if "<" not in text and "&" not in text:
        return " ".join(text.split())
    return " ".join(" ".join(block.text for block in read_page(f"<body>{text}").blocks).split())


def _labelled_header(blocks: list[Block]) -> tuple[list[Block], Description]:
    """An archive's table of tags at the head: "Rating:" and its value in one block or in two."""
    pairs: list[LabelledValue] = []
    taken: set[int] = set()
    index = 0
    while index < min(len(blocks), _HEADER_BLOCKS):
        block = blocks[index]
        if block.kind in (BlockKind.HEADING, BlockKind.BREAK):
            index += 1
            continue
        found = [parse_label(line) for line in block.text.split("\n")]
        if len(found) == 1 and found[0] and not found[0].value and index + 1 < len(blocks):
            pairs.append(LabelledValue(found[0].label, blocks[index + 1].text))
            taken |= {index, index + 1}
            index += 2
            if found[0].label == _LAST_LABEL:
                break
            continue
        if all(found):
            pairs += [pair for pair in found if pair]
            taken.add(index)
        elif block.kind is not BlockKind.NOTE and len(block.text) > _LONGEST_LABELLED:
            break
        index += 1
    if len(split_labels(pairs)) < 2:
        return blocks, Description()
    return [as_note(block) if index in taken else block for index, block in enumerate(blocks)], describe_labels(pairs)


_HEADER_BLOCKS = 60
# The last of the Archive of Our Own's: what looks like a label under it stands in somebody's notes.
_LAST_LABEL = "Stats"
# "Posted originally on the Archive of Our Own at …"
_ARCHIVES = re.compile(
    r"https?://(?:www\.)?(?:archiveofourown\.org/(?:collections/\w+/)?works/\d+|(?:www\.|m\.)?fanfiction\.net/s/\d+)"
)
_LONGEST_LABELLED = 200


def _described(said: PageMetadata) -> Description:
    """What the page's head and its links say."""
    meta = said.meta

    def first(*names: str) -> str:
        return next((value for name in names for value in meta.get(name, ()) if value), "")

    authors = list(said.authors)
    if not authors:
        authors = [
            name for key in ("dc.creator", "dcterms.creator", "author", "article:author") for name in meta.get(key, ())
        ]
        # Facebook's tag holds a profile's address.
        authors = [name for name in authors if "://" not in name]
    title = said.main_title
    for name in authors:
        title = re.sub(rf"\s+by:?\s+{re.escape(name)}\s*$", "", title, flags=re.IGNORECASE)
    title = title or first("dc.title", "dcterms.title", "og:title") or _page_title(said.title)
    keywords = [word.strip() for value in meta.get("keywords", ()) for word in value.split(",")]
    address = said.links.get("canonical", "") or first("og:url", "dc.source")
    return Description(
        title.strip(),
        tuple(dict.fromkeys(authors)),
        Metadata(
            language=language_tag(said.language) or language_tag(first("dc.language", "dcterms.language", "language")),
            tags=tuple(dict.fromkeys(word for word in keywords if word)),
            publisher=first("dc.publisher", "og:site_name"),
            published=iso_date(first("dc.date", "dcterms.created", "dcterms.issued", "date", "article:published_time")),
            updated=iso_date(first("dcterms.modified", "article:modified_time", "last-modified")),
            summary=said.summary or " ".join(first("dc.description", "description", "og:description").split()),
            address=address if address.startswith(("http://", "https://")) else "",
            identifier="",
        ),
    )


_GUTENBERG_TITLE = re.compile(
    r"^(?:The\s+)?Project\s+Gutenberg(?:['’]s)?\s*(?:e-?(?:book|text))?\s*(?:of\s+)?|,\s+by\s+[^,]{2,60}$|\s*[|—-]\s*Project\s+Gutenberg$",
    re.IGNORECASE,
)


def _page_title(title: str) -> str:
    return _GUTENBERG_TITLE.sub("", title).strip() if "gutenberg" in title.lower() else title
