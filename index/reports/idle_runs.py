"""Counts the runs that found nothing to report, in one small file: they must not push out the receipts that matter.

An archive's timer runs every hour and mostly finds nothing. Such runs are one line of history for each report that they
follow: how many there were, and when the first and the last of them began.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import NamedTuple

from fabula.index.errors import LibraryDamaged
from fabula.index.folder_names import IDLE_RUNS, REPORTS
from fabula.index.shapes import Each, Fields, Row, Text, Whole
from .packed_json import keep_packed, read_packed
from .receipts import report_numbers

_KIND = "idle runs"
_SHAPE = Fields({"runs": Each(Row((Whole(), Whole(), Text(), Text())))})


class IdleRuns(NamedTuple):
    """Runs in a row that found nothing to report.

    after        the number of the report before them.
    runs         how many there were.
    first, last  when the first and the last of them began, ISO 8601, UTC.
    """

    after: int
    runs: int
    first: str
    last: str


def read_idle_runs(folder: Path) -> dict[int, IdleRuns]:
    """The runs by the numbers of the reports before them, ascending. Raises LibraryDamaged."""
    try:
        plain = read_packed(folder / REPORTS / IDLE_RUNS, _KIND, _SHAPE)
    except FileNotFoundError:
        return {}
    return {row.after: row for row in sorted(itertools.starmap(IdleRuns, plain["runs"]))}


def idle_runs_if_whole(folder: Path) -> dict[int, IdleRuns]:
    """As `read_idle_runs`; none if the file is damaged, which a check names and the next such run mends."""
    try:
        return read_idle_runs(folder)
    except LibraryDamaged:
        return {}


def count_idle_run(folder: Path, started: str) -> None:
    """Count a run that began at `started`. The caller holds the library's lock. Raises LibraryFull."""
    numbers = report_numbers(folder)
    rows = idle_runs_if_whole(folder)
    latest = numbers[-1] if numbers else 0
    row = rows.get(latest, IdleRuns(latest, 0, started, started))
    rows[latest] = row._replace(runs=row.runs + 1, last=started)
    # Runs before the oldest report that is kept are forgotten with it.
    oldest = numbers[0] if numbers else 0
    keep_packed(folder, IDLE_RUNS, _KIND, {"runs": [list(row) for row in rows.values() if row.after >= oldest]})
