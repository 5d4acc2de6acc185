"""Keeps the receipts of the latest runs in `reports/`: one gzipped JSON file a run, numbered.

Each names the works that its run added, changed or removed. So any two can be compared by the reports between them
(comparison.py). Runs that found nothing changed are only counted (idle_runs.py). A report that goes leaves the size
of the library behind (growth_file.py).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from fabula.index.budget import check
from fabula.index.codec.durable import TEMPORARY, make_folder, remove, sync_folder
from fabula.index.errors import LibraryDamaged, NotFound
from fabula.index.folder_names import REPORTS
from fabula.index.library.settings import Settings
from fabula.index.receipt import Receipt
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.library_marker import check_marker
from .growth_file import add_to_growth_file, growth_points
from .packed_json import damaged, read_packed, write_packed
from .receipt_json import RECEIPT, receipt_from_plain, receipt_to_report

_NAME = re.compile(r"([0-9]{6,12})\.json\.gz")
_KIND = "report"


def keep_report(folder: Path, receipt: Receipt, settings: Settings) -> Receipt:
    """Keep `receipt` in the library in `folder`, and delete the oldest ones. Returns it with its number.

    A receipt that has a number replaces that report; for any other the caller holds the library's lock.

    Raises LibraryFull.
    """
    reports = folder / REPORTS
    with disk_errors(folder):
        make_folder(reports)
        if not receipt.number:
            # Left by a crash. (Without the lock they may be another process's.)
            for name in os.listdir(reports):
                if name.endswith(TEMPORARY):
                    remove(reports / name)
        numbers = report_numbers(folder)
        kept = replace(receipt, number=receipt.number or max(numbers, default=0) + 1)
        write_packed(_path(folder, kept.number), _KIND, receipt_to_report(kept))
        if old := sorted({*numbers, kept.number})[: -settings.reports]:
            add_to_growth_file(folder, growth_points(readable_reports(folder, old)))
            for number in old:
                remove(_path(folder, number))
        sync_folder(reports)
    return kept


def report_name(number: int) -> str:
    """The name of the report's file in `reports/`."""
    return f"{number:06}.json.gz"


def report_numbers(folder: Path) -> list[int]:
    """The numbers of the kept reports, ascending. Raises LibraryDamaged if their folder cannot be read."""
    try:
        return sorted(int(match[1]) for name in os.listdir(folder / REPORTS) if (match := _NAME.fullmatch(name)))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LibraryDamaged(
            f"The reports in {folder / REPORTS} cannot be read: {error.strerror or error}.",
            hint="Check the permissions of that folder. The library itself is not touched by that.",
        ) from error


def read_report(library: str | Path, number: int | None = None) -> Receipt:
    """The report with that number, or the latest. Raises NotFound, LibraryDamaged, and what opening a library does."""
    folder = Path(library)
    check_marker(folder)
    numbers = report_numbers(folder)
    if not numbers:
        raise NotFound("The library keeps no reports yet.", hint="Each run of index, update and the like adds one.")
    number = numbers[-1] if number is None else number
    if number not in numbers:
        raise NotFound(
            f"The library keeps no report {number}.", hint=f"It has those from {numbers[0]} to {numbers[-1]}."
        )
    return _read(_path(folder, number))


def readable_reports(folder: Path, numbers: Iterable[int]) -> Iterator[Receipt]:
    """The reports with these numbers, but for damaged ones, and those that a writer has deleted meanwhile.

    A forged library may have any number of them: raises QueryTooDear when the time of an answer is over.
    """
    for number in numbers:
        check("reading the reports of runs")
        try:
            receipt = _read(_path(folder, number))
        except LibraryDamaged:
            continue
        yield receipt


def _read(path: Path) -> Receipt:
    try:
        return receipt_from_plain(read_packed(path, _KIND, RECEIPT))
    except FileNotFoundError as error:
        raise damaged(path, _KIND, error) from error


def _path(folder: Path, number: int) -> Path:
    return folder / REPORTS / report_name(number)
