"""Merged postings are those of the parts, one after the other, however their blocks were moved."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index.codec.packing import BLOCK, Blocks, pack, unpack
from fabula.index.writer.merge_postings import Postings, counting_up, merge_postings

LISTS = st.dictionaries(st.integers(0, 5), st.sets(st.integers(0, 4_000), min_size=1, max_size=400), max_size=5)


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(LISTS, min_size=1, max_size=10))
def test_postings_follow_each_other(parts: list[dict[int, set[int]]]) -> None:
    """Oracle: lists in Python. Blocks that are copied and blocks that are packed anew give the same positions."""
    packed, expected = [], {}
    for n, part in enumerate(parts):
        lists = [sorted(part[term]) for term in sorted(part)]
        starts = np.cumsum([0, *map(len, lists)]).astype(np.int64)
        blocks, first = pack(np.array([p for one in lists for p in one], np.uint32), starts)
        packed.append(Postings(np.repeat(np.array(sorted(part), np.int64), np.diff(first)), blocks))
        for term in part:
            expected.setdefault(term, []).extend(p + n * 5_000 for p in sorted(part[term]))
    merged = merge_postings(packed, [n * 5_000 for n in range(len(parts))])
    blocks = Blocks(merged.firsts, merged.counts, merged.widths, np.concatenate(list(merged.words)))
    assert unpack(blocks).tolist() == [position for term in sorted(expected) for position in expected[term]]
    block_counts = Counter(merged.terms.tolist())
    assert list(merged.terms) == sorted(merged.terms) and set(block_counts) == set(expected)
    assert all(block_counts[term] <= 2 * -(-len(positions) // BLOCK) for term, positions in expected.items())


@given(st.lists(st.integers(0, 9)))
def test_counting_up(sizes: list[int]) -> None:
    """Oracle: a range for each size."""
    expected = [number for size in sizes for number in range(size)]
    assert counting_up(np.array(sizes, np.int64)).tolist() == expected
