"""How a library has grown, from its reports and from what is left of older ones."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from fabula.index.errors import LibraryDamaged, NotFound
from fabula.index.store.library_marker import check_marker
from .growth_file import GrowthPoint, growth_point, read_growth_file
from .receipts import read_report, report_numbers


def library_growth(library: str | Path) -> tuple[GrowthPoint, ...]:
    """A point for each run that wrote something or found something new, in order; refused runs are left out.

    A report that is damaged is left out, too: `check` names it. Raises LibraryMissing and the like.
    """
    folder = Path(library)
    check_marker(folder)
    points: dict[int, GrowthPoint] = {}
    with suppress(LibraryDamaged):
        points |= read_growth_file(folder)
    for number in report_numbers(folder):
        # A writer may have deleted it meanwhile.
        with suppress(LibraryDamaged, NotFound, ValueError):
            receipt = read_report(folder, number)
            if not receipt.refused:
                points[number] = growth_point(receipt)
    return tuple(points[number] for number in sorted(points))
