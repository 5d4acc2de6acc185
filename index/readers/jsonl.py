"""Reads JSON Lines: one work a line (docs/formats.md), read line by line, so that a file may hold a library."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from fabula.index.analysis.language_tags import language_tag
from fabula.index.errors import PartlyRead, UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Block, BlockKind, Chapter, LeftOut, Metadata, Work, without_lone_surrogates
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.html.page import all_left_out
from fabula.index.readers.html.page_story import story_and_header, strip_markup
from fabula.index.readers.light_markup.markdown import read_markdown
from fabula.index.readers.metadata.dates import iso_date
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.plain_text.plain_story import PlainText
from fabula.index.readers.structure.chapters import ChapterBuilder
from fabula.index.readers.structure.heading_chapters import chapters_by_headings
from .description import Description

_SUFFIXES = (".jsonl", ".ndjson")
# A line is in memory twice, as bytes and as text; the longest novel of the corpora has 6 MB.
_MAX_LINE_BYTES = 64 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_LIST_FIELDS = ("fandoms", "relationships", "characters", "tags", "warnings", "categories", "more_series")
_TEXT_FIELDS = tuple(
    "rating series series_number status stated_chapters publisher summary address identifier title_source".split()
)
_DATE_FIELDS = ("published", "updated")
_FORMATS = ("text", "html", "markdown")
_KEYS = frozenset(
    (*_LIST_FIELDS, *(name[:-1] for name in _LIST_FIELDS), *_TEXT_FIELDS, *_DATE_FIELDS, "author", "authors", "title")
) | {"chapters", "format", "language", "stated_words", "text"}


class JsonlReader:
    """Reads .jsonl and .ndjson."""

    name = "jsonl"

    def sniff(self, source: Source) -> int:
        return 70 if not source.is_folder and source.suffix in _SUFFIXES else 0

    def read(self, source: Source) -> Iterator[Work]:
        """Raises PartlyRead after the last readable work, if some lines cannot be read; it names them."""
        errors: list[str] = []
        count = 0
        try:
            with source.open() as stream:
                for number, line in _lines(stream):
                    try:
                        yield _work(line, source)
                        count += 1
                    except UnreadableSource as error:
                        errors.append(f"line {number}: {error}")
        except OSError as error:
            raise UnreadableSource(f"reading it failed: {error.strerror or error}") from error
        if errors:
            partly_read = PartlyRead.of(errors, len(errors) + count, "works")
            raise partly_read if count else UnreadableSource(str(partly_read))
        if not count:
            raise UnreadableSource("the file is empty" if not source.size else "the file holds nothing but blanks")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1; of a line that is too long, the beginning."""
    number = 0
    while line := stream.readline(_MAX_LINE_BYTES + 1):
        number += 1
        rest = line
        while len(rest) > _MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(_MAX_LINE_BYTES + 1)
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield number, line


def _work(line: bytes, source: Source) -> Work:
    if len(line) > _MAX_LINE_BYTES:
        raise UnreadableSource(f"it is longer than {_MAX_LINE_BYTES:,} bytes")
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableSource("it is not UTF-8") from error
    except RecursionError as error:
        raise UnreadableSource("it is nested too deeply") from error
    except ValueError as error:
        raise UnreadableSource(f"it is no JSON ({error})") from error
    if not isinstance(record, dict):
        raise UnreadableSource("it is no JSON object")
    description = Description(_text(record, "title"), tuple(_names(record, "authors")), _metadata(record))
    kind = _text(record, "format") or "text"
    if kind not in _FORMATS:
        raise UnreadableSource(f'its "format" is none of {", ".join(_FORMATS)}')
    left_out = [LeftOut("settings", f"{record.get('format') or ''} {_text(record, 'language')}"), *_other_keys(record)]
    if isinstance(parts := record.get("chapters"), list):
        chapters = _chaptered(parts, kind, description, left_out)
    else:
        text = _read_text(_text(record, "text", "the text of the work"), kind, description)
        chapters, description = text.chapters, description.filled_from(text.description)
        left_out += text.left_out
    return make_work(JsonlReader.name, source, description, chapters, left_out)


def _other_keys(record: Mapping[str, Any]) -> Iterator[LeftOut]:
    """The strings under keys that are not read."""
    strings: list[str] = []
    values = [value for key, value in record.items() if key not in _KEYS]
    while values:
        value = values.pop()
        if isinstance(value, str):
            strings.append(value)
        elif isinstance(value, dict | list):
            values += value.values() if isinstance(value, dict) else value
    if strings:
        yield LeftOut("other keys", without_lone_surrogates(" ".join(strings)))


def _metadata(record: Mapping[str, Any]) -> Metadata:
    texts = {name: _text(record, name) for name in _TEXT_FIELDS}
    dates = {name: iso_date(_text(record, name)) for name in _DATE_FIELDS}
    lists = {name: tuple(dict.fromkeys(_names(record, name))) for name in _LIST_FIELDS}
    texts["summary"] = strip_markup(texts["summary"])
    words = record.get("stated_words")
    return Metadata(
        language=language_tag(_text(record, "language")),
        stated_words=words if isinstance(words, int) and not isinstance(words, bool) and words > 0 else 0,
        **{**texts, **dates, **lists},  # type: ignore[arg-type]  # the tables name fields
    )


def _text(record: Mapping[str, Any], name: str, needed: str = "") -> str:
    value = record.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str):
        raise UnreadableSource(f'its "{name}" is no string' if name in record else f'it lacks "{name}", {needed}')
    return value if name == "text" else " ".join(value.split())


def _names(record: Mapping[str, Any], name: str) -> Iterator[str]:
    """A list of strings; a single string counts as a list. "author" and "fandom" count as their plurals."""
    value = record.get(name, record.get(name[:-1]))
    values = [value] if isinstance(value, str) else value or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise UnreadableSource(f'its "{name}" is no list of strings')
    yield from (name for value in values if (name := " ".join(value.split())))


def _chaptered(parts: list[Any], kind: str, description: Description, left_out: list[LeftOut]) -> tuple[Chapter, ...]:
    chapters = ChapterBuilder()
    exported: list[Chapter] = []
    for number, part in enumerate(parts, start=1):
        if not isinstance(part, dict):
            raise UnreadableSource(f"its chapter {number} is no JSON object")
        if "blocks" in part:
            exported.append(_exported_chapter(part, number))
            continue
        text = _text(part, "text", f"the text of chapter {number}")
        chapters.open(_text(part, "title") or f"Chapter {number}")
        if not text.strip():
            continue
        read = _read_text(text, kind, description)
        left_out += read.left_out
        for chapter in read.chapters:
            for block in chapter.blocks:
                chapters.add(block)
    return (*exported, *chapters.finish())


def _exported_chapter(part: Mapping[str, Any], position: int) -> Chapter:
    """A chapter with blocks of [kind, text], as `fabula export` writes them."""
    number = part.get("number")
    if number is not None and (type(number) is not int or number < 0):
        raise UnreadableSource(f'the "number" of its chapter {position} is no number')
    try:
        blocks = tuple(Block(BlockKind(kind), _checked_text(text)) for kind, text in part["blocks"])
    except (TypeError, ValueError) as error:
        raise UnreadableSource(f'the "blocks" of its chapter {position} make no sense ({error})') from error
    return Chapter(blocks, _text(part, "title"), number, _text(part, "path"))


def _checked_text(text: Any) -> str:
    if not isinstance(text, str):
        raise TypeError("a text is no string")
    return text


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
