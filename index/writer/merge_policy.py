"""Says which segments are worth merging. Apart from merge.py: each run asks it, and mostly the answer is none."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.index.codec.toc import SegmentEntry

# A segment with fewer scenes is small. Each costs a query about 0.1 ms.
_SMALL_SCENES = 30_000
# The gain for queries is worth a commit of its own for segments of at least so many scenes, some 5 MB of text.
_MIN_SCENES = 1_000
# How many times larger the largest may be than the smallest, so that a large one is not rewritten for a little more.
_MAX_RATIO = 4
# So many neighbours of one tier are merged.
_FAN = 8
# All that is merged at once is in memory meanwhile: 400 MB of text.
_MAX_BYTES = 320_000_000


def next_merge(entries: Sequence[SegmentEntry]) -> range | None:
    """The segments of a commit to merge next; None if no merge is worth it.

    Segments with and without speech wait for each other: once all have it, the speech of each is moved only once.
    """
    return merge_candidates(entries) or compaction_candidates(entries)


def merge_candidates(entries: Sequence[SegmentEntry]) -> range | None:
    """The segments that many small commits left: the small ones at the end, if there are enough of one tier.

    Tiers are powers of eight: a segment is merged with others of its tier when there are `_FAN` of them in a row at the
    end, so that each scene is merged once a tier and not once a commit. Of more than can be merged at once, the first
    are.
    """
    size = 1
    while size < _SMALL_SCENES:
        size *= _FAN
        start = len(entries)
        while start > 0 and entries[start - 1].scenes < size and _is_alike(entries[start - 1 :]):
            start -= 1
        end, total = start, 0
        while end < len(entries) and (total := total + entries[end].size) <= _MAX_BYTES:
            end += 1
        if end - start >= _FAN:
            return range(start, end)
    return None


def compaction_candidates(entries: Sequence[SegmentEntry]) -> range | None:
    """The segments that one commit left: neighbours of similar size, as the processes of one build write them.

    Tiny segments are left to `merge_candidates`; else each small commit would rewrite everything small.
    """
    for start in range(len(entries) - 1):
        end = start
        while end < len(entries) and _MIN_SCENES <= entries[end].scenes < _SMALL_SCENES:
            end += 1
        for stop in range(end, start + 1, -1):
            chosen = entries[start:stop]
            sizes = [entry.scenes for entry in chosen]
            is_small_enough = sum(entry.size for entry in chosen) <= _MAX_BYTES
            if min(sizes) * _MAX_RATIO >= max(sizes) and is_small_enough and _is_alike(chosen):
                return range(start, stop)
    return None


def _is_alike(entries: Sequence[SegmentEntry]) -> bool:
    """True if speech was attributed in all of them, or in none."""
    return len({entry.speech is None for entry in entries}) < 2
