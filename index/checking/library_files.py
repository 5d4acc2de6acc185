"""The files beside the index: the catalogue of the sources' files, and the reports of runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fabula.index.errors import LibraryError
from fabula.index.folder_names import CATALOGUE, REPORTS
from fabula.index.library.catalogue_file import catalogue_damage
from fabula.index.library.receipts import read_report, report_numbers


def library_files(folder: Path) -> list[str]:
    """Their names in the library's folder; one may be missing."""
    return [CATALOGUE, *(f"{REPORTS}/{number:06}.json.gz" for number in report_numbers(folder))]


def damaged_library_files(folder: Path) -> Iterator[tuple[str, str]]:
    """The name of each damaged file and what is wrong with it. No search reads any of these."""
    if problem := catalogue_damage(folder):
        yield CATALOGUE, problem
    for number in report_numbers(folder):
        try:
            read_report(folder, number)
        except LibraryError as error:
            yield REPORTS, str(error)
