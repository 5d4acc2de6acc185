"""Opens the sections of a segment's file, and checks the numbers in them."""

from __future__ import annotations

from typing import TypeVar

from fabula.index.array_types import U8, U32
from fabula.index.codec.container import Container
from .position_lists import PositionLists
from .strings import Strings

Numbers = TypeVar("Numbers", U8, U32)


class SegmentSections:
    """Sections of a segment's file by their names."""

    def __init__(self, file: Container) -> None:
        self._file = file

    def strings(self, name: str) -> Strings:
        return Strings(self._file.section(f"{name}_text", "u1"), self._file.section(f"{name}_offsets", "u4"))

    def position_lists(self, name: str) -> PositionLists:
        return PositionLists(
            self._file.section(f"{name}_firsts", "u4"),
            self._file.section(f"{name}_counts", "u1"),
            self._file.section(f"{name}_widths", "u1"),
            self._file.section(f"{name}_words", "u8"),
        )

    def _require_below(self, limit: int, name: str, numbers: Numbers) -> Numbers:
        if numbers.max(initial=0) >= max(1, limit):
            raise self._file.damage(f"its section {name} has numbers that stand for nothing")
        return numbers
