"""Encodes scenes as the bytes that a segment keeps of them; codec/records.py decodes them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from operator import add
from typing import Any, NamedTuple

import numpy as np

from fabula.index.array_types import I64
from fabula.index.codec.records import piece_starts
from fabula.index.model import BlockKind, ChapterRef, Paragraph, Scene

_KINDS = list(BlockKind)


class EncodedScenes(NamedTuple):
    """Scenes as a segment stores them, in UTF-8: head and text of each. The rest is in the columns of the segment.

    heads       a line of JSON each: [number, chapter, path, cut, paragraphs]. Nearly always paragraphs are what blank
                lines separate; then only those that are not plain are listed, number and kind in turn, which saves
                0.03 bytes a byte. Otherwise [start, end, kind] is there for each.
    texts       of each scene.
    joined      all texts, with a byte of 0, which is in no word, between them.
    begins      int64[scenes]  where each begins in `joined`.
    paragraphs  int64[...]     where each paragraph begins in `joined`, ascending.
    """

    heads: list[bytes]
    texts: list[bytes]
    joined: bytes
    begins: I64
    paragraphs: I64


def encode_scenes(scenes: Sequence[Scene]) -> EncodedScenes:
    """Encode many scenes at once: a megabyte has 2,000 paragraphs, too many for Python to handle each."""
    texts = [scene.text.encode() for scene in scenes]
    joined = b"\0".join(texts)
    begins = np.cumsum([0, *[len(text) + 1 for text in texts]])
    # For each scene [start, end, kind, start, end, kind, …].
    spans: list[list[Any]] = [list(chain.from_iterable(scene.paragraphs)) for scene in scenes]
    blank = _blank_lines(joined, begins, spans)
    if blank is not None:
        heads = [
            _head(scene, _special_kinds(scene_spans[2::3])) for scene, scene_spans in zip(scenes, spans, strict=True)
        ]
        return EncodedScenes(heads, texts, joined, begins[:-1], np.sort(np.concatenate([begins[:-1], blank + 2])))
    encoded = [_encode_alone(scene, begin) for scene, begin in zip(scenes, begins.tolist(), strict=False)]
    paragraphs = np.array([start for _, starts in encoded for start in starts], np.int64)
    return EncodedScenes([head for head, _ in encoded], texts, joined, begins[:-1], np.sort(paragraphs))


def _blank_lines(joined: bytes, begins: I64, spans: Sequence[Sequence[Any]]) -> I64 | None:
    """int64[...]: where in `joined` the blank lines are; None unless the paragraphs are just what they separate."""
    raw = np.frombuffer(joined, np.uint8)
    line_ends = raw == ord("\n")
    blank = np.flatnonzero(line_ends[:-1] & line_ends[1:])
    counts = np.array([len(scene_spans) // 3 for scene_spans in spans])
    last = np.cumsum(counts) - 1
    if not len(counts) or counts.min() == 0 or len(blank) != last[-1] + 1 - len(counts):
        return None
    # "a\n\n\nb" can be separated in two ways.
    if (blank[1:] == blank[:-1] + 1).any():
        return None
    starts, ends = (
        np.fromiter(chain.from_iterable(scene_spans[place::3] for scene_spans in spans), np.int64, int(last[-1]) + 1)
        for place in (0, 1)
    )
    # Paragraphs count code points: the continuation bytes before a place are subtracted from it.
    continuation = np.empty(0, np.int64) if joined.isascii() else np.flatnonzero(raw.view(np.int8) < -64)
    edges, blank_lines = (places - np.searchsorted(continuation, places) for places in (begins, blank))
    scene_begin = np.repeat(edges[:-1], counts)
    starts, ends = starts + scene_begin, ends + scene_begin
    expected_starts, expected_ends = np.empty_like(starts), np.empty_like(ends)
    is_last = np.zeros(len(ends), bool)
    is_last[last] = True
    is_first = np.concatenate([[True], is_last[:-1]])
    expected_starts[is_first], expected_starts[~is_first] = edges[:-1], blank_lines + 2
    expected_ends[is_last], expected_ends[~is_last] = edges[1:] - 1, blank_lines
    is_equal = np.array_equal(starts, expected_starts) and np.array_equal(ends, expected_ends)
    return blank if is_equal else None


def _encode_alone(scene: Scene, begin: int) -> tuple[bytes, list[int]]:
    """The head of a scene, and where its paragraphs begin in bytes, counted from `begin`."""
    pieces = scene.text.split("\n\n")
    if _covers(scene.paragraphs, piece_starts(pieces), pieces):
        encoded = [piece.encode() for piece in pieces]
        return _head(scene, _special_kinds([kind for _, _, kind in scene.paragraphs])), [
            begin + n for n in piece_starts(encoded)
        ]
    listed = ",".join([f"[{start},{end},{_KINDS.index(kind)}]" for start, end, kind in scene.paragraphs])
    starts, at, offset = [], 0, begin
    for start, _, _ in scene.paragraphs:
        offset += len(scene.text[at:start].encode())
        at = start
        starts.append(offset)
    return _head(scene, listed), starts


def _special_kinds(kinds: Sequence[BlockKind]) -> str:
    """Number and kind in turn of all blocks that are not plain paragraphs."""
    if kinds.count(BlockKind.PARAGRAPH) == len(kinds):
        return ""
    special = [(place, kind) for place, kind in enumerate(kinds) if kind is not BlockKind.PARAGRAPH]
    return ",".join([f"{place},{_KINDS.index(kind)}" for place, kind in special])


def _head(scene: Scene, paragraphs: str) -> bytes:
    number = "null" if scene.number is None else scene.number
    head = f"[{number},{_place(scene.chapter, scene.path)},{int(scene.cut)},[{paragraphs}]]\n"
    return head.encode()


@lru_cache(maxsize=256)
def _place(chapter: ChapterRef | None, path: str) -> str:
    """Chapter and path in JSON; many scenes in a row have the same."""
    return json.dumps([list(chapter) if chapter else None, path], ensure_ascii=False, separators=(",", ":"))[1:-1]


def _covers(paragraphs: Sequence[Paragraph], starts: list[int], pieces: Sequence[str]) -> bool:
    """True if the paragraphs are the pieces. Compared as lists: a megabyte of novels has 2,000 paragraphs."""
    if len(pieces) != len(paragraphs):
        return False
    paragraph_starts, paragraph_ends, _ = zip(*paragraphs, strict=True)
    return list(paragraph_starts) == starts and list(paragraph_ends) == list(map(add, starts, map(len, pieces)))
