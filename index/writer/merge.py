"""Several segments to one, from their arrays; no text is looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..codec.segment import Segment
from ..codec.texts import TextWriter
from ..codec.toc import SegmentEntry
from ..records import work_to_json
from .segment_file import SceneRow, SegmentContent, scene_starts, write_segment

__all__ = ["merge", "worth_merging"]

# Segments of less than this many scenes are small; a query pays about 0.1 ms for each.
_SMALL = 30_000
# How many small neighbours in a row are left alone.
_FAN = 8


def worth_merging(entries: Sequence[SegmentEntry]) -> range | None:
    """The places of the segments to make one, neighbours: the first long enough run of small ones, of sizes alike.

    Tiers by powers of eight: a segment is merged with others of its tier when there are `_FAN` of them in a row at the
    end, so that each scene is merged once a tier and not once a commit.
    """
    size = 1
    while size < _SMALL:
        size *= _FAN
        start = len(entries)
        while start > 0 and entries[start - 1].scenes < size:
            start -= 1
        if len(entries) - start >= _FAN:
            return range(start, len(entries))
    return None


def merge(parts: Sequence[tuple[Segment, frozenset[int]]], path: Path) -> tuple[int, int]:
    """Write the works of `parts` that are not deleted to one segment. Returns its size and its number of scenes."""
    alive = [_alive(segment, deleted) for segment, deleted in parts]
    lengths = [segment.scene_lengths[own].astype(np.int64) for (segment, _), own in zip(parts, alive, strict=True)]
    starts = scene_starts(np.concatenate(lengths))
    names = sorted({name for segment, _ in parts for name in segment.names()})
    number_of = {name: number for number, name in enumerate(names)}
    texts = TextWriter()
    works: list[str] = []
    scenes: list[SceneRow] = []
    paragraphs: list[NDArray[np.int64]] = []
    owners: list[NDArray[np.int64]] = []
    positions: list[NDArray[np.int64]] = []
    for (segment, deleted), own in zip(parts, alive, strict=True):
        begin = len(scenes)
        works_before = len(works)
        kept_works = [number for number in range(len(segment.works)) if number not in deleted]
        works += [work_to_json(segment.works[number]) for number in kept_works]
        renumbered = {number: works_before + place for place, number in enumerate(kept_works)}
        for scene in np.flatnonzero(own).tolist():
            kind, order = int(segment.scene_kinds[scene]), int(segment.scene_orders[scene])
            scenes.append((segment.scene_id(scene), renumbered[int(segment.scene_works[scene])], kind, order))
            texts.add(segment.scene_bytes(scene))
        # How far each scene moves; what is not alive is dropped.
        moves = np.zeros(len(segment), np.int64)
        moves[own] = starts[begin : len(scenes)] - segment.scene_starts[:-1][own]
        terms = np.array([number_of[name] for name in segment.names()], np.int64)
        at = segment.positions_between(0, segment.term_count)
        scene_of = segment.scenes_of(at)
        kept = own[scene_of]
        positions.append((at + moves[scene_of])[kept])
        owners.append(np.repeat(terms, segment.term_frequencies)[kept])
        own_paragraphs = segment.paragraph_starts
        scene_of = segment.scenes_of(own_paragraphs)
        paragraphs.append((own_paragraphs + moves[scene_of])[own[scene_of]])
    owner, position = np.concatenate(owners), np.concatenate(positions)
    # Each part is sorted by term and place, and its places come after those of the part before: a stable sort will do.
    by_term = np.argsort(owner, kind="stable")
    counts = np.bincount(owner, minlength=len(names))
    # Terms of deleted scenes alone have no place left.
    living = np.flatnonzero(counts)
    content = SegmentContent(
        works=works,
        scenes=scenes,
        lengths=np.concatenate(lengths),
        paragraphs=np.concatenate(paragraphs).astype(np.uint32),
        names=[names[number] for number in living.tolist()],
        positions=position[by_term].astype(np.uint32),
        term_starts=np.concatenate([[0], np.cumsum(counts[living])]).astype(np.int64),
        texts=texts.sections(),
    )
    return write_segment(path, content)


def _alive(segment: Segment, deleted: frozenset[int]) -> NDArray[np.bool_]:
    """bool[scenes]: which are not of a deleted work."""
    return ~np.isin(segment.scene_works, np.array(sorted(deleted), np.uint32))
