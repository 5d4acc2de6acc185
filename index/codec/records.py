"""Encodes works and scenes in JSON and decodes them. Decoding checks every type, as a file may be hostile."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from functools import partial
from itertools import accumulate
from operator import add
from typing import Any

from fabula.index.errors import LibraryDamaged
from fabula.index.model import BlockKind, ChapterRef, Metadata, Paragraph, Scene, SceneKind, WorkRecord

_KINDS = list(BlockKind)
_MAKE_PARAGRAPH: Callable[[tuple[int, int, BlockKind]], Paragraph] = partial(tuple.__new__, Paragraph)
_WORK_FIELDS = tuple(field.name for field in fields(WorkRecord) if field.default is MISSING)
# Written only where they say something: an earlier Fabula refuses keys that it does not know.
_OPTIONAL_WORK_FIELDS = tuple(field.name for field in fields(WorkRecord) if field.default is not MISSING)
_METADATA_FIELDS = tuple(field.name for field in fields(Metadata))


def work_to_json(work: WorkRecord) -> str:
    plain = {name: getattr(work, name) for name in _WORK_FIELDS}
    plain |= {name: value for name in _OPTIONAL_WORK_FIELDS if (value := getattr(work, name))}
    plain["metadata"] = {name: getattr(work.metadata, name) for name in _METADATA_FIELDS}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def work_from_json(text: str | bytes) -> WorkRecord:
    """Raises LibraryDamaged if `text` is no work."""
    try:
        plain = json.loads(text)
        metadata = _check_values(plain.pop("metadata"))
        return WorkRecord(metadata=Metadata(**metadata), **_check_values(plain))
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise LibraryDamaged(f"The record of a work cannot be read: {error}", hint="Build the library anew.") from error


def _check_values(values: dict[str, Any]) -> dict[str, Any]:
    """Turn lists into tuples of strings, in place. Raises TypeError for a value that is no list, string or number.

    Without a call for each value: an update asks for the records of all works at once.
    """
    for name, value in values.items():
        kind = type(value)
        if kind is list:
            values[name] = tuple(map(str, value))
        elif kind is not str and kind is not int and kind is not bool:
            raise TypeError(f"a value of the type {kind.__name__}")
    return values


def scene_from_bytes(content: bytes, *, scene_id: str, work_id: str, kind: SceneKind, order: int, words: int) -> Scene:
    """Decode what writer/scene_encoding.py wrote. Raises LibraryDamaged if `content` is no scene."""
    try:
        encoded, _, text = content.decode().partition("\n")
        number, chapter, path, cut, paragraphs = json.loads(encoded)
        return Scene(
            id=scene_id,
            work_id=work_id,
            kind=kind,
            number=number,
            order=order,
            chapter=ChapterRef(chapter[0], str(chapter[1])) if chapter else None,
            text=text,
            paragraphs=_paragraphs_of(text, paragraphs),
            words=words,
            path=str(path),
            cut=bool(cut),
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise LibraryDamaged(f"A scene cannot be read: {error}", hint="Build the library anew.") from error


def _paragraphs_of(text: str, encoded: list[Any]) -> tuple[Paragraph, ...]:
    """The paragraphs of a scene, as writer/scene_encoding.py encoded them."""
    if encoded and isinstance(encoded[0], list):
        return tuple(Paragraph(int(start), int(end), _KINDS[kind]) for start, end, kind in encoded)
    pieces = text.split("\n\n")
    kinds = [BlockKind.PARAGRAPH] * len(pieces)
    for place, kind in zip(encoded[::2], encoded[1::2], strict=True):
        kinds[place] = _KINDS[kind]
    starts = piece_starts(pieces)
    # Mapped in C: of a hit's 40 paragraphs one or two are shown.
    return tuple(map(_MAKE_PARAGRAPH, zip(starts, map(add, starts, map(len, pieces)), kinds, strict=True)))


def piece_starts(pieces: Sequence[str] | Sequence[bytes]) -> list[int]:
    """Where each piece begins in a text that joins them by two line feeds."""
    return [0, *accumulate(map((2).__add__, map(len, pieces[:-1])))]
