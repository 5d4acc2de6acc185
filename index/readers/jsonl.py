"""JSON Lines: one work a line, as docs/formats.md describes it. Read line by line, so that it may hold a library."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from fabula.index.analysis.language_tags import language_tag
from fabula.index.errors import PartlyRead, UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Block, BlockKind, Chapter, Metadata, Work
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.html.page_story import story_and_header, strip_markup
from fabula.index.readers.light_markup.markdown import markdown_blocks
from fabula.index.readers.metadata.dates import iso_date
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.plain_text.plain_story import PlainText
from fabula.index.readers.structure.chapters import ChapterBuilder
from fabula.index.readers.structure.heading_chapters import chapters_by_headings

from .description import Description

__all__ = ["JsonlReader"]

_SUFFIXES = (".jsonl", ".ndjson")
# A line is held whole, and once more as text; the longest novel of the corpora has 6 MB.
_LONGEST = 64 * 1024 * 1024
_MOST_NAMED = 5
_BOM = b"\xef\xbb\xbf"
_LISTS = ("fandoms", "relationships", "characters", "tags", "warnings", "categories", "more_series")
_TEXTS = tuple("rating series series_number status stated_chapters publisher summary address identifier".split())
_DATES = ("published", "updated")
_FORMATS = ("text", "html", "markdown")


class JsonlReader:
    """Reads .jsonl and .ndjson."""

    name = "jsonl"

    def sniff(self, source: Source) -> int:
        return 70 if not source.is_folder and source.suffix in _SUFFIXES else 0

    def read(self, source: Source) -> Iterator[Work]:
        """Raises PartlyRead, after all works that can be read, naming the lines that cannot."""
        bad: list[str] = []
        count = 0
        try:
            with source.open() as stream:
                for number, line in _lines(stream):
                    try:
                        yield _work(line, source)
                        count += 1
                    except UnreadableSource as error:
                        bad.append(f"line {number}: {error}")
        except OSError as error:
            raise UnreadableSource(f"reading it failed: {error.strerror or error}") from error
        if bad:
            named = "; ".join(bad[:_MOST_NAMED])
            rest = f"; and {len(bad) - _MOST_NAMED:,} more lines" if len(bad) > _MOST_NAMED else ""
            message = f"{len(bad):,} of its {len(bad) + count:,} works cannot be read: {named}{rest}"
            raise PartlyRead(message) if count else UnreadableSource(message)
        if not count:
            raise UnreadableSource("the file is empty" if not source.size else "the file holds nothing but blanks")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1; of one that is too long the beginning."""
    number = 0
    while line := stream.readline(_LONGEST + 1):
        number += 1
        rest = line
        while len(rest) > _LONGEST and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST + 1)
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield number, line


def _work(line: bytes, source: Source) -> Work:
    if len(line) > _LONGEST:
        raise UnreadableSource(f"it is longer than {_LONGEST:,} bytes")
    try:
        said = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableSource("it is not UTF-8") from error
    except RecursionError as error:
        raise UnreadableSource("it is nested too deeply") from error
    except ValueError as error:
        raise UnreadableSource(f"it is no JSON ({error})") from error
    if not isinstance(said, dict):
        raise UnreadableSource("it is no JSON object")
    description = Description(_text(said, "title"), tuple(_names(said, "authors")), _metadata(said))
    kind = _text(said, "format") or "text"
    if kind not in _FORMATS:
        raise UnreadableSource(f'its "format" is none of {", ".join(_FORMATS)}')
    if isinstance(parts := said.get("chapters"), list):
        chapters = _chaptered(parts, kind, description)
    else:
        chapters, own = _read_text(_text(said, "text", "the text of the work"), kind, description)
        description = description.filled_from(own)
    return make_work(JsonlReader.name, source, description, chapters)


def _metadata(said: Mapping[str, Any]) -> Metadata:
    texts = {name: _text(said, name) for name in _TEXTS}
    dates = {name: iso_date(_text(said, name)) for name in _DATES}
    lists = {name: tuple(dict.fromkeys(_names(said, name))) for name in _LISTS}
    texts["summary"] = strip_markup(texts["summary"])
    words = said.get("stated_words")
    return Metadata(
        language=language_tag(_text(said, "language")),
        stated_words=words if isinstance(words, int) and not isinstance(words, bool) and words > 0 else 0,
        **{**texts, **dates, **lists},  # type: ignore[arg-type]
    )


def _text(said: Mapping[str, Any], name: str, needed: str = "") -> str:
    value = said.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str):
        raise UnreadableSource(f'its "{name}" is no string' if name in said else f'it lacks "{name}", {needed}')
    return value if name == "text" else " ".join(value.split())


def _names(said: Mapping[str, Any], name: str) -> Iterator[str]:
    """A list of strings; one string is a list of one. "author" and "fandom" are taken for their plurals."""
    value = said.get(name, said.get(name[:-1]))
    values = [value] if isinstance(value, str) else value or []
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise UnreadableSource(f'its "{name}" is no list of strings')
    yield from (kept for each in values if (kept := " ".join(each.split())))


def _chaptered(parts: list[Any], kind: str, description: Description) -> tuple[Chapter, ...]:
    chapters = ChapterBuilder()
    made_of: list[Chapter] = []
    for number, part in enumerate(parts, start=1):
        if not isinstance(part, dict):
            raise UnreadableSource(f"its chapter {number} is no JSON object")
        if "blocks" in part:
            made_of.append(_as_exported(part, number))
            continue
        text = _text(part, "text", f"the text of chapter {number}")
        chapters.open(_text(part, "title") or f"Chapter {number}")
        for own in _read_text(text, kind, description)[0] if text.strip() else ():
            for block in own.blocks:
                chapters.add(block)
    return (*made_of, *chapters.finish())


def _as_exported(part: Mapping[str, Any], place: int) -> Chapter:
    """A chapter whose blocks are known: [kind, text] each, as `fabula export` writes them."""
    number = part.get("number")
    if number is not None and (type(number) is not int or number < 0):
        raise UnreadableSource(f'the "number" of its chapter {place} is no number')
    try:
        blocks = tuple(Block(BlockKind(kind), _whole(text)) for kind, text in part["blocks"])
    except (TypeError, ValueError) as error:
        raise UnreadableSource(f'the "blocks" of its chapter {place} make no sense ({error})') from error
    return Chapter(blocks, _text(part, "title"), number, _text(part, "path"))


def _whole(text: Any) -> str:
    if not isinstance(text, str):
        raise TypeError("a text is no string")
    # A surrogate alone can be written in JSON, and in no encoding.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _read_text(text: str, kind: str, description: Description) -> tuple[tuple[Chapter, ...], Description]:
    # A surrogate alone can be written in JSON, and in no encoding.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if kind == "html":
        blocks, own = story_and_header(read_page(text))
        return chapters_by_headings(blocks, description.filled_from(own)), own
    if kind == "markdown":
        blocks, own = markdown_blocks(text)
        return chapters_by_headings(blocks, description.filled_from(own)), own
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    plain = PlainText("\n".join([line.rstrip() for line in lines]))
    return plain.chapters(), plain.description
