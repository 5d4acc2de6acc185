"""How a library has grown, from its reports and from what is left of older ones."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from fabula.index.errors import LibraryDamaged
from fabula.index.store.library_marker import check_marker
from .growth_file import GrowthPoint, growth_points, read_growth_file
from .receipts import readable_reports, report_numbers


def library_growth(library: str | Path) -> tuple[GrowthPoint, ...]:
    """A point for each run that wrote something or found something new, in order; refused runs are left out.

    A report that is damaged is left out, too: `check` names it. Raises LibraryMissing and the like.
    """
    folder = Path(library)
    check_marker(folder)
    points: dict[int, GrowthPoint] = {}
    with suppress(LibraryDamaged):
        points |= read_growth_file(folder)
    reports = readable_reports(folder, report_numbers(folder))
    points |= {point.number: point for point in growth_points(reports)}
    return tuple(points[number] for number in sorted(points))
