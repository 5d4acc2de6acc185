"""One byte per position says which common term stands there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.postings.array_cache import ArrayCache
from fabula.search.postings.term_codes import TermCodes, codes_between, has_code, next_codes

CODES = st.lists(st.integers(0, 4), min_size=1, max_size=40)
WANTED = st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True)


def test_codes_run_out() -> None:
    """The 256th posting list gets none; those before keep theirs."""
    term_codes = TermCodes(1_000, ArrayCache(1_000, 1_000))
    lists = [np.arange(number, 1_000, 300) for number in range(300)]
    codes = [
        term_codes.term_code(number, lambda positions=positions: positions) for number, positions in enumerate(lists)
    ]
    assert codes == [*range(1, 256), *[0] * 45]
    assert [term_codes.term_code(number, lambda: pytest.fail("written again")) for number in range(255)] == codes[:255]
    assert all((np.flatnonzero(term_codes.codes == code) == lists[code - 1]).all() for code in codes[:255])


def test_room_runs_out() -> None:
    """First come, first served; the others get no codes, and what they would take is left to the cache."""
    cache = ArrayCache(3_000, 2_500)
    assert len(cache.get("before", lambda: np.zeros(750, np.uint8))) == 750
    segments = [TermCodes(1_000, cache) for _ in range(4)]
    assert [term_codes.term_code("a", lambda: np.array([3])) for term_codes in segments] == [1, 1, 0, 0]
    assert [term_codes.full for term_codes in segments] == [False, False, True, True]
    assert [len(term_codes.codes) for term_codes in segments] == [1_000, 1_000, 0, 0]
    assert cache.peek("before") is not None
    assert cache.take(500) and not cache.take(1)
    assert cache.peek("before") is None


@given(CODES, WANTED)
def test_has_code(codes: list[int], wanted: list[int]) -> None:
    assert has_code(np.array(codes, np.uint8), wanted).tolist() == [code in wanted for code in codes]


@given(CODES, WANTED, st.sets(st.integers(0, 39)), st.integers(1, 50))
def test_next_codes(codes: list[int], wanted: list[int], places: set[int], reach: int) -> None:
    """The first place after each with a wanted code within reach, or the number of places."""
    size = len(codes)
    positions = sorted(place for place in places if place < size)
    coded = [place for place, code in enumerate(codes) if code in wanted]
    expected = [min((p for p in coded if place < p <= place + reach), default=size) for place in positions]
    found = next_codes(np.array(codes, np.uint8), wanted, np.array(positions, np.int64), reach)
    assert found.tolist() == expected


@given(CODES, WANTED, st.lists(st.integers(-20, 45), min_size=1, max_size=8).map(sorted), st.integers(0, 30))
def test_codes_between(codes: list[int], wanted: list[int], low: list[int], width: int) -> None:
    """Overlapping ranges count once, and ranges may reach beyond both ends."""
    coded = [place for place, code in enumerate(codes) if code in wanted]
    expected = [place for place in coded if any(begin <= place <= begin + width for begin in low)]
    starts = np.array(low, np.int64)
    assert codes_between(np.array(codes, np.uint8), wanted, starts, starts + width).tolist() == expected
