"""Which scenes are one text, told in several works: other editions, uploads, anthologies, an archive's banner?

Two scenes are copies if their words are the same, or if they have half of their sketches in common (at least, of the
longer one). Each of a group is a copy of each other, so that nothing is lost where one is shown: copies of copies may
be two halves of one scene. A work is never looked at as a whole: a story in an anthology, or with more chapters than it
had, shares with another what it shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U32, U64, Mask
from fabula.index.codec.segment import Segment

__all__ = ["ScenesOf", "groups_of", "near_pairs", "scenes_of"]

# With fewer numbers in common half a sketch says little: a shared quotation of 100 words has three.
_LEAST = 4
# A number that stands in more different texts than this is a phrase of the language, or boilerplate.
_COMMON = 32
# Hexadecimal digits of a scene's id that hash its words.
_DIGITS = 10
# Numbers are below 2**27 (analysis/sketch.py).
_NUMBER_BITS = 27
_TABLE_BITS = 22


class ScenesOf(NamedTuple):
    """What is compared of the scenes of a segment; of several end to end.

    works     int64[scenes]   the work of each; -1 if it is deleted.
    texts     uint64[scenes]  equal for equal words; 0 if that is not known.
    lengths   int64[scenes]   how many words each has.
    sketches  uint32[...]     end to end, each distinct.
    sketched  int64[scenes]   how many numbers each sketch has.
    """

    works: I64
    texts: U64
    lengths: I64
    sketches: U32
    sketched: I64


def scenes_of(opened: Sequence[tuple[Segment, frozenset[int]]]) -> ScenesOf:
    """The scenes of these segments, each with the numbers of its works that are deleted."""
    parts, before = [], 0
    for segment, deleted in opened:
        works = segment.scene_works.astype(np.int64) + before
        works[np.isin(segment.scene_works, np.array(sorted(deleted), np.uint32))] = -1
        before += int(segment.scene_works.max(initial=0)) + 1
        sketches, offsets = segment.sketches
        lengths = segment.scene_lengths.astype(np.int64)
        parts.append(ScenesOf(works, _texts(segment), lengths, sketches, np.diff(offsets).astype(np.int64)))
    if not parts:
        nothing = np.empty(0, np.int64)
        return ScenesOf(nothing, np.empty(0, np.uint64), nothing, np.empty(0, np.uint32), nothing)
    return ScenesOf(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def groups_of(scenes: ScenesOf) -> U32:
    """uint32[scenes]: the number of the group each is in, from 1, in reading order; 0 for a scene without copies.

    A group has scenes of two works at least.
    """
    count = len(scenes.works)
    alive = scenes.works >= 0
    # Each scene as the first with its words.
    first = np.arange(count)
    known = np.flatnonzero(alive & (scenes.texts > 0))
    _, begin, text = np.unique(scenes.texts[known], return_index=True, return_inverse=True)
    first[known] = known[begin[text]]
    left, right = near_pairs(scenes, alive & (first == np.arange(count)))
    group = _groups(count, left, right)[first]
    # A group is named by its first scene; one of a single work is none.
    living = np.flatnonzero(alive)
    # By group, then work: a change of work within a group makes it one of several.
    order = living[np.lexsort((scenes.works[living], group[living]))]
    same = group[order[1:]] == group[order[:-1]]
    several = np.zeros(count, bool)
    several[group[order[1:]][same & (scenes.works[order[1:]] != scenes.works[order[:-1]])]] = True
    found = np.zeros(count, np.uint32)
    kept = alive & several[group]
    if kept.any():
        _, numbers = np.unique(group[kept], return_inverse=True)
        found[kept] = numbers + 1
    return found


def near_pairs(scenes: ScenesOf, chosen: Mask) -> tuple[I64, I64]:
    """Pairs of `chosen` scenes, of different works, that have enough of their sketches in common; left < right."""
    owners = np.repeat(np.arange(len(chosen)), scenes.sketched)
    wanted = chosen[owners]
    wanted[wanted] = _repeated(scenes.sketches[wanted])
    # By number, then scene.
    keys = np.sort(scenes.sketches[wanted].astype(np.uint64) << np.uint64(32) | owners[wanted].astype(np.uint64))
    numbers, owner = keys >> np.uint64(32), (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    sizes = scenes.sketched
    _, lengths = _distinct(numbers)
    shared = np.repeat((lengths > 1) & (lengths <= _COMMON), lengths)
    numbers, owner = numbers[shared], owner[shared]
    pairs, counts = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for step in range(1, min(_COMMON, len(numbers))):
        together = numbers[step:] == numbers[:-step]
        if not together.any():
            break
        left, right = owner[:-step][together], owner[step:][together]
        apart = scenes.works[left] != scenes.works[right]
        # Counted step by step: of thirteen editions there are six pairs for every number.
        pair, common = _distinct(left[apart].astype(np.uint64) << np.uint64(32) | right[apart].astype(np.uint64))
        pairs.append(pair)
        counts.append(common)
    pair, common = _summed(np.concatenate(pairs), np.concatenate(counts))
    left, right = (pair >> np.uint64(32)).astype(np.int64), (pair & np.uint64(0xFFFFFFFF)).astype(np.int64)
    enough = (common >= _LEAST) & (2 * common >= np.maximum(sizes[left], sizes[right]))
    # A sample may make two scenes look alike whose lengths alone say that they are not.
    shorter, longer = np.sort([scenes.lengths[left], scenes.lengths[right]], axis=0)
    enough &= 2 * shorter >= longer
    return left[enough], right[enough]


def _distinct(keys: U64) -> tuple[U64, I64]:
    """The distinct keys, ascending, and how often each is there. numpy's `unique` hashes: eight times as long."""
    keys = np.sort(keys)
    starts = np.flatnonzero(np.concatenate([np.ones(min(1, len(keys)), bool), keys[1:] != keys[:-1]]))
    return keys[starts], np.diff(np.append(starts, len(keys)))


def _repeated(numbers: U32) -> Mask:
    """bool[numbers]: whether each is there more than once, or may be.

    Most are not, and to find that out takes a third of the time that sorting all of them with their scenes does.
    """
    ordered = np.sort(numbers)
    table = np.zeros(1 << _TABLE_BITS, bool)
    shift = np.uint32(_NUMBER_BITS - _TABLE_BITS)
    table[ordered[1:][ordered[1:] == ordered[:-1]] >> shift & np.uint32(len(table) - 1)] = True
    found: Mask = table[numbers >> shift & np.uint32(len(table) - 1)]
    return found


def _summed(keys: U64, counts: I64) -> tuple[U64, I64]:
    """The distinct keys, ascending, and the sum of the counts of each."""
    order = np.argsort(keys)
    distinct, lengths = _distinct(keys)
    return distinct, np.add.reduceat(counts[order], np.cumsum(lengths) - lengths) if len(keys) else counts


def _groups(count: int, left: I64, right: I64) -> I64:
    """int64[count]: the first of the group of each, itself if it is in none; each of a group is paired with each."""
    group = _joined(count, left, right)
    sizes, pairs = np.bincount(group, minlength=count), np.bincount(group[left], minlength=count)
    # Nearly always all that hang together are paired; one of a hundred has scenes cut at other places.
    loose = (2 * pairs != sizes * (sizes - 1))[group]
    paired: dict[int, set[int]] = {}
    for one, other in zip(left[loose[left]].tolist(), right[loose[left]].tolist(), strict=True):
        paired.setdefault(one, set()).add(other)
        paired.setdefault(other, set()).add(one)
    members: dict[int, set[int]] = {}
    for scene in sorted(paired):
        near = paired[scene]
        fits = (first for first in sorted(near) if first in members and members[first] <= near)
        first = next(fits, scene)
        members.setdefault(first, set()).add(scene)
        group[scene] = first
    return group


def _joined(count: int, left: I64, right: I64) -> I64:
    """int64[count]: for each the least that it is joined to by these pairs, itself if it is joined to none."""
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


def _texts(segment: Segment) -> U64:
    """uint64[scenes]: the hash of the words of each scene, from its id, with their number; 0 where the id has none."""
    letters, offsets = segment.scene_ids
    count = len(segment)
    found = np.zeros(count, np.uint64)
    dashes = np.flatnonzero(letters == ord("-"))
    scene = np.searchsorted(offsets, dashes, side="right") - 1
    fits = dashes + 1 + _DIGITS <= offsets[scene + 1]
    dashes, scene = dashes[fits], scene[fits]
    if not len(dashes):
        return found
    digits = letters[dashes[:, None] + np.arange(1, 1 + _DIGITS)]
    values = np.full(256, 16, np.uint64)
    values[list(b"0123456789abcdef")] = np.arange(16)
    nibbles = values[digits]
    whole = (nibbles < 16).all(axis=1)
    hashes = np.zeros(len(dashes), np.uint64)
    for place in range(_DIGITS):
        hashes = hashes << np.uint64(4) | nibbles[:, place]
    lengths = segment.scene_lengths[scene].astype(np.uint64) & np.uint64(0xFFFFFF)
    found[scene[whole]] = (hashes << np.uint64(24) | lengths)[whole]
    return found
