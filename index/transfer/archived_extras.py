"""What an archive may lack without being useless: kept commits, reports, settings that make sense."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fabula.index.account.phases import Report
from fabula.index.checking.commit import check_generation
from fabula.index.checking.library_files import damaged_library_files
from fabula.index.codec.durable import remove
from fabula.index.codec.toc import generations, read_toc, toc_path, write_toc
from fabula.index.errors import LibraryError, SettingsError
from fabula.index.folder_names import INDEX
from fabula.index.library.settings import read_settings
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.garbage import delete_garbage


def settle_extras(folder: Path, progress: Report | None = None) -> tuple[str, ...]:
    """Leave out what the library in `folder`, just unpacked, lists but has not whole. Returns a sentence for each.

    The latest commit is not checked here. Raises LibraryFull.
    """
    with disk_errors(folder):
        return (*_settle_kept(folder, progress), *_settle_reports(folder), *_settings_notes(folder))


def _settle_kept(folder: Path, progress: Report | None) -> Iterator[str]:
    """An archive of an earlier Fabula lists kept commits that it does not have."""
    files = folder / INDEX
    latest = max(generations(files), default=-1)
    try:
        toc = read_toc(files, latest)
    except (LibraryError, OSError):
        # The check of the library says what is wrong.
        return
    kept = []
    for generation in dict.fromkeys(toc.kept):
        if generation >= latest or not toc_path(files, generation).exists():
            yield f"Index {generation}, which the library kept, is not in the archive."
        elif damage := check_generation(folder, generation, progress=progress).damage:
            yield f"Index {generation}, which the library kept, is damaged and was left out: {damage[0]}."
        else:
            kept.append(generation)
    if tuple(kept) != toc.kept:
        write_toc(files, toc._replace(kept=tuple(kept)))
    delete_garbage(files)


def _settle_reports(folder: Path) -> Iterator[str]:
    for name, problem in list(damaged_library_files(folder)):
        remove(folder / name)
        yield f"{name} is damaged and was left out: {problem}"


def _settings_notes(folder: Path) -> Iterator[str]:
    try:
        read_settings(folder)
    except SettingsError as error:
        yield f"The settings were taken over with a mistake, which stops the next run: {error}"
