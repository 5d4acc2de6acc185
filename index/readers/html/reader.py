"""HTML and XHTML files: one page, one work."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fabula.index.analysis.language_tags import language_tag
from fabula.index.errors import NoStory
from fabula.index.files.source import Source
from fabula.index.model import Block, BlockKind, Chapter, Metadata, Work
from fabula.index.readers.bytes.binary import binary_kind
from fabula.index.readers.bytes.encoding import decode
from fabula.index.readers.bytes.sniffing import looks_like_html
from fabula.index.readers.metadata import gutenberg
from fabula.index.readers.metadata.dates import iso_date
from fabula.index.readers.metadata.front_matter import front_matter
from fabula.index.readers.metadata.labels import Description, Labelled, describe, labelled, labels_in
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.structure.advertised import MOST_WORDS, is_advertisement
from fabula.index.readers.structure.chapters import Chapters
from fabula.index.readers.structure.headings import name_key

from .markup import Page, Said, read_page

__all__ = ["HtmlReader", "as_note"]

_SUFFIXES = (".html", ".htm", ".xhtml", ".xht")
_CHARSET = re.compile(
    rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]*charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE
)
_HEAD = 4_096
"""Browsers look for the declaration within 1,024 bytes; old pages put it later."""


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
        data = source.read()
        text = decode(data, declared_encoding(data)).text
        front = front_matter(text)
        page = read_page(front.text)
        if not page.holds_text:
            _refuse_empty(page)
        blocks, described = story_and_header(page)
        notes = [Block(BlockKind.NOTE, without_markup(line)) for line in front.lines]
        described = front.described.over(described)
        yield make_work(HtmlReader.name, source, described, chapters_by_headings([*notes, *blocks], described))


def _refuse_empty(page: Page) -> None:
    """Raise NoStory for a page that says what it is; one that shows nothing at all may have lost its story."""
    if page.has_navigation:
        raise NoStory("it holds a table of contents and no story")
    if any(block.kind is not BlockKind.BREAK for block in page.blocks):
        raise NoStory("it holds a title page, an imprint, a colophon, a copyright notice or a picture, and no story")


def declared_encoding(data: bytes) -> str:
    """The encoding that the document names in its XML declaration or <meta>; "" if none."""
    found = _CHARSET.search(data[:_HEAD])
    return (found[1] or found[2]).decode("ascii") if found else ""


def story_and_header(page: Page) -> tuple[list[Block], Description]:
    """The page's blocks with headers and licences as notes, and what it says of its work."""
    blocks = list(page.blocks)
    texts = [block.text for block in blocks]
    described = Description()
    if found := gutenberg.bounds(texts, marked=True):
        described = gutenberg.work_described(texts[: found.start])
        apart = {index for index in range(len(texts)) if not found.start <= index < found.end}
        apart |= gutenberg.boilerplate(texts, found.start, found.end)
        apart |= gutenberg.transcribers(texts, [0] * len(texts), found)
        blocks = [as_note(block) if index in apart else block for index, block in enumerate(blocks)]
    blocks, header = _labelled_header(blocks)
    address = next((match[0] for block in blocks[:_HEADER_BLOCKS] if (match := _ARCHIVES.search(block.text))), "")
    header = header.over(_fanfiction_net(page, blocks))
    publisher = "Archive of Our Own" if "archiveofourown.org" in address else ""
    found_at = Description(metadata=Metadata(address=address, publisher=publisher))
    return blocks, header.over(found_at).over(described).over(_described(page.said))


# A saved page of fanfiction.net's: "The Lamp Chapter 1: Noon, a salt road fanfic | FanFiction".
_FANFICTION_TITLE = re.compile(
    r"(?P<title>.{1,200}?)(?:\s+Chapter\s+\d+(?::.{0,200})?)?,\s+an?\s+(?P<fandom>.{1,150})\s+fanfic\s+\|\s+FanFiction(?:\.Net)?",
    re.IGNORECASE,
)


def _fanfiction_net(page: Page, blocks: Sequence[Block]) -> Description:
    match = _FANFICTION_TITLE.fullmatch(page.said.title)
    if not match:
        return Description()
    named = re.compile(rf"{re.escape(match['title'])}\s+By:\s+(?P<author>\S.{{0,80}})", re.IGNORECASE)
    authors = [found["author"] for block in blocks[:_HEADER_BLOCKS] if (found := named.match(block.text))]
    metadata = Metadata(fandoms=(match["fandom"],), publisher="FanFiction.net")
    return Description(match["title"], tuple(authors[:1]), metadata)


def without_markup(text: str) -> str:
    """`text` that may hold some HTML (a summary, a note in front matter) as one line."""
    if "<" not in text and "&" not in text:
        return " ".join(text.split())
    return " ".join(" ".join(block.text for block in read_page(f"<body>{text}").blocks).split())


def as_note(block: Block) -> Block:
    return Block(BlockKind.NOTE, " ".join(block.text.split("\n")), gap=block.gap) if block.text else block


def _labelled_header(blocks: list[Block]) -> tuple[list[Block], Description]:
    """An archive's table of tags at the head: "Rating:" and its value in one block or in two."""
    pairs: list[Labelled] = []
    taken: set[int] = set()
    index = 0
    while index < min(len(blocks), _HEADER_BLOCKS):
        block = blocks[index]
        if block.kind in (BlockKind.HEADING, BlockKind.BREAK):
            index += 1
            continue
        found = [labelled(line) for line in block.text.split("\n")]
        if len(found) == 1 and found[0] and not found[0].value and index + 1 < len(blocks):
            pairs.append(Labelled(found[0].label, blocks[index + 1].text))
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
    if len(labels_in(pairs)) < 2:
        return blocks, Description()
    return [as_note(block) if index in taken else block for index, block in enumerate(blocks)], describe(pairs)


_HEADER_BLOCKS = 60
# The last of the Archive of Our Own's: what looks like a label under it stands in somebody's notes.
_LAST_LABEL = "Stats"
# "Posted originally on the Archive of Our Own at …"
_ARCHIVES = re.compile(
    r"https?://(?:www\.)?(?:archiveofourown\.org/(?:collections/\w+/)?works/\d+|(?:www\.|m\.)?fanfiction\.net/s/\d+)"
)
_LONGEST_LABELLED = 200


def _described(said: Said) -> Description:
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


def chapters_by_headings(blocks: Sequence[Block], described: Description) -> tuple[Chapter, ...]:
    """The blocks by chapters: the highest level of headings that the page has several of."""
    blocks = _without_lists(blocks)
    chapters = Chapters()
    own = own_titles(described)
    by_lines = own - {name_key(described.title)}
    level = chapter_level(blocks, own)
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            chapters.add(block)
            continue
        key = name_key(block.text)
        if block.level <= level and key not in own:
            chapters.open(block.text)
        if key in by_lines:
            chapters.add(as_note(block))
        else:
            chapters.add(Block(block.kind, block.text, max(1, block.level - max(level, 1) + 1), block.gap))
    return chapters.finish()


def _without_lists(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with a publisher's lists of other books as notes, unless there is nothing else."""
    done: list[Block] = []
    start = 0
    heads = [index for index, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    for head, end in pairwise([*heads, len(blocks)]):
        section = blocks[head:end]
        if is_advertisement(blocks[head].text) and sum(len(b.text.split()) for b in section) <= MOST_WORDS:
            done += [*blocks[start:head], *map(as_note, section)]
            start = end
    return [*done, *blocks[start:]] if start and len(heads) > 1 else list(blocks)


def own_titles(described: Description) -> frozenset[str]:
    """The keys of headings that name the work itself, and so open no chapter."""
    titles = [described.title, *(f"{described.title} by {author}" for author in described.authors)]
    titles += [f"by {author}" for author in described.authors]
    return frozenset(name_key(title) for title in titles if title)


def chapter_level(blocks: Sequence[Block], own: frozenset[str]) -> int:
    """The level of the headings that open chapters: the highest of which two have a text under them; 0 if none has.

    A title page has headings, too, but nothing under them; and the work's own title is no chapter's.
    """
    counts: Counter[int] = Counter()
    above: Block | None = None
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            above = block if name_key(block.text) not in own else None
        elif above is not None and block.kind in (BlockKind.PARAGRAPH, BlockKind.VERSE):
            counts[above.level] += 1
            above = None
    return min((level for level, count in counts.items() if count >= 2), default=0)
