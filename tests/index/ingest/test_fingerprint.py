"""A task's fingerprint changes with the size or times of its files, and is None where a file may change unseen."""

from __future__ import annotations

import os
from pathlib import Path

from fabula.index.files.file_source import FileSource
from fabula.index.ingest.clock_grain import settles_ns
from fabula.index.ingest.discovery import Task
from fabula.index.ingest.fingerprint import Fingerprint, fingerprint_of


def fingerprint(path: Path, sidecar: Path | None = None) -> Fingerprint | None:
    return fingerprint_of(Task((FileSource.at(path).with_name(),), FileSource.at(sidecar) if sidecar else None))


def test_it_changes_with_size_time_and_sidecar(tmp_path: Path) -> None:
    """The same file twice has one fingerprint; another size, another time or a sidecar give another."""
    path, sidecar = tmp_path / "one.txt", tmp_path / "metadata.opf"
    path.write_text("One.")
    sidecar.write_text("<package/>")
    first, again = fingerprint(path), fingerprint(path)
    assert first is not None and again is not None and first.same(again)
    assert first.settles == settles_ns(path.stat())
    others = [fingerprint(path, sidecar)]
    os.utime(path, (1, 1))
    others.append(fingerprint(path))
    path.write_text("Two..")
    others.append(fingerprint(path))
    assert all(other is not None and not other.same(first) for other in others)


def test_a_folder_counts_all_files_below_it(tmp_path: Path) -> None:
    """A file deep below changes it; a link to a folder makes it unknown, as anything may change there."""
    folder = tmp_path / "story"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "1.html").write_text("One.")
    first = fingerprint(folder)
    (folder / "deep" / "2.html").write_text("Two.")
    second = fingerprint(folder)
    assert first is not None and second is not None and not first.same(second)
    (folder / "link").symlink_to(tmp_path)
    assert fingerprint(folder) is None
