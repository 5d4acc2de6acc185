"""Terms of a segment by their numbers, as ranges."""

from __future__ import annotations

from collections.abc import Sequence

TermRanges = tuple[tuple[int, int], ...]
"""Half-open ranges of term numbers, ascending and disjoint."""


def ranges_of(terms: Sequence[int]) -> TermRanges:
    """Ascending term numbers, neighbours joined into one range: the forms of a stem are decoded in one go."""
    ranges: list[tuple[int, int]] = []
    for term in terms:
        if ranges and ranges[-1][1] == term:
            ranges[-1] = (ranges[-1][0], term + 1)
        else:
            ranges.append((term, term + 1))
    return tuple(ranges)


def terms_in(ranges: TermRanges) -> list[int]:
    """The term numbers in the ranges, ascending."""
    return [term for low, high in ranges for term in range(low, high)]
