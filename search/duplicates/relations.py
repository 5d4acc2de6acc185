"""How much of each other's text two works have."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fabula.index.array_types import F64, I64, U64, Mask
from fabula.index.budget import check, checked
from fabula.index.sorted_arrays import sorted_unique
from .scene_table import SceneTable
from .shared_weights import pair_keys, pairs_of, shared_weights

# A sketch is a sample: the share must be enough by as many of its standard deviations. (Anthologies of three stories of
# 300 words that have one in common share a third of their words, and now and then half of their sketches.)
_DEVIATIONS = 2
# With fewer shared numbers, some 250 words, its share says little.
_MIN_SHARED_NUMBERS = 8


class Relation(NamedTuple):
    """Two works, the longer one first. Shares are from 0 to 1.

    of_larger, of_smaller  the share of the words of each that are in scenes that the other has too.
    likeness               the estimated share of the wording of the smaller one that the larger has, in any scenes;
                           0 if it is not surely enough.
    """

    larger: int
    smaller: int
    of_larger: float
    of_smaller: float
    likeness: float = 0.0


def same_texts(table: SceneTable) -> I64:
    """int64[works]: the first work with the same scenes, in any order; itself if there is none before it."""
    order = np.lexsort((table.texts, table.works))
    texts = table.texts[order]
    is_unknown = np.bincount(table.works[table.texts == 0], minlength=len(table.records)) > 0
    first_with: dict[bytes, int] = {}
    firsts = np.arange(len(table.records))
    edges = zip(table.edges[:-1].tolist(), table.edges[1:].tolist(), strict=True)
    for work, (begin, end) in enumerate(checked(edges)):
        if begin < end and not is_unknown[work]:
            firsts[work] = first_with.setdefault(texts[begin:end].tobytes(), work)
    return firsts


def relations(table: SceneTable, chosen: Mask, min_share: float) -> list[Relation]:
    """The pairs of `chosen` works (bool[works]) of which one has at least `min_share` of the other."""
    works = len(table.records)
    scenes = chosen[table.works] & table.counted
    by_scenes = shared_weights(table.classes[scenes], table.works[scenes], table.lengths[scenes])
    words = np.bincount(table.works[scenes], table.lengths[scenes], works)

    numbers = chosen[table.number_works]
    sketched = np.bincount(table.number_works[numbers], minlength=works)
    ones = np.ones(int(numbers.sum()), np.int64)
    by_sketch = shared_weights(table.numbers[numbers].astype(np.int64), table.number_works[numbers], ones)
    likeness = by_sketch.of_smaller / np.maximum(sketched[by_sketch.smaller], 1)
    deviation = np.sqrt(likeness * (1 - likeness) / np.maximum(sketched[by_sketch.smaller], 1))
    likeness[(by_sketch.of_smaller < _MIN_SHARED_NUMBERS) | (likeness - _DEVIATIONS * deviation < min_share)] = 0.0

    check()
    of_larger = by_scenes.of_larger / np.maximum(words[by_scenes.larger], 1)
    of_smaller = by_scenes.of_smaller / np.maximum(words[by_scenes.smaller], 1)
    scene_pairs = pair_keys(by_scenes.larger, by_scenes.smaller)
    sketch_pairs = pair_keys(by_sketch.larger, by_sketch.smaller)
    enough = (of_smaller >= min_share) | (of_larger >= min_share)
    pairs = sorted_unique(np.concatenate([scene_pairs[enough], sketch_pairs[likeness >= min_share]]))
    columns = (
        *(works.tolist() for works in pairs_of(pairs)),
        _looked_up(pairs, scene_pairs, of_larger),
        _looked_up(pairs, scene_pairs, of_smaller),
        _looked_up(pairs, sketch_pairs, likeness),
    )
    return [Relation(*row) for row in zip(*columns, strict=True)]


def _looked_up(keys: U64, known: U64, values: F64) -> list[float]:
    """The value of each key, 0 for one that is not among the `known`, which are ascending."""
    if not len(known):
        return [0.0] * len(keys)
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found: list[float] = np.where(known[places] == keys, values[places], 0.0).tolist()
    return found
