"""One line for each run whose report is no longer kept, so that the growth of a library is known from its beginning.

A library keeps the reports of its latest runs (receipts.py). What they say of the size of the library stays in one
small file when they go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from fabula.index.errors import LibraryDamaged
from fabula.index.folder_names import GROWTH, REPORTS
from fabula.index.receipt import Receipt
from .packed_json import read_packed, write_packed

_KIND = "growth"
# Two runs a day for 27 years that all changed something; 100 bytes each before compression.
_MAX_POINTS = 20_000
_MAX_COUNT = (1 << 63) - 1


class GrowthPoint(NamedTuple):
    """The size of a library after a run, and what the run changed. Fields as in `Receipt`.

    number  of the run's report, which may be gone.
    """

    number: int
    started: str
    run: str
    works: int
    scenes: int
    words: int
    bytes: int
    added: int
    updated: int
    moved: int
    removed: int


def growth_points(receipts: Iterable[Receipt]) -> Iterator[GrowthPoint]:
    """A point for each run; refused runs, which changed nothing, and numbers that no library has are left out."""
    for receipt in receipts:
        if not receipt.refused:
            with suppress(ValueError):
                yield _point(*(getattr(receipt, name) for name in GrowthPoint._fields))


def read_growth_file(folder: Path) -> dict[int, GrowthPoint]:
    """The points by number, ascending; {} if there is no such file. Raises LibraryDamaged."""
    try:
        points = read_packed(_path(folder), _KIND, lambda plain: [_point(*row) for row in plain["runs"]])
    except FileNotFoundError:
        return {}
    return {point.number: point for point in sorted(points)}


def add_to_growth_file(folder: Path, points: Iterable[GrowthPoint]) -> None:
    """Keep these, too; the oldest go when there are too many. The caller holds the lock and syncs. Raises OSError."""
    known: dict[int, GrowthPoint] = {}
    # A damaged file costs what was in it; this run mends it.
    with suppress(LibraryDamaged):
        known = read_growth_file(folder)
    known |= {point.number: point for point in points}
    write_packed(_path(folder), _KIND, {"runs": [list(known[number]) for number in sorted(known)[-_MAX_POINTS:]]})


def _point(number: int, started: str, run: str, *counts: int) -> GrowthPoint:
    """Raises ValueError or TypeError for values of other types."""
    if any(type(count) is not int or not 0 <= count <= _MAX_COUNT for count in (number, *counts)):
        raise ValueError("a number that is none")
    return GrowthPoint(number, str(started), str(run), *counts)


def _path(folder: Path) -> Path:
    return folder / REPORTS / GROWTH
