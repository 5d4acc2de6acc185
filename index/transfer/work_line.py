"""Writes a work as one line of JSON, with all that the library keeps of it; index/readers/jsonl/ reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import groupby
from typing import Any

from fabula.index.model import Metadata, Scene, WorkRecord
from fabula.index.readers.jsonl.exported_work import LANGUAGE_DETECTED, MARK

_METADATA_FIELDS = tuple(field.name for field in fields(Metadata))
# What the other library knows of the work's file, of which an import keeps the text and opens nothing.
_PLACE_FIELDS = ("reader", "path", "source", "digest", "added")


def work_line(record: WorkRecord, scenes: Iterable[Scene]) -> str:
    """One work in JSON, in one line of ASCII. `scenes` are all of its scenes, in order."""
    metadata = {name: value for name in _METADATA_FIELDS if (value := getattr(record.metadata, name))}
    work: dict[str, Any] = dict([MARK])
    work |= {"id": record.id, "title": record.title, "authors": list(record.authors), **metadata}
    if not record.metadata.language:
        work |= {"language": record.language, "language_source": LANGUAGE_DETECTED}
    work |= {name: getattr(record, name) for name in _PLACE_FIELDS}
    work["chapters"] = list(_chapters(scenes))
    return json.dumps(work, separators=(",", ":"))


def _chapters(scenes: Iterable[Scene]) -> Iterator[dict[str, Any]]:
    for (chapter, path), grouped in groupby(scenes, key=lambda scene: (scene.chapter, scene.path)):
        chapter_scenes = list(grouped)
        yield {
            "title": chapter.title if chapter else "",
            "number": chapter.number if chapter else None,
            "path": path,
            "blocks": list(_blocks(chapter_scenes)),
            "scenes": [
                {"id": scene.id, "kind": scene.kind.value, "blocks": len(scene.paragraphs), "cut": scene.cut}
                for scene in chapter_scenes
            ],
        }


def _blocks(scenes: Iterable[Scene]) -> Iterator[tuple[str, str]]:
    """The blocks of a chapter's scenes, with a break between two unless Fabula cut them."""
    for number, scene in enumerate(scenes):
        if number and not scene.cut:
            yield "break", "***"
        for start, end, kind in scene.paragraphs:
            yield kind.value, scene.text[start:end]
