"""Import an archive of a library: unpacked beside its place, checked, and only then given its name."""

from __future__ import annotations

import io
import re
import shutil
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from fabula.index.account.phases import Report
from fabula.index.checking import CheckReport
from fabula.index.checking.commit import check
from fabula.index.codec.durable import make_folder, new_file, rename, sync_folder
from fabula.index.errors import LibraryDamaged, NotALibrary, SourceMissing, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.folder_names import BESIDE_REPORTS, INDEX, MARKER, REPORTS, SETTINGS
from fabula.index.receipt import Progress
from fabula.index.store.disk_errors import disk_errors
from .archived_extras import settle_extras
from .import_file import opened

# The only members that an archive may have: nothing else is written, and nothing outside the new library.
_MEMBER_NAMES = re.compile(
    rf"{re.escape(MARKER)}|{re.escape(SETTINGS)}|{REPORTS}/([0-9]{{6,12}}\.json\.gz|{'|'.join(BESIDE_REPORTS)})"
    rf"|{INDEX}/(_MAIN_[0-9]{{1,18}}\.toc|MAIN_[0-9a-z]{{1,32}}\.(seg|copies|speech))"
)
_PIECE_BYTES = 1 << 20


def import_archive(library: str | Path, file: str | Path, *, progress: Report | None = None) -> CheckReport:
    """Make a new library from an archive. It is checked before it gets its name; a damaged one is refused.

    Kept commits and reports that are not there, or damaged, are left out, and the report's `remarks` say so.

    Raises NotALibrary if the folder has anything in it, UnreadableSource for a file that is not there or no archive of
    a library, LibraryDamaged, LibraryTooNew, LibraryFull.
    """
    folder = Path(library)
    try:
        source = FileSource.at(file)
    except SourceMissing as error:
        raise UnreadableSource(str(error)) from error
    _require_tar(source)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotALibrary(
            f"An archive becomes a new library, and {folder} is there already.",
            hint="Name a new folder with --library. Works alone are added to a library that is there: fabula export"
            " --output works.jsonl, then fabula import works.jsonl.",
        )
    staging = folder.with_name(f".{folder.name}.importing")
    with disk_errors(folder):
        shutil.rmtree(staging, ignore_errors=True)
        make_folder(staging / INDEX)
    try:
        _unpack(source, staging, folder, progress)
        remarks = settle_extras(staging, progress)
        report = check(staging, progress=progress)
        if not report.whole:
            raise LibraryDamaged(
                f"The library in {source.name} is damaged: {report.damage[0]}.",
                hint="Export it once more, or import a copy.",
            )
        with disk_errors(folder):
            if folder.exists():
                folder.rmdir()
            rename(staging, folder)
            sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return replace(report, remarks=remarks)


def _unpack(source: FileSource, staging: Path, folder: Path, progress: Report | None) -> None:
    try:
        with opened(source) as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
            names: set[str] = set()
            for member in tar:
                # A sparse file takes no room in the archive and fills the disk.
                is_plain = member.isfile() and not member.issparse()
                if not is_plain or not _MEMBER_NAMES.fullmatch(member.name) or member.name in names:
                    raise UnreadableSource(f"{source.name} is no archive of a library: it holds {member.name!r}.")
                names.add(member.name)
                content = tar.extractfile(member)
                assert content is not None
                with disk_errors(folder):
                    make_folder((staging / member.name).parent)
                    with new_file(staging / member.name) as out:
                        shutil.copyfileobj(content, out, _PIECE_BYTES)
                    sync_folder((staging / member.name).parent)
                if progress is not None:
                    progress(Progress("unpacking", stream.tell(), source.size, unit="bytes", path=member.name))
            _require_end(stream, tar.offset)
    except (tarfile.TarError, EOFError, io.UnsupportedOperation, ValueError) as error:
        raise _no_archive(source, error) from error


def _require_tar(source: FileSource) -> None:
    """Raises UnreadableSource for a file that does not begin as a tar archive does."""
    with opened(source) as stream:
        try:
            tarfile.open(fileobj=stream, mode="r:").close()
        except (tarfile.TarError, EOFError, io.UnsupportedOperation, ValueError) as error:
            raise _no_archive(source, error) from error


def _no_archive(source: FileSource, error: Exception) -> UnreadableSource:
    return UnreadableSource(
        f"{source.name} cannot be read as an archive of a library: {error}.",
        hint="`fabula export --archive` makes one. A file of JSON Lines begins with {, or its name ends in .jsonl."
        " Stories are read by `fabula index`.",
    )


def _require_end(stream: BinaryIO, offset: int) -> None:
    """Raises EOFError unless the archive has its end at `offset`: one that is cut off between two members is no tar
    error, and would be a library without some of its reports."""
    stream.seek(offset)
    if stream.read(tarfile.BLOCKSIZE) != b"\0" * tarfile.BLOCKSIZE:
        raise EOFError("it is cut off")
