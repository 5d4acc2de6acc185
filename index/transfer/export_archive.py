"""Export a library as a tar archive of one commit, those that it keeps, its settings and reports, at one moment."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO

from fabula.index.account.phases import Report
from fabula.index.checking.library_files import library_files
from fabula.index.codec.bounded_file import MaxBytes, open_plain
from fabula.index.codec.durable import new_file, sync_folder
from fabula.index.codec.toc import Toc, generations, read_toc, toc_path
from fabula.index.errors import LibraryDamaged, LibraryError
from fabula.index.folder_names import CATALOGUE, INDEX, MARKER, SETTINGS
from fabula.index.receipt import Progress
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.library_marker import check_marker

_MAX_ATTEMPTS = 20


def export_archive(library: str | Path, file: str | Path, *, progress: Report | None = None) -> int:
    """Write the library to `file`: its latest commit, those that it keeps, settings and reports. Returns its bytes.

    A writer may commit meanwhile: all files are opened before the first is read. What only saves time stays behind, as
    it is about files of this machine. Raises LibraryMissing and the like, LibraryFull.
    """
    folder, path = Path(library), Path(file)
    check_marker(folder)
    with ExitStack() as stack:
        files = _open_commit(folder, stack)
        total = sum(os.fstat(content.fileno()).st_size for content in files.values())
        done = 0
        with disk_errors(path.parent, str(path)):
            with new_file(path) as out, tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
                for name, content in files.items():
                    member = tarfile.TarInfo(name)
                    member.size = os.fstat(content.fileno()).st_size
                    tar.addfile(member, content)
                    done += member.size
                    if progress is not None:
                        progress(Progress("exporting", done, total, unit="bytes", path=name))
            sync_folder(path.parent)
    return path.stat().st_size


def _open_commit(folder: Path, stack: ExitStack) -> dict[str, BinaryIO]:
    """The files of the latest commit and of those that it keeps, open, by their names in the library."""
    for attempt in range(_MAX_ATTEMPTS):
        generation = max(generations(folder / INDEX), default=-1)
        with ExitStack() as attempt_stack:
            try:
                toc = read_toc(folder / INDEX, generation)
                # Two commits may have a file in common.
                names = dict.fromkeys((MARKER, *_names(folder, toc), *_kept_names(folder, toc)))
                files: dict[str, BinaryIO] = {
                    name: attempt_stack.enter_context(open_plain(folder / name, MaxBytes.SEGMENT)) for name in names
                }
            except (OSError, LibraryError) as error:
                if attempt == _MAX_ATTEMPTS - 1 or max(generations(folder / INDEX), default=-1) == generation:
                    raise LibraryDamaged(
                        f"The library in {folder} cannot be read: {error}.", hint="`fabula check` says what is damaged."
                    ) from error
                continue
            for name in (SETTINGS, *library_files(folder)):
                # Not part of the commit: it may be missing.
                with suppress(OSError):
                    if name != CATALOGUE:
                        files[name] = attempt_stack.enter_context(
                            open_plain(folder / name, MaxBytes.SEGMENT, may_be_link=name == SETTINGS)
                        )
            stack.push(attempt_stack.pop_all())
            return files
    raise AssertionError("the loop above returns or raises")


def _names(folder: Path, toc: Toc) -> list[str]:
    """The files of a commit, by their names in the library."""
    names = [*sorted(toc.files), toc_path(folder, toc.generation).name]
    return [f"{INDEX}/{name}" for name in names]


def _kept_names(folder: Path, toc: Toc) -> Iterator[str]:
    """The files of the kept commits. One that has lost a file is left out: nobody can use it; an import forgets it."""
    for generation in toc.kept:
        with suppress(LibraryError, OSError):
            names = _names(folder, read_toc(folder / INDEX, generation))
            if all((folder / name).is_file() for name in names):
                yield from names
