"""Reads a Mobipocket or Kindle book, or a PalmDOC text, into a work."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from fabula.index.errors import PartlyRead, UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Block, BlockKind, Work
from fabula.index.readers.bytes.binary import looks_like_html
from fabula.index.readers.bytes.encoding import declared_encoding, decode
from fabula.index.readers.epub.book import BESIDE_STORY, BookFile, book_chapters
from fabula.index.readers.epub.navigation import TocEntry
from fabula.index.readers.headings.heading_text import join_heading, title_key
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.html.page import Page, all_left_out
from fabula.index.readers.html.page_story import story_and_header
from fabula.index.readers.html.styles.linked_sheets import LinkedSheets
from fabula.index.readers.metadata.fanficfare import remove_shelf_tags
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.plain_text.plain_story import PlainText
from fabula.index.readers.structure.ao3_notes import is_ao3_message
from fabula.index.readers.structure.chapters import as_note
from fabula.index.readers.structure.heading_chapters import chapters_by_headings
from .flows import sheet_number, split_flows
from .header import Header, describe_header, read_header
from .palm_database import BOOK, DOC, PalmDatabase, database_kind
from .parts import KF8, Part, PartEntry, split_parts
from .quoted_notes import merge_quoted_notes
from .text_records import read_text

READER = "mobi"
# Elements for reading devices: to an HTML parser they would never end.
_PAGE_BREAK = re.compile(rb"</?mbp:pagebreak[^<>]{0,200}>", re.IGNORECASE)
_FILE_POSITION = re.compile(rb"<a\b([^<>]{0,200}?)\bfilepos\s*=\s*[\"']?(\d{1,10})[\"']?", re.IGNORECASE)
# A text with this many tags of paragraphs, one for so many bytes, is HTML.
_PARAGRAPH_TAG = re.compile(rb"</?(?:p|br|div|h[1-6]|blockquote)\b[^<>]{0,200}>", re.IGNORECASE)
_MIN_TAGS = 3
_MAX_BYTES_A_TAG = 8_000
_MAX_TITLE_PAGES = 3
# Pages of the Archive of Our Own around the story.
_ARCHIVE_PAGES = ("Preface", "Afterword")
_MAX_TITLE_CHARS = 299


def read_mobi(source: Source) -> Iterator[Work]:
    """The work in `source`. Raises UnreadableSource, and PartlyRead after a work with gaps."""
    data = source.read()
    _refuse_others(data)
    database = PalmDatabase(data)
    header = read_header(database[0])
    base = 0
    if header.kf8_at is not None and header.kf8_at < len(database) and header.version < KF8:
        # The same book twice; the KF8 edition has better markup.
        base = header.kf8_at
        header = read_header(database[base])
    text, gaps = read_text(database, base, header)
    try:
        if header.version == 0:
            yield _palmdoc(text, source)
        else:
            yield _read_parts(source, header, lambda index: database[base + index], text.replace(b"\0", b" "), gaps)
    except UnreadableSource as error:
        raise UnreadableSource(gaps[0]) if gaps else error from error
    if gaps:
        raise PartlyRead.of(gaps, header.records, "records")


def _refuse_others(data: bytes) -> None:
    kind = database_kind(data[:128])
    if data[:4] == b"CONT" or data[:8] == b"\xeaDRMION\xee":
        reason = "it is in Amazon's KFX format, which is not documented"
    elif data[:3] == b"TPZ":
        reason = "it is in Amazon's Topaz format, which holds pictures of words"
    elif kind.startswith("PNRdPP"):
        reason = "it is an eReader book, which cannot be read"
    elif kind and kind not in (BOOK, DOC):
        reason = f'it is a Palm database of the kind "{kind}", which is no book'
    elif not data:
        reason = "the file is empty"
    elif not kind:
        reason = "it is no Mobipocket or Kindle book"
    else:
        return
    raise UnreadableSource(reason, hint="Convert it to EPUB, for example with calibre, and index that.")


def _read_parts(source: Source, header: Header, record: Callable[[int], bytes], text: bytes, gaps: list[str]) -> Work:
    """The book; as one page, and a line among the `gaps`, if its indices are damaged."""
    flows = [text]
    entries: list[PartEntry] = []
    try:
        if header.version >= KF8:
            flows = split_flows(record, header, text)
        parts, entries = split_parts(record, header, flows[0])
    except UnreadableSource as error:
        gaps.append(f"{error}; its text was read as one page")
        parts = [Part(0, flows[0])]
    return _book(source, header, parts, entries, _linked_sheets(flows))


def _palmdoc(text: bytes, source: Source) -> Work:
    """Plain text, or HTML: the format does not say."""
    if looks_like_html(text) or len(_PARAGRAPH_TAG.findall(text)) >= max(_MIN_TAGS, len(text) // _MAX_BYTES_A_TAG):
        markup = decode(_PAGE_BREAK.sub(b" ", text), declared_encoding(text)).text
        page = read_page(markup)
        blocks, description = story_and_header(page)
        left_out = all_left_out([page], description.title)
        return make_work(READER, source, description, chapters_by_headings(blocks, description), left_out)
    lines = decode(text).text.split("\n")
    plain = PlainText("\n".join([line.rstrip() for line in lines]))
    chapters = plain.chapters()
    return make_work(READER, source, plain.description, chapters, plain.left_out)


def _add_headings(page: Page, entries: Sequence[PartEntry]) -> Page:
    """`page`, with a heading for each title that stands where its entry leads: older books have no headings.

    Nor do they mark the preface of the Archive of Our Own, but their table of contents lists it.
    """
    blocks = list(page.blocks)
    is_archive = any(is_ao3_message(block.text) for block in blocks)
    for entry in entries:
        start = page.anchors.get(entry.anchor, 0)
        if is_archive and entry.title in _ARCHIVE_PAGES:
            others = [page.anchors.get(other.anchor, 0) for other in entries if other is not entry]
            end = min((index for index in others if index > start), default=len(blocks))
            blocks[start:end] = [as_note(block) for block in blocks[start:end]]
        elif start < len(blocks):
            block = blocks[start]
            if block.kind is BlockKind.PARAGRAPH and _is_same_title(block.text, entry.title):
                blocks[start] = Block(BlockKind.HEADING, join_heading([block.text]), 1, block.gap)
    return replace(page, blocks=tuple(blocks))


def _is_same_title(text: str, title: str) -> bool:
    return len(text) <= _MAX_TITLE_CHARS and (title_key(text) or text.strip()) == (title_key(title) or title.strip())


def _linked_sheets(flows: Sequence[bytes]) -> LinkedSheets:
    """The style sheets among the flows of a book."""

    def resolve(base: str, address: str) -> str:
        number = sheet_number(address)
        return str(number) if 0 < number < len(flows) else ""

    return LinkedSheets(resolve, lambda name: flows[int(name)].decode("utf-8", "replace"))


def _book(
    source: Source, header: Header, parts: Sequence[Part], entries: Sequence[PartEntry], sheets: LinkedSheets
) -> Work:
    files: list[BookFile] = []
    description = describe_header(header)
    language = description.metadata.language
    for number, part in enumerate(parts):
        # Tables of contents link to positions in the text.
        markup = _FILE_POSITION.sub(rb'<a\1href="#at\2"', _PAGE_BREAK.sub(b" ", merge_quoted_notes(part.data)))
        text = decode(markup, header.encoding).text if markup.strip() else ""
        page = read_page(text, sheets=sheets, language=language)
        page_entries = [entry for entry in entries if entry.part == number]
        page = _add_headings(page, page_entries)
        is_beside = (
            len(parts) > 1 and bool(page_entries) and all(BESIDE_STORY.fullmatch(entry.title) for entry in page_entries)
        )
        files.append(BookFile(str(number), "", page, is_beside))
    for file in files[:_MAX_TITLE_PAGES]:
        # An archive's table is surer than a program's metadata: calibre writes today for an unknown date.
        table = story_and_header(file.page)[1].metadata_only()
        metadata = table.filled_from(description.metadata_only()).metadata
        description = replace(description, metadata=metadata)
    description = replace(description, metadata=remove_shelf_tags(description.metadata))
    left_out = all_left_out((file.page for file in files), description.title)
    if entries:
        toc = [TocEntry(entry.title, str(entry.part), entry.anchor, entry.depth) for entry in entries]
        return make_work(READER, source, description, book_chapters(files, toc, description), left_out)
    blocks = [block for file in files for block in story_and_header(file.page)[0]]
    return make_work(READER, source, description, chapters_by_headings(blocks, description), left_out)
