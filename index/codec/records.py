"""Encodes works and scenes in JSON and decodes them. Decoding checks every value, as a file may be hostile."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from functools import partial
from itertools import accumulate, pairwise
from operator import add
from typing import Any

from fabula.index.errors import LibraryDamaged
from fabula.index.model import BlockKind, ChapterRef, Metadata, Paragraph, Scene, SceneKind, WorkRecord
from fabula.index.shapes import ByType, Each, Fields, Flag, Maybe, Row, Shape, Text, Whole
from fabula.index.stored_json import parse_json

_KINDS = list(BlockKind)
_MAKE_PARAGRAPH: Callable[[tuple[int, int, BlockKind]], Paragraph] = partial(tuple.__new__, Paragraph)
# Where a file is on this machine follows from its source and path.
_KEPT_FIELDS = tuple(field for field in fields(WorkRecord) if field.name != "file")
_WORK_FIELDS = tuple(field.name for field in _KEPT_FIELDS if field.default is MISSING)
# Written only where they say something: an earlier Fabula refuses keys that it does not know.
_OPTIONAL_WORK_FIELDS = tuple(field.name for field in _KEPT_FIELDS if field.default is not MISSING)
_HINT = "Build the library anew."
_METADATA_FIELDS = tuple(field.name for field in fields(Metadata))

_SHAPE_OF_TYPE: dict[Any, Shape] = {"str": Text(), "int": Whole(), "bool": Flag(), "tuple[str, ...]": Each(Text())}
_METADATA_SHAPE = Fields({}, {field.name: _SHAPE_OF_TYPE[field.type] for field in fields(Metadata)}, closed=True)
_SHAPE_OF_TYPE["Metadata"] = _METADATA_SHAPE
_SHAPE_OF_FIELD = {field.name: _SHAPE_OF_TYPE[field.type] for field in _KEPT_FIELDS}
_WORK_SHAPE = Fields(
    {name: _SHAPE_OF_FIELD[name] for name in _WORK_FIELDS},
    {name: _SHAPE_OF_FIELD[name] for name in _OPTIONAL_WORK_FIELDS},
    closed=True,
)
# Chapters of works that were imported may begin with 0.
_CHAPTER_SHAPE = Row((Maybe(Whole()), Text()))
_PARAGRAPHS_SHAPE = Each(ByType({int: Whole(), list: Row((Whole(), Whole(), Whole(most=len(_KINDS) - 1)))}))
_HEAD_SHAPE = Row((Maybe(Whole(1)), Maybe(_CHAPTER_SHAPE), Text(), Whole(most=1), _PARAGRAPHS_SHAPE))


def work_to_json(work: WorkRecord) -> str:
    plain = {name: getattr(work, name) for name in _WORK_FIELDS}
    plain |= {name: value for name in _OPTIONAL_WORK_FIELDS if (value := getattr(work, name))}
    plain["metadata"] = {name: getattr(work.metadata, name) for name in _METADATA_FIELDS}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def work_from_json(text: str | bytes, file: object = "the index") -> WorkRecord:
    """The work that `file` has as `text`. Raises LibraryDamaged if it is no work."""
    try:
        plain = parse_json(text)
        _WORK_SHAPE.check(plain)
    except ValueError as error:
        raise LibraryDamaged(f"The record of a work in {file} cannot be read: {error}.", hint=_HINT) from error
    metadata = plain.pop("metadata")
    return WorkRecord(metadata=Metadata(**_with_tuples(metadata)), **_with_tuples(plain))


def _with_tuples(values: dict[str, Any]) -> dict[str, Any]:
    """`values` with tuples in place of lists."""
    return {name: tuple(value) if type(value) is list else value for name, value in values.items()}


def scene_from_bytes(
    content: bytes, *, scene_id: str, work_id: str, kind: SceneKind, order: int, words: int, file: object = "the index"
) -> Scene:
    """Decode what writer/scene_encoding.py wrote to `file`. Raises LibraryDamaged if `content` is no scene."""
    try:
        head, _, encoded_text = content.partition(b"\n")
        plain, text = parse_json(head), encoded_text.decode()
        _HEAD_SHAPE.check(plain)
        number, chapter, path, cut, paragraphs = plain
        return Scene(
            id=scene_id,
            work_id=work_id,
            kind=kind,
            number=number,
            order=order,
            chapter=ChapterRef(*chapter) if chapter else None,
            text=text,
            paragraphs=_paragraphs_of(text, paragraphs),
            words=words,
            path=path,
            cut=bool(cut),
        )
    except (ValueError, IndexError) as error:
        raise LibraryDamaged(f"A scene in {file} cannot be read: {error}.", hint=_HINT) from error


def chapter_from_bytes(content: bytes, file: object = "the index") -> ChapterRef | None:
    """The chapter of what `scene_from_bytes` decodes. Raises LibraryDamaged if it is no scene."""
    try:
        plain = parse_json(content[: content.index(b"\n")])
        # Of the head only what is used, which takes half the time: a work may have a thousand scenes.
        chapter: Any = plain[1] if type(plain) is list and len(plain) > 1 else 0
        Maybe(_CHAPTER_SHAPE).check(chapter)
    except ValueError as error:
        raise LibraryDamaged(f"A scene in {file} cannot be read: {error}.", hint=_HINT) from error
    return ChapterRef(*chapter) if chapter else None


def text_from_bytes(content: bytes, file: object = "the index") -> str:
    """The text of what `scene_from_bytes` decodes. Raises LibraryDamaged if it is no text."""
    try:
        return content[content.find(b"\n") + 1 :].decode()
    except ValueError as error:
        raise LibraryDamaged(f"A scene in {file} cannot be read: {error}.", hint=_HINT) from error


def _paragraphs_of(text: str, encoded: list[Any]) -> tuple[Paragraph, ...]:
    """The paragraphs of a scene, as writer/scene_encoding.py encoded them. Raises ValueError, IndexError."""
    are_listed = [type(item) is list for item in encoded]
    if any(are_listed):
        if not all(are_listed):
            raise ValueError("its paragraphs are encoded in two ways")
        edges = [edge for start, end, _ in encoded for edge in (start, end)]
        if any(low > high for low, high in pairwise((*edges, len(text)))):
            raise ValueError("its paragraphs are not in order")
        return tuple(Paragraph(start, end, _KINDS[kind]) for start, end, kind in encoded)
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
