"""Gathers scenes and writes them as one segment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..analysis import stem
from ..analysis.bulk import RunTable
from ..codec.layout import KINDS
from ..codec.texts import TextWriter
from ..model import Scene, WorkRecord
from ..records import scene_to_bytes, work_to_json
from .inversion import invert
from .segment_file import SceneRow, SegmentContent, scene_starts, write_segment

__all__ = ["SegmentWriter"]

# Text is tokenised in pieces of about this many bytes, which with all that is made of them fit the processor's cache:
# 105 MB/s, where pieces of 4 MB take 80.
_PIECE = 256 * 1024


class SegmentWriter:
    """One segment being made. `tokens` tells when it is time to write it.

    Memory grows by about 12 bytes a token (ids and positions, twice while inverting) and the compressed text.
    """

    def __init__(self) -> None:
        self._texts = TextWriter()
        self._works: list[str] = []
        self._scenes: list[SceneRow] = []
        self._ids: dict[tuple[str, str], int] = {}
        self._tables: dict[str, RunTable] = {}
        self._pending: list[tuple[bytes, list[int]]] = []
        self._pending_size = 0
        self._language = ""
        self._terms: list[NDArray[np.int32]] = []
        self._lengths: list[NDArray[np.int64]] = []
        self._paragraphs: list[NDArray[np.int64]] = []
        self.tokens = 0

    def add(self, work: WorkRecord, scenes: Sequence[Scene]) -> None:
        language = work.language.partition("-")[0]
        if language != self._language:
            self._tokenise()
            self._language = language
        number = len(self._works)
        self._works.append(work_to_json(work))
        for scene in scenes:
            self._scenes.append((scene.id, number, KINDS.index(scene.kind), scene.order))
            self._texts.add(scene_to_bytes(scene))
            text = scene.text.encode("utf-8", "surrogatepass")
            self._pending.append((text, _paragraph_bytes(scene, text)))
            self._pending_size += len(text)
            if self._pending_size >= _PIECE:
                self._tokenise()

    def write(self, path: Path) -> tuple[int, int]:
        """Write the segment, synced. Returns its size in bytes and its number of scenes."""
        self._tokenise()
        lengths = np.concatenate([*self._lengths, np.empty(0, np.int64)])
        terms = np.concatenate([*self._terms, np.empty(0, np.int32)])
        # A token's position is its place among the tokens, and a gap for every scene that ended before it.
        moved = scene_starts(lengths)[:-1] - (np.cumsum(lengths) - lengths)
        positions = (np.arange(len(terms), dtype=np.int64) + np.repeat(moved, lengths)).astype(np.uint32)
        paragraphs = np.concatenate([*self._paragraphs, np.empty(0, np.int64)])
        # A paragraph without words at the end of all begins nowhere.
        paragraphs = positions[paragraphs[paragraphs < len(positions)]]
        names, positions, starts = self._postings(terms, positions)
        content = SegmentContent(
            self._works, self._scenes, lengths, paragraphs, names, positions, starts, self._texts.sections()
        )
        return write_segment(path, content)

    def close(self) -> None:
        """Drop everything."""
        self._texts.close()

    def _postings(
        self, terms: NDArray[np.int32], positions: NDArray[np.uint32]
    ) -> tuple[list[tuple[bytes, bytes]], NDArray[np.uint32], NDArray[np.int64]]:
        """Terms by (stem, surface), so that the surfaces of a stem are neighbours, and where they stand."""
        names = [(s.encode("utf-8", "surrogatepass"), w.encode("utf-8", "surrogatepass")) for s, w in self._ids]
        order = sorted(range(len(names)), key=names.__getitem__)
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        if not order:
            return [], positions, np.zeros(1, np.int64)
        grouped, starts = invert(rank[terms], positions, len(order))
        return [names[number] for number in order], grouped, starts

    def _tokenise(self) -> None:
        """The terms of what is pending, all of one language."""
        if not self._pending:
            return
        table = self._tables.get(self._language)
        if table is None:
            table = self._tables[self._language] = RunTable(_identifier(self._ids, self._language))
        found = table.tokenise(b"\n".join(text for text, _ in self._pending))
        sizes = np.array([len(text) + 1 for text, _ in self._pending])
        begin = np.cumsum(sizes) - sizes
        edges = np.append(np.searchsorted(found.starts, begin), len(found.terms))
        inner = [
            start + offset
            for start, (_, offsets) in zip(begin.tolist(), self._pending, strict=True)
            for offset in offsets
        ]
        self._terms.append(found.terms)
        self._lengths.append(np.diff(edges))
        self._paragraphs.append(np.unique(np.searchsorted(found.starts, inner)) + self.tokens)
        self.tokens += len(found.terms)
        self._pending, self._pending_size = [], 0


def _identifier(ids: dict[tuple[str, str], int], language: str) -> Callable[[str], int]:
    def identify(word: str) -> int:
        return ids.setdefault((stem(word, language), word), len(ids))

    return identify


def _paragraph_bytes(scene: Scene, text: bytes) -> list[int]:
    """Where the scene's paragraphs begin in its text in UTF-8."""
    if len(text) == len(scene.text):
        return [start for start, _, _ in scene.paragraphs]
    starts, at, offset = [], 0, 0
    for start, _, _ in scene.paragraphs:
        offset += len(scene.text[at:start].encode("utf-8", "surrogatepass"))
        at = start
        starts.append(offset)
    return starts
