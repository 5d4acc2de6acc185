"""Export and import a library as a tar archive of one commit and the settings, as they were at one moment."""

from __future__ import annotations

import io
import os
import re
import shutil
import tarfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO

from fabula.index.checking import CheckReport
from fabula.index.checking.commit import check
from fabula.index.codec.durable import make_folder, new_file, rename, sync_folder
from fabula.index.codec.toc import generations, read_toc, toc_path
from fabula.index.errors import LibraryDamaged, LibraryError, NotALibrary, UnreadableSource
from fabula.index.folder_names import INDEX, MARKER, REPORTS, SETTINGS
from fabula.index.receipt import Progress
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.library_marker import check_marker

_MAX_ATTEMPTS = 20
_Report = Callable[[Progress], object]
# The only members that an archive may have: nothing else is written, and nothing outside the new library.
_MEMBER_NAMES = re.compile(
    rf"{re.escape(MARKER)}|{re.escape(SETTINGS)}|{REPORTS}/[0-9]{{6,12}}\.json\.gz"
    rf"|{INDEX}/(_MAIN_[0-9]{{1,18}}\.toc|MAIN_[0-9a-z]{{1,32}}\.(seg|copies|speech))"
)
_PIECE_BYTES = 1 << 20


def export_archive(library: str | Path, file: str | Path, *, progress: _Report | None = None) -> int:
    """Write the library's latest commit and its settings to `file`. Returns its size in bytes.

    A writer may commit meanwhile: all files of the commit are opened before the first is read. Raises
    LibraryMissing and the like, LibraryFull.
    """
    folder, path = Path(library), Path(file)
    check_marker(folder)
    with ExitStack() as stack:
        files = _open_commit(folder, stack)
        total = sum(os.fstat(content.fileno()).st_size for content in files.values())
        done = 0
        with disk_errors(path.parent):
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
    """The files of the latest commit, open, by their names in the library."""
    for attempt in range(_MAX_ATTEMPTS):
        generation = max(generations(folder / INDEX), default=-1)
        with ExitStack() as attempt_stack:
            try:
                toc = read_toc(folder / INDEX, generation)
                names = [MARKER, *(f"{INDEX}/{name}" for name in sorted(toc.files))]
                names.append(f"{INDEX}/{toc_path(folder, generation).name}")
                files: dict[str, BinaryIO] = {
                    name: attempt_stack.enter_context((folder / name).open("rb")) for name in names
                }
            except (OSError, LibraryError) as error:
                if attempt == _MAX_ATTEMPTS - 1 or max(generations(folder / INDEX), default=-1) == generation:
                    raise LibraryDamaged(
                        f"The library in {folder} cannot be read: {error}.", hint="`fabula check` says what is damaged."
                    ) from error
                continue
            reports = sorted((folder / REPORTS).glob("*.json.gz"))
            for name in (SETTINGS, *(f"{REPORTS}/{path.name}" for path in reports)):
                # Not part of the commit: it may be missing.
                with suppress(OSError):
                    files[name] = attempt_stack.enter_context((folder / name).open("rb"))
            stack.push(attempt_stack.pop_all())
            return files
    raise AssertionError("the loop above returns or raises")


def import_archive(library: str | Path, file: str | Path, *, progress: _Report | None = None) -> CheckReport:
    """Make a new library from an archive. It is checked before it gets its name; a damaged one is refused.

    Raises NotALibrary if the folder has anything in it, UnreadableSource for a file that is no archive of a library,
    LibraryDamaged, LibraryTooNew, LibraryFull.
    """
    folder, path = Path(library), Path(file)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotALibrary(f"{folder} is there already.", hint="Name a new folder with --library.")
    staging = folder.with_name(f".{folder.name}.importing")
    with disk_errors(folder):
        shutil.rmtree(staging, ignore_errors=True)
        make_folder(staging / INDEX)
    try:
        _unpack(path, staging, folder)
        report = check(staging, progress=progress)
        if not report.whole:
            raise LibraryDamaged(
                f"The library in {path} is damaged: {report.damage[0]}.", hint="Export it once more, or import a copy."
            )
        with disk_errors(folder):
            if folder.exists():
                folder.rmdir()
            rename(staging, folder)
            sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return report


def _unpack(path: Path, staging: Path, folder: Path) -> None:
    try:
        with tarfile.open(path, mode="r:") as tar:
            for member in tar:
                if not member.isfile() or not _MEMBER_NAMES.fullmatch(member.name):
                    raise UnreadableSource(f"{path} is no archive of a library: it holds {member.name!r}.")
                content = tar.extractfile(member)
                assert content is not None
                with disk_errors(folder):
                    make_folder((staging / member.name).parent)
                    with new_file(staging / member.name) as out:
                        shutil.copyfileobj(content, out, _PIECE_BYTES)
                    sync_folder((staging / member.name).parent)
    except (tarfile.TarError, EOFError, io.UnsupportedOperation, FileNotFoundError, IsADirectoryError) as error:
        raise UnreadableSource(
            f"{path} cannot be read as an archive of a library: {error}.", hint="`fabula export --archive` makes one."
        ) from error
