"""Works whose files failed, are away or are gone are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fabula.index import Receipt, RunWarning, SkipKind, Skipped, WarningKind
from fabula.index.folder_names import REPORTS
from fabula.index.library.settings import Settings
from fabula.index.model import Metadata, WorkRecord
from fabula.index.reports.receipts import keep_report
from fabula.index.reports.uncertain_files import UncertainFiles
from fabula.index.store.library_store import create_store

RUN = Receipt(1, 0, 0, 0, 0, (), 0, 0, 0, 0, 0.0, run="update")


def work(source: Path, path: str) -> WorkRecord:
    return WorkRecord("id", "", (), Metadata(), "und", "", path, str(source), "", 1, 1, 0, 1, 1)


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A folder with two files, one of them an archive by its name."""
    folder = tmp_path / "stories"
    (folder / "a").mkdir(parents=True)
    for name in ("a/one.txt", "two.zip"):
        (folder / name).write_text("One.")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    create_store(tmp_path / "library").close()
    return tmp_path / "library"


def test_a_file_that_is_there(stories: Path, library: Path) -> None:
    """Is certain, and so is a member of an archive that is there; what is gone, or was imported, is not."""
    uncertain = UncertainFiles.of(library)
    assert work(stories, "a/one.txt") not in uncertain
    assert work(stories, "two.zip!/b.txt") not in uncertain
    assert work(stories, "a/none.txt") in uncertain and work(stories / "none", "a/one.txt") in uncertain
    assert replace(work(stories, "a/one.txt"), imported=True) in uncertain
    assert work(Path(), "") not in uncertain


@pytest.mark.parametrize("kind", [SkipKind.FAILED, SkipKind.NOT_HERE, SkipKind.EXTRA_NEEDED])
@pytest.mark.parametrize("path", ["a/one.txt", "a"])
def test_a_file_that_failed(stories: Path, library: Path, kind: SkipKind, path: str) -> None:
    """Or the folder or archive that it is in; but not one that is no story."""
    keep_report(library, replace(RUN, skipped=(Skipped(path, kind, "damaged"),)), Settings())
    assert work(stories, "a/one.txt") in UncertainFiles.of(library)
    assert work(stories, "two.zip!/b.txt") not in UncertainFiles.of(library)
    keep_report(library, replace(RUN, skipped=(Skipped(path, SkipKind.IGNORED, "a picture"),)), Settings())
    assert work(stories, "a/one.txt") not in UncertainFiles.of(library)


def test_a_source_or_a_folder_that_is_away(stories: Path, library: Path) -> None:
    """By the report; a later run over a part says nothing of it, a refused one neither, a later update does."""
    away = RunWarning(WarningKind.FOLDER_UNSEEN, "It is away.", str(stories / "a"))
    keep_report(library, replace(RUN, warnings=(away,)), Settings())
    keep_report(library, replace(RUN, run="index"), Settings())
    keep_report(library, replace(RUN, refused="Too many would go."), Settings())
    assert work(stories, "a/one.txt") in UncertainFiles.of(library)
    assert work(stories, "two.zip!/b.txt") not in UncertainFiles.of(library)
    keep_report(library, replace(RUN, unseen=(str(stories),)), Settings())
    assert work(stories, "two.zip!/b.txt") in UncertainFiles.of(library)
    (library / REPORTS / "000004.json.gz").write_bytes(b"half")
    assert work(stories, "two.zip!/b.txt") not in UncertainFiles.of(library)
    keep_report(library, RUN, Settings())
    assert work(stories, "a/one.txt") not in UncertainFiles.of(library)
