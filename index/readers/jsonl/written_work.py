"""Reads a line that a person or another program wrote, by the table in docs/formats.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from fabula.index.analysis.language_tags import language_tag
from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Chapter, LeftOut, Metadata, Work, without_lone_surrogates
from fabula.index.readers.description import Description
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.html.page import all_left_out
from fabula.index.readers.html.page_story import story_and_header, strip_markup
from fabula.index.readers.light_markup.markdown_document import read_markdown
from fabula.index.readers.metadata.dates import iso_date
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.plain_text.plain_story import PlainText
from fabula.index.readers.structure.chapters import ChapterBuilder
from fabula.index.readers.structure.heading_chapters import chapters_by_headings
from .keys import METADATA_LISTS, METADATA_TEXTS, blocks_of, chapter_number, count_of, other_keys, text_of, texts_of

READER = "jsonl"
_DATE_FIELDS = ("published", "updated")
_TEXT_FIELDS = tuple(name for name in METADATA_TEXTS if name not in ("language", *_DATE_FIELDS))
_FORMATS = ("text", "html", "markdown")
_KEYS = frozenset(
    (
        *METADATA_LISTS,
        *(name[:-1] for name in METADATA_LISTS),
        *_TEXT_FIELDS,
        *_DATE_FIELDS,
        "author",
        "authors",
        "title",
    )
) | {"chapters", "format", "language", "stated_words", "text"}


def written_work(record: Mapping[str, Any], source: Source) -> Work:
    """The work in the object of a line. Raises UnreadableSource for a wrong type, and for a work without words."""
    description = Description(_line(record, "title"), tuple(_names(record, "authors")), _metadata(record))
    kind = _line(record, "format") or "text"
    if kind not in _FORMATS:
        raise UnreadableSource(f'its "format" is none of {", ".join(_FORMATS)}')
    settings = LeftOut("settings", f"{record.get('format') or ''} {_line(record, 'language')}")
    left_out = [settings, *other_keys(record, _KEYS)]
    if isinstance(parts := record.get("chapters"), list):
        chapters = _chaptered(parts, kind, description, left_out)
    else:
        text = _read_text(text_of(record, "text", "the text of the work"), kind, description)
        chapters, description = text.chapters, description.filled_from(text.description)
        left_out += text.left_out
    return make_work(READER, source, description, chapters, left_out)


def _metadata(record: Mapping[str, Any]) -> Metadata:
    texts = {name: _line(record, name) for name in _TEXT_FIELDS}
    dates = {name: iso_date(_line(record, name)) for name in _DATE_FIELDS}
    lists = {name: tuple(dict.fromkeys(_names(record, name))) for name in METADATA_LISTS}
    texts["summary"] = strip_markup(texts["summary"])
    return Metadata(
        language=language_tag(_line(record, "language")),
        stated_words=count_of(record, "stated_words"),
        **{**texts, **dates, **lists},  # type: ignore[arg-type]  # the tables name fields
    )


def _line(record: Mapping[str, Any], name: str) -> str:
    """The string under `name` in one line; "" if there is none."""
    return " ".join(text_of(record, name).split())


def _names(record: Mapping[str, Any], name: str) -> Iterator[str]:
    """A list of strings; a single string counts as a list. "author" and "fandom" count as their plurals."""
    value = record.get(name, record.get(name[:-1]))
    values = [value] if isinstance(value, str) else texts_of({name: value}, name)
    yield from (name for value in values if (name := " ".join(value.split())))


def _chaptered(parts: list[Any], kind: str, description: Description, left_out: list[LeftOut]) -> tuple[Chapter, ...]:
    chapters = ChapterBuilder()
    in_blocks: list[Chapter] = []
    for number, part in enumerate(parts, start=1):
        if not isinstance(part, dict):
            raise UnreadableSource(f"its chapter {number} is no JSON object")
        if "blocks" in part:
            in_blocks.append(_blocks_chapter(part, number))
            continue
        text = text_of(part, "text", f"the text of chapter {number}")
        chapters.open(_line(part, "title") or f"Chapter {number}")
        if not text.strip():
            continue
        read = _read_text(text, kind, description)
        left_out += read.left_out
        for chapter in read.chapters:
            for block in chapter.blocks:
                chapters.add(block)
    return (*in_blocks, *chapters.finish())


def _blocks_chapter(part: Mapping[str, Any], position: int) -> Chapter:
    """A chapter with blocks of [kind, text], as exports had them before they stated scenes."""
    return Chapter(
        blocks_of(part, position), text_of(part, "title"), chapter_number(part, position), text_of(part, "path")
    )


class _Text(NamedTuple):
    """The chapters of a text, the description in it, and what is left out of it."""

    chapters: tuple[Chapter, ...]
    description: Description
    left_out: tuple[LeftOut, ...] = ()


def _read_text(text: str, kind: str, description: Description) -> _Text:
    text = without_lone_surrogates(text)
    if kind == "html":
        page = read_page(text)
        blocks, header = story_and_header(page)
        full = description.filled_from(header)
        return _Text(chapters_by_headings(blocks, full), header, tuple(all_left_out([page], full.title)))
    if kind == "markdown":
        story = read_markdown(text)
        full = description.filled_from(story.description)
        return _Text(chapters_by_headings(story.blocks, full), story.description, story.left_out)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    plain = PlainText("\n".join([line.rstrip() for line in lines]))
    chapters = plain.chapters()
    return _Text(chapters, plain.description, tuple(plain.left_out))
