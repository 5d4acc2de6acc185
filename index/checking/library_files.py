"""The files beside the index: the catalogue of the sources' files, the reports of runs, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from fabula.index.errors import LibraryError
from fabula.index.folder_names import (
    BESIDE_REPORTS,
    CATALOGUE,
    GROWTH,
    IDLE_RUNS,
    PROBLEMS,
    REPORTS,
    RETIRED_IDS,
    STOPPED_WORKS,
)
from fabula.index.library.catalogue_file import catalogue_damage
from fabula.index.reports.growth_file import read_growth_file
from fabula.index.reports.idle_runs import read_idle_runs
from fabula.index.reports.known_problems import KnownProblems
from fabula.index.reports.receipts import read_report, report_name, report_numbers
from fabula.index.reports.retired_ids import read_retired
from fabula.index.reports.stopped_works import read_stopped


def library_files(folder: Path) -> list[str]:
    """Their names in the library's folder; one may be missing. Without reports if their folder cannot be read."""
    reports: list[str] = []
    with suppress(LibraryError):
        reports = list(map(report_name, report_numbers(folder)))
    return [CATALOGUE, *(f"{REPORTS}/{name}" for name in (*reports, *BESIDE_REPORTS))]


def damaged_library_files(folder: Path) -> Iterator[tuple[str, str]]:
    """The name of each damaged file and what is wrong with it. No search reads any of these."""
    if problem := catalogue_damage(folder):
        yield CATALOGUE, problem
    try:
        numbers = report_numbers(folder)
    except LibraryError as error:
        yield REPORTS, str(error)
        return
    for number in numbers:
        try:
            read_report(folder, number)
        except LibraryError as error:
            yield f"{REPORTS}/{report_name(number)}", str(error)
    readers = {
        IDLE_RUNS: read_idle_runs,
        PROBLEMS: KnownProblems.read,
        GROWTH: read_growth_file,
        RETIRED_IDS: read_retired,
        STOPPED_WORKS: read_stopped,
    }
    for name in BESIDE_REPORTS:
        try:
            readers[name](folder)
        except LibraryError as error:
            yield f"{REPORTS}/{name}", str(error)
