"""Works that may have no file any more: the library has their text, and maybe nothing else has.

A file that failed, became a pointer, or lies in a source or folder that is away keeps its works in the library. So does
a file that is gone, until an update removes them. Whoever deletes copies must not count on such works.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Self

from fabula.index.files.paths import locate, path_key, paths_above
from fabula.index.model import WorkRecord
from .receipts import readable_reports, report_numbers

# These go through all sources, so that what earlier runs say of files is out of date.
_WHOLE_RUNS = ("update", "rebuild")


class UncertainFiles:
    """`work in uncertain_files` is True if the file of the work may not be there, or not hold it."""

    def __init__(self, places: frozenset[str] = frozenset()) -> None:
        """`places` are files and folders, absolute or relative to their source, that could not be read."""
        self._places = places

    @classmethod
    def of(cls, library: str | Path) -> Self:
        """By what the latest runs over all sources say. A report that cannot be read says nothing."""
        folder, places = Path(library), set[str]()
        for receipt in readable_reports(folder, reversed(report_numbers(folder))):
            places.update(failure.path for failure in receipt.failures)
            places.update(absence.path for absence in receipt.absences)
            places.update(receipt.unseen)
            if receipt.run in _WHOLE_RUNS and not receipt.refused:
                break
        return cls(frozenset(places))

    def __contains__(self, work: object) -> bool:
        # A work that was made in Python is of no file.
        if not isinstance(work, WorkRecord) or not work.path:
            return False
        if work.imported:
            return True
        key = work.file or path_key(work.source, work.path)
        # One after the other: those of a forged path with 30,000 slashes have a gigabyte.
        names = chain((work.path, key), paths_above(work.path), paths_above(key)) if self._places else ()
        return any(name in self._places for name in names) or locate(key) is None
