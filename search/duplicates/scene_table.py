"""The scenes of a commit in columns, work after work, the longest work first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U32, U64, Mask
from fabula.index.codec.layout import KINDS
from fabula.index.model import SceneKind, WorkRecord
from fabula.index.sorted_arrays import sorted_unique
from fabula.index.store.snapshot import Snapshot
from fabula.index.writer.near_duplicates import scenes_to_compare
from .shown import shown_key

_STORY = KINDS.index(SceneKind.STORY)


class SceneTable(NamedTuple):
    """Scenes that have words. Works are numbered by words, then by how well they say what they are, best first.

    records       the works.
    edges         int64[works + 1]   where the scenes of each begin; the last is the end.
    works         int64[scenes]      the work of each scene, ascending.
    texts         uint64[scenes]     the same for scenes with the same words; 0 if that is not known.
    classes       int64[scenes]      the same for near-duplicates, and for scenes with the same words.
    lengths       int64[scenes]      words.
    story         bool[scenes]       False for notes.
    counted       bool[scenes]       those by which works are compared: the story, or the notes if there is no story.
    numbers       uint32[...]        the sketches of counted scenes; distinct and ascending within a work.
    number_works  int64[...]         the work of each number, ascending.
    """

    records: list[WorkRecord]
    edges: I64
    works: I64
    texts: U64
    classes: I64
    lengths: I64
    story: Mask
    counted: Mask
    numbers: U32
    number_works: I64


def scene_table(snapshot: Snapshot) -> SceneTable:
    """The living scenes of a commit. Raises LibraryDamaged."""
    records = snapshot.works
    # The first of several works with the same text is the one that results show (engine/ranking/ranking.py).
    order = sorted(range(len(records)), key=lambda n: (-records[n].words, shown_key(records[n])))
    rank = np.full(len(records) + 1, -1, np.int64)
    rank[order] = np.arange(len(records))

    compared = scenes_to_compare([(opened.segment, opened.deleted) for opened in snapshot.segments])
    empty = [np.empty(0, np.int64)]
    works = np.concatenate(
        empty
        + [
            rank[numbers[opened.segment.scene_works]]
            for opened, numbers in zip(snapshot.segments, snapshot.work_numbers, strict=True)
        ]
    )
    kinds = np.concatenate(empty + [opened.segment.scene_kinds.astype(np.int64) for opened in snapshot.segments])
    groups = np.concatenate([*empty, *(snapshot.copies or [np.zeros(len(works), np.int64)])]).astype(np.int64)

    story = kinds == _STORY
    has_story = np.bincount(works[(works >= 0) & story & (compared.lengths > 0)], minlength=len(records) + 1) > 0
    counted = story | ~has_story[works]
    numbers, number_works = _work_sketches(
        compared.sketches, np.repeat(np.where(counted, works, -1), compared.sketched)
    )

    living = np.flatnonzero((works >= 0) & (compared.lengths > 0))
    living = living[np.argsort(works[living], kind="stable")]
    works, texts = works[living], compared.texts[living]
    return SceneTable(
        records=[records[number] for number in order],
        edges=np.searchsorted(works, np.arange(len(records) + 1)),
        works=works,
        texts=texts,
        classes=_classes(groups[living], texts),
        lengths=compared.lengths[living],
        story=story[living],
        counted=counted[living],
        numbers=numbers,
        number_works=number_works,
    )


def _work_sketches(numbers: U32, works: I64) -> tuple[U32, I64]:
    """The distinct numbers of each work, and their works; those of the work -1 are left out."""
    chosen = works >= 0
    keys = sorted_unique(works[chosen].astype(np.uint64) << np.uint64(32) | numbers[chosen])
    return keys.astype(np.uint32), (keys >> np.uint64(32)).astype(np.int64)


def _classes(groups: I64, texts: U64) -> I64:
    """int64[scenes]: the group of near-duplicates of each; else a number of its own for each text."""
    first = int(groups.max(initial=0)) + 1
    distinct = sorted_unique(texts)
    by_text = first + np.searchsorted(distinct, texts)
    alone = first + len(distinct) + np.arange(len(texts))
    classes: I64 = np.where(groups > 0, groups, np.where(texts > 0, by_text, alone))
    return classes
