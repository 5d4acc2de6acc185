"""Which segments of small commits are merged; those of one commit: tests/index/store/test_compaction.py."""

from __future__ import annotations

from fabula.index.codec.toc import SegmentEntry
from fabula.index.writer.merge_policy import merge_candidates


def entries(*sizes: tuple[int, int]) -> list[SegmentEntry]:
    return [SegmentEntry("MAIN_0.seg", size, scenes) for scenes, size in sizes]


def test_merge_candidates() -> None:
    """Eight small ones at the end, not seven, and none before a large one; of many the first that memory can hold."""
    small, large = (9, 1_000), (40_000, 100_000_000)
    assert merge_candidates(entries(*[small] * 7)) is None
    assert merge_candidates(entries(large, *[small] * 8)) == range(1, 9)
    assert merge_candidates(entries(*[small] * 8, large)) is None
    assert merge_candidates(entries(*[(9_000, 36_000_000)] * 20)) == range(8)
    assert merge_candidates(entries(*[(9_000, 80_000_000)] * 20)) is None
