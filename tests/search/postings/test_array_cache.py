"""A cache of arrays stays within its budget."""

from __future__ import annotations

import numpy as np
import pytest

from fabula.search.postings.array_cache import ArrayCache


def test_the_least_recently_used_goes_first() -> None:
    """Four arrays fit; the fifth drops the one that was not asked for longest."""
    cache = ArrayCache(100)
    for key in "abcd":
        cache.get(key, lambda: np.zeros(25, np.uint8))
    cache.get("a", lambda: pytest.fail("made again"))
    cache.get("e", lambda: np.zeros(25, np.uint8))
    assert [cache.peek(key) is not None for key in "abcde"] == [True, False, True, True, True]


def test_what_is_too_large_is_not_kept() -> None:
    """More than a quarter of the budget would push out too much."""
    cache = ArrayCache(100)
    assert len(cache.get("large", lambda: np.zeros(26, np.uint8))) == 26
    assert cache.peek("large") is None
