"""Outcomes as bytes and back, for the way between two processes.

A frame is a kind (one byte), a length (four, big-endian) and as many bytes of JSON; that of a work is followed by the
texts of its scenes. The process that parses hostile files may have been taken over by one of them, so nothing is
unpickled and every type, length and span is checked: `outcome_of` gives a well-formed outcome or raises ValueError.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import asdict, fields
from enum import Enum
from itertools import accumulate
from operator import sub
from typing import Any, NamedTuple

from fabula.index.files.source import MAX_BYTES
from fabula.index.model import BlockKind, ChapterRef, Metadata, Paragraph, Scene, SceneKind, Work
from fabula.index.receipt import SkipKind, Skipped

from .outcome import Begun, Outcome, Read, SegmentedWork, Unchanged

__all__ = ["MOST_BYTES", "Frame", "Kind", "encoded", "frame", "frames", "outcome_of", "work_of"]

_HEADER = struct.Struct("!cI")
# UTF-8 takes up to four bytes for what took one, and the head of scenes some more.
MOST_BYTES = 4 * MAX_BYTES
_BLOCK_KINDS = list(BlockKind)
_METADATA = {field.name: type(field.default) for field in fields(Metadata)}


class Kind(Enum):
    """READY, DONE (with a task) and MEMORY (there was too little of it) are said by the process of itself."""

    READY = b"H"
    BEGUN = b"B"
    SKIPPED = b"S"
    UNCHANGED = b"U"
    WORK = b"W"
    READ = b"R"
    DONE = b"D"
    MEMORY = b"M"


class Frame(NamedTuple):
    kind: Kind
    content: bytes


def frame(kind: Kind, content: bytes = b"") -> bytes:
    return _HEADER.pack(kind.value, len(content)) + content


def frames(buffer: bytearray) -> Iterator[Frame]:
    """The whole frames at the beginning of `buffer`, taken from it. Raises ValueError for what is none."""
    while len(buffer) >= _HEADER.size:
        kind, length = _HEADER.unpack_from(buffer)
        if length > MOST_BYTES:
            raise ValueError("a frame that is too long")
        end = _HEADER.size + length
        if len(buffer) < end:
            return
        content = bytes(memoryview(buffer)[_HEADER.size : end])
        del buffer[:end]
        yield Frame(Kind(kind), content)


def encoded(outcome: Outcome) -> Iterator[bytes]:
    """The frames of `outcome`: one, but of what was read one for each work before it."""
    match outcome:
        case Begun(path, size):
            yield _plain(Kind.BEGUN, [path, size])
        case Skipped(path, kind, reason, fleeting):
            yield _plain(Kind.SKIPPED, [path, kind.value, reason, int(fleeting)])
        case Unchanged(path):
            yield _plain(Kind.UNCHANGED, [path])
        case Read(path, works, covers):
            for cut in works:
                yield _work(cut)
            yield _plain(Kind.READ, [path, len(works), covers])


def outcome_of(kind: Kind, content: bytes, works: tuple[SegmentedWork, ...]) -> Outcome:
    """The outcome in a frame; `works` are those that came before. Raises ValueError for what is none."""
    try:
        said = json.loads(content)
        if kind is Kind.BEGUN:
            return Begun(_text(said[0]), _count(said[1]))
        if kind is Kind.SKIPPED:
            return Skipped(_text(said[0]), SkipKind(said[1]), _text(said[2]), bool(_count(said[3])))
        if kind is Kind.UNCHANGED:
            return Unchanged(_text(said[0]))
        if kind is Kind.READ and _count(said[1]) == len(works):
            return Read(_text(said[0]), works, tuple(map(_text, said[2])))
    except (TypeError, KeyError, IndexError, RecursionError) as error:
        raise ValueError("a frame that is no outcome") from error
    raise ValueError("a frame that is no outcome")


def _plain(kind: Kind, said: list[Any]) -> bytes:
    return frame(kind, json.dumps(said, separators=(",", ":")).encode("ascii"))


def _work(cut: SegmentedWork) -> bytes:
    work = cut.work
    texts = [scene.text.encode("utf-8", "surrogatepass") for scene in cut.scenes]
    head = json.dumps(
        {
            "identity": cut.identity,
            "title": work.title,
            "authors": work.authors,
            "metadata": asdict(work.metadata),
            "reader": work.reader,
            "path": work.path,
            "source": work.source,
            "digest": work.digest,
            "scenes": [_scene_head(scene, len(text)) for scene, text in zip(cut.scenes, texts, strict=True)],
        },
        separators=(",", ":"),
    ).encode("ascii")
    return frame(Kind.WORK, b"".join([struct.pack("!I", len(head)), head, *texts]))


def _scene_head(scene: Scene, length: int) -> list[Any]:
    return [
        length,
        scene.id,
        scene.kind.value,
        scene.number,
        scene.order,
        list(scene.chapter) if scene.chapter else None,
        scene.words,
        scene.path,
        scene.cut,
        # Paragraphs cover all but the blank lines between them, so their lengths say where they are.
        [paragraph.end - paragraph.start for paragraph in scene.paragraphs],
        [_BLOCK_KINDS.index(paragraph.kind) for paragraph in scene.paragraphs],
    ]


def work_of(content: bytes) -> SegmentedWork:
    """The work in a frame of the kind WORK. Raises ValueError for what is none."""
    try:
        (size,) = struct.unpack_from("!I", content)
        head = json.loads(content[4 : 4 + size])
        identity = _text(head["identity"])
        work = Work(
            title=_text(head["title"]),
            authors=tuple(map(_text, head["authors"])),
            chapters=(),
            metadata=_metadata(head["metadata"]),
            **{name: _text(head[name]) for name in ("reader", "path", "source", "digest")},
        )
        scenes = []
        start = 4 + size
        for said in head["scenes"]:
            end = start + _count(said[0])
            scenes.append(_scene(said, content[start:end].decode("utf-8", "surrogatepass"), identity))
            start = end
        if start != len(content):
            raise ValueError("texts of other lengths")
        return SegmentedWork(work, tuple(scenes), identity)
    except (struct.error, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise ValueError("a frame that is no work") from error


def _metadata(said: dict[str, Any]) -> Metadata:
    values: dict[str, Any] = {}
    for name, kind in _METADATA.items():
        if kind is tuple:
            values[name] = tuple(map(_text, said[name]))
        else:
            values[name] = _text(said[name]) if kind is str else _count(said[name])
    return Metadata(**values)


def _scene(said: list[Any], text: str, work_id: str) -> Scene:
    _, scene_id, kind, number, order, chapter, words, path, cut, lengths, kinds = said
    if not _text(scene_id).startswith(f"{work_id}-"):
        raise ValueError("a scene of another work")
    # By maps, as there are twenty paragraphs a scene, and the parent has better things to do.
    if (
        set(map(type, (*lengths, *kinds))) - {int}
        or min((*lengths, *kinds), default=0) < 0
        or len(lengths) != len(kinds)
    ):
        raise ValueError("no lengths and kinds of paragraphs")
    ends = [end + 2 * number for number, end in enumerate(accumulate(lengths))]
    if (ends[-1] if ends else 0) != len(text):
        raise ValueError("paragraphs of other lengths")
    paragraphs = tuple(map(Paragraph, map(sub, ends, lengths), ends, map(_BLOCK_KINDS.__getitem__, kinds)))
    reference = None
    if chapter is not None:
        reference = ChapterRef(None if chapter[0] is None else _count(chapter[0]), _text(chapter[1]))
    return Scene(
        id=scene_id,
        work_id=work_id,
        kind=SceneKind(kind),
        number=None if number is None else _count(number),
        order=_count(order),
        chapter=reference,
        text=text,
        paragraphs=paragraphs,
        words=_count(words),
        path=_text(path),
        cut=bool(cut),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text where one belongs")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**48:
        raise ValueError("no number where one belongs")
    return value
