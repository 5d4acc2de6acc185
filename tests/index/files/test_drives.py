"""The drives below a root are found from the files on them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fabula.index.files.drives import DriveFinder
from fabula.index.files.file_source import FileSource


def on_drives(monkeypatch: pytest.MonkeyPatch, devices: dict[Path, int]) -> None:
    """As if these folders were on devices of their own."""
    real = os.stat

    def stat(path: Path | str, **options: bool) -> os.stat_result:
        status = real(path, **options)
        for folder in (Path(path), *Path(path).parents):
            if folder in devices:
                return os.stat_result((*status[:2], devices[folder], *status[3:10]))
        return status

    monkeypatch.setattr(os, "stat", stat)


def test_drives_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One below another, too; a folder on the root's device is none."""
    files = [tmp_path / name for name in ("a.txt", "plain/b.txt", "disk/c.txt", "disk/in/d.txt", "disk/in/usb/e.txt")]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    on_drives(monkeypatch, {tmp_path / "disk": 77, tmp_path / "disk/in/usb": 78})
    finder = DriveFinder(FileSource.at(tmp_path))
    for file in files:
        finder.look_at(FileSource(file, tmp_path))
    assert finder.found == {f"{tmp_path}/disk", f"{tmp_path}/disk/in/usb"}


def test_no_drive_is_found_where_there_is_none(tmp_path: Path) -> None:
    """Nor for a file that is gone meanwhile."""
    (tmp_path / "a.txt").touch()
    finder = DriveFinder(FileSource.at(tmp_path))
    finder.look_at(FileSource(tmp_path / "a.txt", tmp_path))
    finder.look_at(FileSource(tmp_path / "gone.txt", tmp_path))
    assert finder.found == set()
