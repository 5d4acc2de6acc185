"""Which files may go, all together, without the loss of a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from fabula.index.budget import checked

File = TypeVar("File")


def spare_files(texts: Mapping[File, frozenset[int]], candidates: Iterable[File]) -> set[File]:
    """Those of the `candidates` of which the files that stay have every text.

    texts       the distinct texts of every file; 0 stands for one that cannot be compared, whose file always stays.
    candidates  those to give up first come first.

    >>> spare_files({"a": frozenset({1, 2}), "b": frozenset({1}), "c": frozenset({2})}, "bca") == {"b", "c"}
    True
    """
    holders = Counter(text for held in texts.values() for text in held)
    spare: set[File] = set()
    for file in checked(candidates):
        held = texts[file]
        if held and 0 not in held and all(holders[text] > 1 for text in held):
            holders.subtract(held)
            spare.add(file)
    return spare


def in_order_of_giving_up(works: Sequence[int], firsts: Sequence[int]) -> list[int]:
    """Works (the lower the longer): twins first, and then the shortest, so that what is longest stays.

    firsts  of each work the one with the same text that is to stay, itself if it is that one.
    """
    return sorted(works, key=lambda work: (firsts[work] == work, -work))
