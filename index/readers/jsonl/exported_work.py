"""Reads a line that `fabula export` wrote: a work as a library has it, so that nothing in it is read anew or mended.

Such a line says so (`"fabula": "work"`), has every field of the work as it is, and states its scenes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from fabula.index.errors import UnreadableSource
from fabula.index.model import BlockKind, Chapter, LeftOut, Metadata, SceneKind, StatedScene, Work
from .keys import (
    METADATA_LISTS,
    METADATA_TEXTS,
    blocks_of,
    chapter_number,
    count_of,
    other_keys,
    strings_in,
    text_of,
    texts_of,
)

MARK = ("fabula", "work")
# What `language_source` says of a language that no field of the file gave: it was detected.
LANGUAGE_DETECTED = "text"
# Where a work comes from in the other library, and what it was there.
_PLACE_KEYS = ("id", "reader", "path", "source", "digest", "added")
_KEYS = frozenset(
    (*METADATA_LISTS, *METADATA_TEXTS, *_PLACE_KEYS, MARK[0], "authors", "title", "chapters", "stated_words")
) | {"language_source"}
_ID = re.compile(r"[0-9a-f]{12}(\.[1-9][0-9]{0,8})?")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
# As long as a path may be on Linux, in a source that may be as long.
_MAX_PATH_CHARS = 8_192


class ExportedWork(NamedTuple):
    """A work as another library had it.

    id     its id there; "" if the line has none that could be one.
    added  when it came into that library, as in `WorkRecord`; "" if that is not known.
    """

    work: Work
    id: str
    added: str


def is_exported(record: Mapping[str, Any]) -> bool:
    """True if `fabula export` wrote the line, since it states the scenes of works."""
    return record.get(MARK[0]) == MARK[1]


def exported_work(record: Mapping[str, Any]) -> ExportedWork:
    """Raises UnreadableSource for a wrong type, and where the scenes are not those of the blocks."""
    place = {name: text_of(record, name) for name in _PLACE_KEYS}
    for name in ("path", "source"):
        if len(place[name]) > _MAX_PATH_CHARS:
            raise UnreadableSource(f'its "{name}" is longer than {_MAX_PATH_CHARS:,} characters')
    parts = record.get("chapters")
    if not isinstance(parts, list):
        raise UnreadableSource('it lacks "chapters", the text of the work')
    chapters = tuple(_chapter(part, number) for number, part in enumerate(parts, start=1))
    texts = (block.text for chapter in chapters for block in chapter.blocks if block.kind is not BlockKind.BREAK)
    if not any(any(map(str.isalnum, text)) for text in texts):
        raise UnreadableSource("it holds no words, only signs")
    work = Work(
        title=text_of(record, "title"),
        authors=texts_of(record, "authors"),
        chapters=chapters,
        metadata=_metadata(record),
        reader=place["reader"],
        path=place["path"],
        source=place["source"],
        digest=place["digest"],
        left_out=tuple(_left_out(record)),
    )
    identity = place["id"] if _ID.fullmatch(place["id"]) else ""
    return ExportedWork(work, identity, place["added"] if _TIME.fullmatch(place["added"]) else "")


def _metadata(record: Mapping[str, Any]) -> Metadata:
    texts = {name: text_of(record, name) for name in METADATA_TEXTS}
    if text_of(record, "language_source") == LANGUAGE_DETECTED:
        texts["language"] = ""
    lists = {name: texts_of(record, name) for name in METADATA_LISTS}
    return Metadata(stated_words=count_of(record, "stated_words"), **texts, **lists)  # type: ignore[arg-type]  # by name


def _chapter(part: object, position: int) -> Chapter:
    if not isinstance(part, dict):
        raise UnreadableSource(f"its chapter {position} is no JSON object")
    blocks = blocks_of(part, position)
    scenes = _scenes(part.get("scenes"), position)
    if sum(scene.blocks for scene in scenes) != sum(block.kind is not BlockKind.BREAK for block in blocks):
        raise UnreadableSource(f'the "scenes" of its chapter {position} are not those of its blocks')
    return Chapter(blocks, text_of(part, "title"), chapter_number(part, position), text_of(part, "path"), scenes)


def _scenes(values: object, position: int) -> tuple[StatedScene, ...]:
    if not isinstance(values, list) or not values:
        raise UnreadableSource(f'its chapter {position} lacks "scenes"')
    scenes: list[StatedScene] = []
    for value in values:
        try:
            kind, blocks = SceneKind(value["kind"]), value["blocks"]
        except (TypeError, KeyError, ValueError) as error:
            raise UnreadableSource(f'the "scenes" of its chapter {position} make no sense ({error})') from error
        if type(blocks) is not int or blocks <= 0:
            raise UnreadableSource(f"a scene of its chapter {position} has no number of blocks")
        scenes.append(StatedScene(kind, blocks, value.get("cut") is True))
    return tuple(scenes)


def _left_out(record: Mapping[str, Any]) -> Iterator[LeftOut]:
    """What the library that the line is from says of the work, and no reader does."""
    parts = [(part.get("path"), part["scenes"]) for part in record["chapters"]]
    settings = [*(record.get(name) for name in (*_PLACE_KEYS, MARK[0], "language", "language_source")), parts]
    yield LeftOut("settings", " ".join(strings_in(settings)))
    yield from other_keys(record, _KEYS)
