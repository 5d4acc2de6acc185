"""How much of one text is in another: by whole scenes, by sketches, and for short texts by pairs and runs of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from fabula.index.analysis import words
from fabula.index.analysis.sketch import sketch, word_hashes
from fabula.index.array_types import U32
from fabula.index.model import Scene, story_scenes
from .ids import text_hash

# A shorter text is compared by its pairs of words as well: a sketch has too few numbers of it.
_SHORT_WORDS = 600
# Chance decides what is shared if the smaller sketch has fewer numbers.
_MIN_NUMBERS = 4
# A text is in another by its runs of so many words. Two stories share none but by chance, and what was cut out of one
# has all of its own, wherever that began and ended.
_RUN_WORDS = 6
_FACTOR = np.uint32(0x9E3779B1)


class StoryText(NamedTuple):
    """What is compared of a text. Notes are left out: an archive puts the same ones around all of its stories.

    words    their number, of all scenes.
    scenes   the hash of each scene's words -> the number of its words, that of equal scenes together.
    numbers  uint32[n], ascending and distinct: the sketches of all scenes together (analysis/sketch.py).
    pairs    pairs of neighbouring words and how often each occurs; None for a text that is not short.
    hashes   uint32[words]: the hash of each word, in order.
    """

    words: int
    scenes: Mapping[str, int]
    numbers: U32
    pairs: Mapping[tuple[str, str], int] | None
    hashes: U32

    @classmethod
    def of(cls, scenes: Iterable[Scene]) -> StoryText:
        """The text of a work with these scenes; of its notes, if it has nothing else."""
        scenes = tuple(scenes)
        story = story_scenes(scenes) or scenes
        sizes: Counter[str] = Counter()
        for scene in story:
            sizes[text_hash(scene.id)] += scene.words
        folded = [words(scene.text) for scene in story]
        edges = np.cumsum([0, *map(len, folded)])
        hashes = word_hashes(word for part in folded for word in part)
        numbers, _ = sketch(hashes, edges)
        count = int(edges[-1])
        pairs = Counter(pair for part in folded for pair in pairwise(part)) if count <= _SHORT_WORDS else None
        return cls(count, sizes, np.unique(numbers), pairs, hashes)


class Overlap(NamedTuple):
    """What two texts share.

    is_equal     their scenes have the same words.
    of_longer    the share of the longer text that is in the shorter, from 0 to 1; `of_shorter` the other way round.
    short        the same share of the longer by pairs of words alone, where both are short; else 0.
    pairs        how many pairs of words they share, where both are short; else 0.
    runs         the share of the shorter text, if it is short, that is in the longer one by runs of words; else 0.
    """

    is_equal: bool
    of_longer: float
    of_shorter: float
    short: float
    pairs: int
    runs: float


def overlap(one: StoryText, other: StoryText) -> Overlap:
    """What `one` and `other` share, by whole scenes or by sketches, whichever finds more."""
    by_scenes = sum(min(size, other.scenes.get(text, 0)) for text, size in one.scenes.items())
    shares = [_shares(by_scenes, one.words, other.words)]
    numbers = len(np.intersect1d(one.numbers, other.numbers, assume_unique=True))
    sizes = len(one.numbers), len(other.numbers)
    if min(sizes) >= _MIN_NUMBERS:
        shares.append(_shares(numbers, *sizes))
    short, pairs = 0.0, 0
    if one.pairs is not None and other.pairs is not None:
        pairs = sum(min(count, other.pairs.get(pair, 0)) for pair, count in one.pairs.items())
        short, _ = _shares(pairs, sum(one.pairs.values()), sum(other.pairs.values()))
    is_equal = one.words > 0 and one.scenes == other.scenes
    longest, shortest = (max(share[side] for share in shares) for side in (0, 1))
    runs = max(
        part_by_runs(part.hashes, whole.hashes) if part.pairs is not None and part.words <= whole.words else 0.0
        for part, whole in ((one, other), (other, one))
    )
    return Overlap(is_equal, longest, shortest, short, pairs, runs)


def part_by_runs(part: U32, whole: U32) -> float:
    """The share of `part`'s words in runs of six words that `whole` has, too; a shorter text is one run.

    part, whole  uint32[words]: the hash of each word, in order.
    """
    size = min(_RUN_WORDS, len(part))
    if not size or size > len(whole):
        return 0.0
    runs, known = _run_hashes(part, size), np.sort(_run_hashes(whole, size))
    # It takes 0.4 ms for a hundred words in a novel, `np.isin` 13.
    is_shared = known[np.minimum(np.searchsorted(known, runs), len(known) - 1)] == runs
    is_covered = np.zeros(len(part), bool)
    for place in range(size):
        is_covered[place : place + len(is_shared)] |= is_shared
    return float(np.mean(is_covered))


def _run_hashes(hashes: U32, size: int) -> U32:
    """uint32[words - size + 1]: a hash of each run of `size` words."""
    runs = np.zeros(len(hashes) - size + 1, np.uint32)
    for place in range(size):
        runs = runs * _FACTOR + hashes[place : place + len(runs)]
    return runs


def _shares(common: int, one: int, other: int) -> tuple[float, float]:
    """`common` as a share of the greater and of the smaller number."""
    greater, smaller = max(one, other), min(one, other)
    return (common / greater if greater else 0.0), (common / smaller if smaller else 0.0)
