"""Finds scenes that are one text in several works: other editions, uploads, anthologies, an archive's banner.

Two scenes are near-duplicates if their words are the same, or if they share at least half of the longer sketch. In a
group every scene is a near-duplicate of every other, so that nothing is lost where only one is shown; a chain of
near-duplicates may join two halves of one scene. Works are never compared as a whole, so that a story in an anthology,
or one that has got more chapters, is found as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U32, U64, Mask
from fabula.index.codec.segment import Segment

# With fewer shared numbers half a sketch says little: a shared quotation of 100 words has three.
_MIN_SHARED_NUMBERS = 4
# A number in more different texts than this is a phrase of the language, or boilerplate.
_MAX_TEXTS_PER_NUMBER = 32
# Hexadecimal digits of a scene's id that hash its words.
_HASH_DIGITS = 10
# Numbers of sketches are below 2**27 (analysis/sketch.py).
_NUMBER_BITS = 27
_TABLE_BITS = 22


class ComparedScenes(NamedTuple):
    """The columns by which scenes are compared; those of several segments end to end.

    works     int64[scenes]   the work of each; -1 if it is deleted.
    texts     uint64[scenes]  a hash of the words; 0 if it is not known.
    lengths   int64[scenes]   how many words each has.
    sketches  uint32[...]     end to end; the numbers of a sketch are distinct.
    sketched  int64[scenes]   how many numbers each sketch has.
    """

    works: I64
    texts: U64
    lengths: I64
    sketches: U32
    sketched: I64


def scenes_to_compare(opened: Sequence[tuple[Segment, frozenset[int]]]) -> ComparedScenes:
    """The scenes of these segments, each given with the numbers of its deleted works."""
    parts, works_before = [], 0
    for segment, deleted in opened:
        works = segment.scene_works.astype(np.int64) + works_before
        works[np.isin(segment.scene_works, np.array(sorted(deleted), np.uint32))] = -1
        works_before += int(segment.scene_works.max(initial=0)) + 1
        sketches, offsets = segment.sketches
        lengths = segment.scene_lengths.astype(np.int64)
        parts.append(ComparedScenes(works, _text_hashes(segment), lengths, sketches, np.diff(offsets).astype(np.int64)))
    if not parts:
        empty = np.empty(0, np.int64)
        return ComparedScenes(empty, np.empty(0, np.uint64), empty, np.empty(0, np.uint32), empty)
    return ComparedScenes(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def group_near_duplicates(scenes: ComparedScenes) -> U32:
    """uint32[scenes]: the group of each scene, from 1, in reading order; 0 for a scene without near-duplicates.

    A group has scenes of at least two works.
    """
    count = len(scenes.works)
    alive = scenes.works >= 0
    # For each scene the first one with the same words.
    first = np.arange(count)
    known = np.flatnonzero(alive & (scenes.texts > 0))
    _, begin, text = np.unique(scenes.texts[known], return_index=True, return_inverse=True)
    first[known] = known[begin[text]]
    left, right = near_pairs(scenes, alive & (first == np.arange(count)))
    group = _complete_groups(count, left, right)[first]
    # Ordered by group, then work: a group has several works if the work changes within it.
    living = np.flatnonzero(alive)
    order = living[np.lexsort((scenes.works[living], group[living]))]
    is_same_group = group[order[1:]] == group[order[:-1]]
    has_several_works = np.zeros(count, bool)
    has_several_works[group[order[1:]][is_same_group & (scenes.works[order[1:]] != scenes.works[order[:-1]])]] = True
    numbers = np.zeros(count, np.uint32)
    kept = alive & has_several_works[group]
    if kept.any():
        numbers[kept] = np.unique(group[kept], return_inverse=True)[1] + 1
    return numbers


def near_pairs(scenes: ComparedScenes, chosen: Mask) -> tuple[I64, I64]:
    """Pairs of `chosen` scenes, of different works, that share enough of their sketches.

    Returns int64[n] twice, left < right.
    """
    scene_of = np.repeat(np.arange(len(chosen)), scenes.sketched)
    wanted = chosen[scene_of]
    wanted[wanted] = _may_repeat(scenes.sketches[wanted])
    # Ordered by number, then scene.
    keys = np.sort(scenes.sketches[wanted].astype(np.uint64) << np.uint64(32) | scene_of[wanted].astype(np.uint64))
    numbers, scene = keys >> np.uint64(32), (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    sizes = scenes.sketched
    _, lengths = _count_distinct(numbers)
    is_shared = np.repeat((lengths > 1) & (lengths <= _MAX_TEXTS_PER_NUMBER), lengths)
    numbers, scene = numbers[is_shared], scene[is_shared]
    pairs, counts = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for step in range(1, min(_MAX_TEXTS_PER_NUMBER, len(numbers))):
        is_pair = numbers[step:] == numbers[:-step]
        if not is_pair.any():
            break
        left, right = scene[:-step][is_pair], scene[step:][is_pair]
        apart = scenes.works[left] != scenes.works[right]
        # Counted step by step: thirteen editions give six times as many pairs as numbers.
        pair, common = _count_distinct(left[apart].astype(np.uint64) << np.uint64(32) | right[apart].astype(np.uint64))
        pairs.append(pair)
        counts.append(common)
    pair, common = _sum_by_key(np.concatenate(pairs), np.concatenate(counts))
    left, right = (pair >> np.uint64(32)).astype(np.int64), (pair & np.uint64(0xFFFFFFFF)).astype(np.int64)
    is_near = (common >= _MIN_SHARED_NUMBERS) & (2 * common >= np.maximum(sizes[left], sizes[right]))
    # A sketch is a sample: it may make scenes look alike that differ too much in length.
    shorter, longer = np.sort([scenes.lengths[left], scenes.lengths[right]], axis=0)
    is_near &= 2 * shorter >= longer
    return left[is_near], right[is_near]


def _count_distinct(keys: U64) -> tuple[U64, I64]:
    """The distinct keys, ascending, and how often each occurs. numpy's `unique` hashes: eight times as long."""
    keys = np.sort(keys)
    starts = np.flatnonzero(np.concatenate([np.ones(min(1, len(keys)), bool), keys[1:] != keys[:-1]]))
    return keys[starts], np.diff(np.append(starts, len(keys)))


def _may_repeat(numbers: U32) -> Mask:
    """bool[numbers]: False for numbers that occur once (but for some collisions in a table).

    Most do. Finding them takes a third of the time that sorting all numbers with their scenes would.
    """
    ordered = np.sort(numbers)
    table = np.zeros(1 << _TABLE_BITS, bool)
    shift = np.uint32(_NUMBER_BITS - _TABLE_BITS)
    table[ordered[1:][ordered[1:] == ordered[:-1]] >> shift & np.uint32(len(table) - 1)] = True
    may_repeat: Mask = table[numbers >> shift & np.uint32(len(table) - 1)]
    return may_repeat


def _sum_by_key(keys: U64, counts: I64) -> tuple[U64, I64]:
    """The distinct keys, ascending, and the sum of the counts of each."""
    order = np.argsort(keys)
    distinct, lengths = _count_distinct(keys)
    return distinct, np.add.reduceat(counts[order], np.cumsum(lengths) - lengths) if len(keys) else counts


def _complete_groups(count: int, left: I64, right: I64) -> I64:
    """int64[count]: the first scene of the group of each, itself if it has none.

    In a group every scene is paired with every other.
    """
    group = _connected(count, left, right)
    sizes, pairs = np.bincount(group, minlength=count), np.bincount(group[left], minlength=count)
    # Nearly all connected groups are complete; in one of a hundred, scenes are cut at other places.
    is_incomplete = (2 * pairs != sizes * (sizes - 1))[group]
    paired: dict[int, set[int]] = {}
    for first, second in zip(left[is_incomplete[left]].tolist(), right[is_incomplete[left]].tolist(), strict=True):
        paired.setdefault(first, set()).add(second)
        paired.setdefault(second, set()).add(first)
    members: dict[int, set[int]] = {}
    for scene in sorted(paired):
        near = paired[scene]
        complete = (other for other in sorted(near) if other in members and members[other] <= near)
        first = next(complete, scene)
        members.setdefault(first, set()).add(scene)
        group[scene] = first
    return group


def _connected(count: int, left: I64, right: I64) -> I64:
    """int64[count]: the least number that each is connected to by these pairs, itself if by none."""
    least = np.arange(count)
    while True:
        before = least.copy()
        lower = np.minimum(least[left], least[right])
        np.minimum.at(least, left, lower)
        np.minimum.at(least, right, lower)
        np.minimum.at(least, before[left], lower)
        np.minimum.at(least, before[right], lower)
        least = least[least]
        if (least == before).all():
            return least


def _text_hashes(segment: Segment) -> U64:
    """uint64[scenes]: the hash of a scene's words, from its id, and their number; 0 where the id has no hash."""
    letters, offsets = segment.scene_ids
    count = len(segment)
    result = np.zeros(count, np.uint64)
    dashes = np.flatnonzero(letters == ord("-"))
    scene = np.searchsorted(offsets, dashes, side="right") - 1
    fits = dashes + 1 + _HASH_DIGITS <= offsets[scene + 1]
    dashes, scene = dashes[fits], scene[fits]
    if not len(dashes):
        return result
    digits = letters[dashes[:, None] + np.arange(1, 1 + _HASH_DIGITS)]
    values = np.full(256, 16, np.uint64)
    values[list(b"0123456789abcdef")] = np.arange(16)
    nibbles = values[digits]
    is_hash = (nibbles < 16).all(axis=1)
    hashes = np.zeros(len(dashes), np.uint64)
    for place in range(_HASH_DIGITS):
        hashes = hashes << np.uint64(4) | nibbles[:, place]
    lengths = segment.scene_lengths[scene].astype(np.uint64) & np.uint64(0xFFFFFF)
    result[scene[is_hash]] = (hashes << np.uint64(24) | lengths)[is_hash]
    return result
