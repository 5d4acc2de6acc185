"""Outcomes as bytes and back, to go from one process to another.

A frame is a kind (one byte), a length (four, big-endian) and so many bytes of JSON. In that of a work follow the
lengths of all paragraphs (four bytes each), their kinds (one byte each) and the texts of the scenes. A hostile file may
have taken over the process that parses it, so nothing is unpickled and every type, length and span is checked:
`decode_outcome` gives a well-formed outcome or raises ValueError.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from enum import Enum
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from fabula.index.files.source import MAX_BYTES
from fabula.index.model import BlockKind, ChapterRef, LeftOut, Metadata, Paragraph, Scene, SceneKind, Work
from fabula.index.receipt import RunWarning, SkipKind, Skipped, WarningKind
from .outcome import Audited, Begun, Outcome, Read, SegmentedWork, Unchanged

_HEADER = struct.Struct("!cI")
# UTF-8 takes up to four bytes for one byte of an older encoding, and the scenes' heads some more.
MAX_FRAME_BYTES = 4 * MAX_BYTES
_BLOCK_KINDS = list(BlockKind)
_LENGTH = np.dtype(">u4")
# The place of the number of paragraphs in the head of a scene.
_PARAGRAPH_COUNT = 9
_METADATA_TYPES = {field.name: type(field.default) for field in fields(Metadata)}


class Kind(Enum):
    """The process reports itself READY, DONE (with a task) and out of MEMORY; the others carry an outcome."""

    READY = b"H"
    BEGUN = b"B"
    SKIPPED = b"S"
    WARNING = b"N"
    UNCHANGED = b"U"
    AUDITED = b"A"
    WORK = b"W"
    READ = b"R"
    DONE = b"D"
    MEMORY = b"M"


class Frame(NamedTuple):
    kind: Kind
    content: bytes


def encode_frame(kind: Kind, content: bytes = b"") -> bytes:
    return _HEADER.pack(kind.value, len(content)) + content


def take_frames(buffer: bytearray) -> Iterator[Frame]:
    """Remove the whole frames from the beginning of `buffer`. Raises ValueError for a malformed one."""
    while len(buffer) >= _HEADER.size:
        kind, length = _HEADER.unpack_from(buffer)
        if length > MAX_FRAME_BYTES:
            raise ValueError("a frame that is too long")
        end = _HEADER.size + length
        if len(buffer) < end:
            return
        content = bytes(memoryview(buffer)[_HEADER.size : end])
        del buffer[:end]
        yield Frame(Kind(kind), content)


def encode_outcome(outcome: Outcome) -> Iterator[bytes]:
    """The frames of `outcome`: one, and for a Read one for each work before it."""
    match outcome:
        case Begun(path, size):
            yield _json_frame(Kind.BEGUN, [path, size])
        case Skipped(path, kind, reason, fleeting, pattern):
            yield _json_frame(Kind.SKIPPED, [path, kind.value, reason, int(fleeting), pattern])
        case RunWarning(kind, text, path, title, words):
            yield _json_frame(Kind.WARNING, [kind.value, text, path, title, words])
        case Audited(path, digest, text, left_out, reason):
            yield _json_frame(Kind.AUDITED, [path, digest, text, [[item.rule, item.text] for item in left_out], reason])
        case Unchanged(path):
            yield _json_frame(Kind.UNCHANGED, [path])
        case Read(path, works, covers, keeps_description):
            for work in works:
                yield _encode_work(work)
            yield _json_frame(Kind.READ, [path, len(works), covers, int(keeps_description)])


def decode_outcome(kind: Kind, content: bytes, works: tuple[SegmentedWork, ...]) -> Outcome:
    """The outcome in a frame; `works` came in the frames before it. Raises ValueError for a malformed one."""
    try:
        values = json.loads(content)
        # An object would be unpacked as its keys.
        if type(values) is not list:
            raise TypeError
        if kind is Kind.BEGUN:
            path, size = values
            return Begun(_text(path), _count(size))
        if kind is Kind.SKIPPED:
            path, skipped, reason, fleeting, pattern = values
            return Skipped(_text(path), SkipKind(skipped), _text(reason), bool(_count(fleeting)), _text(pattern))
        if kind is Kind.WARNING:
            warned, text, path, title, number = values
            return RunWarning(WarningKind(warned), _text(text), _text(path), _text(title), _count(number))
        if kind is Kind.AUDITED:
            path, digest, text, pairs, reason = values
            left_out = tuple(LeftOut(_text(rule), _text(words)) for rule, words in pairs)
            return Audited(_text(path), _text(digest), _text(text), left_out, _text(reason))
        if kind is Kind.UNCHANGED:
            (path,) = values
            return Unchanged(_text(path))
        if kind is Kind.READ and _count(values[1]) == len(works):
            path, _, covers, keeps_description = values
            return Read(_text(path), works, tuple(map(_text, covers)), bool(_count(keeps_description)))
    except (TypeError, KeyError, IndexError, RecursionError) as error:
        raise ValueError("a frame that is no outcome") from error
    raise ValueError("a frame that is no outcome")


def _json_frame(kind: Kind, values: list[Any]) -> bytes:
    return encode_frame(kind, json.dumps(values, separators=(",", ":")).encode("ascii"))


def _encode_work(segmented: SegmentedWork) -> bytes:
    work = segmented.work
    paragraphs = [paragraph for scene in segmented.scenes for paragraph in scene.paragraphs]
    # They cover all but the blank lines between them, so their lengths give their spans.
    lengths = np.array([end - start for start, end, _ in paragraphs], _LENGTH)
    kinds = bytes([_BLOCK_KINDS.index(kind) for _, _, kind in paragraphs])
    texts = [scene.text.encode() for scene in segmented.scenes]
    head = json.dumps(
        {
            "identity": segmented.identity,
            "title": work.title,
            "authors": work.authors,
            "metadata": asdict(work.metadata),
            "reader": work.reader,
            "path": work.path,
            "source": work.source,
            "digest": work.digest,
            "scenes": [_scene_head(scene, len(text)) for scene, text in zip(segmented.scenes, texts, strict=True)],
        },
        separators=(",", ":"),
    ).encode("ascii")
    return encode_frame(Kind.WORK, b"".join([struct.pack("!I", len(head)), head, lengths.tobytes(), kinds, *texts]))


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
        len(scene.paragraphs),
    ]


def decode_work(content: bytes) -> SegmentedWork:
    """The work in a frame of kind WORK. Raises ValueError for a malformed one."""
    try:
        (size,) = struct.unpack_from("!I", content)
        head = json.loads(content[4 : 4 + size])
        identity = _text(head["identity"])
        work = Work(
            title=_text(head["title"]),
            authors=tuple(map(_text, head["authors"])),
            chapters=(),
            metadata=_decode_metadata(head["metadata"]),
            reader=_text(head["reader"]),
            path=_text(head["path"]),
            source=_text(head["source"]),
            digest=_text(head["digest"]),
        )
        counts = [_count(values[_PARAGRAPH_COUNT]) for values in head["scenes"]]
        paragraphs = iter(_decode_paragraphs(content, 4 + size, counts))
        scenes = []
        start = 4 + size + (_LENGTH.itemsize + 1) * sum(counts)
        for values, count in zip(head["scenes"], counts, strict=True):
            end = start + _count(values[0])
            spans = tuple(islice(paragraphs, count))
            scenes.append(_decode_scene(values, content[start:end].decode(), spans, identity))
            start = end
        if start != len(content):
            raise ValueError("texts of other lengths")
        return SegmentedWork(work, tuple(scenes), identity)
    except (struct.error, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise ValueError("a frame that is no work") from error


def _decode_metadata(head: dict[str, Any]) -> Metadata:
    values: dict[str, Any] = {}
    for name, kind in _METADATA_TYPES.items():
        if kind is tuple:
            values[name] = tuple(map(_text, head[name]))
        else:
            values[name] = _text(head[name]) if kind is str else _count(head[name])
    return Metadata(**values)


def _decode_paragraphs(content: bytes, start: int, counts: Sequence[int]) -> list[Paragraph]:
    """The paragraphs of all scenes, which have so many each, from `content[start:]`; in arrays, as the parent is the
    busiest process."""
    total = sum(counts)
    if start + (_LENGTH.itemsize + 1) * total > len(content):
        raise ValueError("more paragraphs than there are lengths")
    lengths = np.frombuffer(content, _LENGTH, total, start).astype(np.int64)
    kinds = content[start + _LENGTH.itemsize * total :][:total]
    # As if the scenes were one text: where the paragraph after each begins.
    following = np.cumsum(lengths + 2)
    sizes = np.array(counts, np.int64)
    scene_starts = np.concatenate([[0], following])[np.cumsum(sizes) - sizes]
    ends = following - 2 - np.repeat(scene_starts, sizes)
    return list(map(Paragraph, (ends - lengths).tolist(), ends.tolist(), map(_BLOCK_KINDS.__getitem__, kinds)))


def _decode_scene(values: list[Any], text: str, paragraphs: tuple[Paragraph, ...], work_id: str) -> Scene:
    _, scene_id, kind, number, order, chapter, words, path, cut, _ = values
    if not _text(scene_id).startswith(f"{work_id}-"):
        raise ValueError("a scene of another work")
    if (paragraphs[-1].end if paragraphs else 0) != len(text):
        raise ValueError("paragraphs of other lengths")
    chapter_ref = None
    if chapter is not None:
        chapter_ref = ChapterRef(None if chapter[0] is None else _count(chapter[0]), _text(chapter[1]))
    return Scene(
        id=scene_id,
        work_id=work_id,
        kind=SceneKind(kind),
        number=None if number is None else _count(number),
        order=_count(order),
        chapter=chapter_ref,
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
