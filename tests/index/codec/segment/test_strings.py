"""Strings laid end to end come back one by one and all at once; a binary search finds the first that is not below."""

from __future__ import annotations

import itertools
import zlib
from bisect import bisect_left

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.codec.checked import CHUNK, CheckedArray
from fabula.index.codec.segment import strings as strings_module
from fabula.index.codec.segment.strings import Strings, ascending, bisect
from fabula.index.errors import LibraryDamaged


def checked(array: np.ndarray) -> CheckedArray:
    content = array.tobytes()
    sums = [zlib.crc32(content[low : low + CHUNK]) for low in range(0, len(content), CHUNK)]
    return CheckedArray("text", array, np.array(sums, np.uint32), LibraryDamaged)


def strings_of(values: list[bytes]) -> Strings:
    text = np.frombuffer(b"".join(values), np.uint8)
    return Strings(checked(text), checked(np.cumsum([0, *map(len, values)]).astype(np.uint32)))


@given(st.lists(st.binary(max_size=6), max_size=20))
def test_strings_come_back(values: list[bytes]) -> None:
    """By number, as a list, and as arrays."""
    strings = strings_of(values)
    assert len(strings) == len(values)
    assert [strings[number] for number in range(len(values))] == values == strings.all()
    text, offsets = strings.arrays()
    assert [text[low:high].tobytes() for low, high in itertools.pairwise(offsets)] == values


@given(st.lists(st.binary(max_size=3), max_size=20), st.binary(max_size=3))
def test_bisect_agrees_with_the_standard_library(values: list[bytes], wanted: bytes) -> None:
    """Oracle: bisect_left, over duplicates and an empty list, too."""
    values.sort()
    assert bisect(wanted, len(values), values.__getitem__) == bisect_left(values, wanted)


def test_a_number_beyond_the_end_is_refused() -> None:
    """It is damage, as numbers come from the file; what lies behind is not read."""
    with pytest.raises(LibraryDamaged):
        strings_of([b"bell"])[1]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=20), st.integers(1, 5))
def test_numbers_ascend_whatever_is_compared_at_once(numbers: list[int], at_once: int) -> None:
    """Oracle: sorted(). They begin at 0, end at the end, and are compared in pieces."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strings_module, "_NUMBERS_AT_ONCE", at_once)
        array = np.array(numbers, np.uint32)
        section = CheckedArray("x", array, np.array([zlib.crc32(array.tobytes())], np.uint32), LibraryDamaged)
        if numbers == sorted(numbers) and numbers[0] == 0:
            assert ascending(section, numbers[-1]).tolist() == numbers
        else:
            with pytest.raises(LibraryDamaged, match="its section x is not in order"):
                ascending(section, numbers[-1])
        with pytest.raises(LibraryDamaged):
            ascending(section, 10)
