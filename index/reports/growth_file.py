"""One line for each run whose report is no longer kept, so that the growth of a library is known from its beginning.

A library keeps the reports of its latest runs (receipts.py). What they say of the size of the library stays in one
small file when they go.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from fabula.index.errors import LibraryDamaged
from fabula.index.folder_names import GROWTH, REPORTS
from fabula.index.receipt import Receipt
from fabula.index.shapes import Each, Fields, Row, Text, Whole
from .packed_json import read_packed, write_packed

_KIND = "growth"
# Two runs a day for 27 years that all changed something; 100 bytes each before compression.
_MAX_POINTS = 20_000


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


_SHAPE = Fields(
    {"runs": Each(Row((Whole(), Text(), Text(), *[Whole()] * (len(GrowthPoint._fields) - 3))), most=_MAX_POINTS)}
)


def growth_points(receipts: Iterable[Receipt]) -> Iterator[GrowthPoint]:
    """A point for each run; refused runs, which changed nothing, are left out."""
    for receipt in receipts:
        if not receipt.refused:
            yield GrowthPoint(*(getattr(receipt, name) for name in GrowthPoint._fields))


def read_growth_file(folder: Path) -> dict[int, GrowthPoint]:
    """The points by number, ascending; {} if there is no such file. Raises LibraryDamaged."""
    try:
        plain = read_packed(_path(folder), _KIND, _SHAPE)
    except FileNotFoundError:
        return {}
    return {point.number: point for point in sorted(itertools.starmap(GrowthPoint, plain["runs"]))}


def add_to_growth_file(folder: Path, points: Iterable[GrowthPoint]) -> None:
    """Keep these, too; the oldest go when there are too many. The caller holds the lock and syncs. Raises OSError."""
    known: dict[int, GrowthPoint] = {}
    # A damaged file costs what was in it; this run mends it.
    with suppress(LibraryDamaged):
        known = read_growth_file(folder)
    known |= {point.number: point for point in points}
    write_packed(_path(folder), _KIND, {"runs": [list(known[number]) for number in sorted(known)[-_MAX_POINTS:]]})


def _path(folder: Path) -> Path:
    return folder / REPORTS / GROWTH
