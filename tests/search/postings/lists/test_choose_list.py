"""The kind of a posting list depends on how common its terms are."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from fabula.search.plan import Level
from fabula.search.postings.lists.choose_list import choose_list
from fabula.search.postings.lists.coded_list import CodedList
from fabula.search.postings.lists.decoded_list import DecodedList
from fabula.search.postings.lists.posting_list import PostingList
from fabula.search.postings.lists.union_list import UnionList
from fabula.search.postings.term_ranges import TermRanges

# Of a million positions: a term is common from 501 on, the rest of a stem gets a code from 126 on.
FREQUENCIES = [10_000, 600, 100, 40, 300, 0]


@pytest.mark.parametrize(
    ("ranges", "is_stem", "kind", "parts"),
    [
        ((), False, DecodedList, []),
        (((2, 3),), False, DecodedList, []),
        (((0, 1),), False, CodedList, []),
        (((2, 5),), True, DecodedList, []),
        (((1, 2), (4, 5)), True, UnionList, [(((1, 2),), CodedList), (((4, 5),), CodedList)]),
        (((1, 2), (4, 5)), False, UnionList, [(((1, 2),), CodedList), (((4, 5),), DecodedList)]),
        (((0, 4),), True, UnionList, [(((0, 1),), CodedList), (((1, 2),), CodedList), (((2, 4),), CodedList)]),
        (((0, 1), (3, 4)), True, UnionList, [(((0, 1),), CodedList), (((3, 4),), DecodedList)]),
    ],
)
def test_kinds(ranges: TermRanges, is_stem: bool, kind: type, parts: list[Any]) -> None:
    """Common terms are parts by themselves, and the rest of one stem may have a code."""
    segment = SimpleNamespace(frequency=lambda low, high: sum(FREQUENCIES[low:high]))
    view: Any = SimpleNamespace(segment=segment, end=1_000_000, number=0)
    made: list[Any] = []

    def part_of(part_ranges: TermRanges, is_rest: bool) -> PostingList:
        part = choose_list(view, part_ranges, Level.SURFACE, pytest.fail, is_rest=is_rest)
        made.append((part_ranges, type(part)))
        return part

    chosen = choose_list(view, ranges, Level.STEM, part_of, is_stem=is_stem)
    assert type(chosen) is kind and made == parts
    assert chosen.frequency == sum(sum(FREQUENCIES[low:high]) for low, high in ranges)
