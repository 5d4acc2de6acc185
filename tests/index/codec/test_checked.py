"""No part of a section is handed out before its checksum is known to be right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fabula.index.codec.checked import CHUNK, CheckedArray
from fabula.index.codec.container import Container, write_container
from fabula.index.errors import LibraryDamaged

COUNT = 40_000
PER_CHUNK = CHUNK // 4


def section(folder: Path, damaged: int | None = None) -> CheckedArray:
    """A section of ten chunks, its number at `damaged` wrong."""
    path = folder / f"{damaged}.seg"
    numbers = np.arange(COUNT, dtype=np.uint32)
    write_container(path, "test", 1, {"numbers": iter(np.array_split(numbers, 7))}, {})
    if damaged is not None:
        content = bytearray(path.read_bytes())
        content[64 + damaged * 4] ^= 4
        path.write_bytes(content)
    return Container(path, "test", 1).section("numbers", "u4")


WAYS = {
    "item": lambda array, at: array.item(at),
    "part": lambda array, at: array.part(at, at + 1),
    "around": lambda array, at: array.around(np.array([at]), np.array([at + 1]))[at],
    "whole": lambda array, _: array.whole(),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("at", [0, PER_CHUNK - 1, PER_CHUNK, 5 * PER_CHUNK + 17, COUNT - 1])
def test_damage_is_met_where_it_lies(tmp_path: Path, way: str, at: int) -> None:
    """Each way of reading refuses a damaged piece, every time, and gives the others."""
    array = section(tmp_path, damaged=at)
    for _ in range(2):
        with pytest.raises(LibraryDamaged, match="section numbers fails its checksum"):
            WAYS[way](array, at)
    other = (at + 2 * PER_CHUNK) % COUNT
    assert array.item(other) == other
    assert array.part(other, other + 3).tolist() == list(range(other, min(other + 3, COUNT)))


def test_all_of_it_comes_back_in_any_order(tmp_path: Path) -> None:
    """Oracle: the numbers themselves. Ranges across the edges of chunks, ranges of nothing, ranges past the end."""
    rng = np.random.default_rng(3)
    array = section(tmp_path)
    for low in rng.integers(0, COUNT, 200).tolist():
        high = low + int(rng.integers(0, 9_000))
        assert array.part(low, high).tolist() == list(range(low, min(high, COUNT)))
        begin = np.sort(rng.integers(0, COUNT, 5))
        end = np.minimum(begin + 60, COUNT)
        found = array.around(begin, end)
        assert all(found[a:b].tolist() == list(range(a, b)) for a, b in zip(begin, end, strict=True))
    assert array.around(np.array([COUNT]), np.array([COUNT])).tolist() == array.whole().tolist()
    with pytest.raises(LibraryDamaged):
        array.item(COUNT)


def test_ranges_far_apart_are_all_verified(tmp_path: Path) -> None:
    """Damage in the last of several ranges, in its last number, or between them where nothing is asked for."""
    begin = np.array([3, 2 * PER_CHUNK, 5 * PER_CHUNK - 4])
    end = begin + 8
    for damaged, refused in ((int(end[-1]) - 1, True), (int(begin[1]), True), (3 * PER_CHUNK, False)):
        array = section(tmp_path, damaged)
        if refused:
            with pytest.raises(LibraryDamaged):
                array.around(begin, end)
        else:
            assert array.around(begin, end)[begin].tolist() == begin.tolist()
