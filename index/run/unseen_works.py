"""Keeps the works of folders that are a drive which is away, or suddenly empty."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.index.files.paths import paths_above
from fabula.index.losses.removals import count_text
from fabula.index.losses.unseen_folders import UnseenFolder, UnseenFolders
from fabula.index.model import WorkRecord
from fabula.index.receipt import RunWarning, WarningKind
from fabula.index.records.work_record import key_of
from .ledger import Ledger


def keep_unseen_works(ledger: Ledger, missing: Iterable[WorkRecord], folders: UnseenFolders) -> list[RunWarning]:
    """Have the ledger keep those of the missing works that lie in an unseen folder. Returns a warning for each folder.

    A folder whose stories are all elsewhere now was emptied by somebody.
    """
    by_folder: dict[UnseenFolder, list[WorkRecord]] = {}
    for record in missing:
        folder = folders.around(key_of(record))
        if folder is not None:
            by_folder.setdefault(folder, []).append(record)
    warnings: list[RunWarning] = []
    for folder, records in sorted(by_folder.items()):
        if folder.was_drive or ledger.lost_works(records):
            for record in records:
                ledger.failed.add(key_of(record))
            them = "it" if len(records) == 1 else "them"
            text = (
                f"The folder {folder.path} {folder.problem}: {count_text(len(records))} from it stayed;"
                f" --allow-removals removes {them}."
            )
            warnings.append(RunWarning(WarningKind.FOLDER_UNSEEN, text, folder.path))
    return warnings


def remembered_drives(now: Iterable[str], before: Iterable[str], unmet: Iterable[WorkRecord]) -> list[str]:
    """The drives that the next run has to know: those of this run, and earlier ones with works that were not met.

    A drive of which all works were met is a plain folder now, into which somebody copied them.
    """
    drives = set(now)
    gone = set(before) - drives
    if gone:
        drives.update(gone.intersection(folder for record in unmet for folder in paths_above(key_of(record))))
    return sorted(drives)
