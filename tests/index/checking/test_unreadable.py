"""What the system does not let anybody read may be whole, and is told from damage."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work, check
from fabula.index.checking.unreadable import problem_of, unreadable_reason
from fabula.index.errors import LibraryError
from fabula.index.indexer.repair import repair
from fabula.index.reports.receipts import report_numbers


@pytest.fixture
def library(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> Path:
    """A library of one work."""
    return make_library(make_work("The lamp was lit."))


def forbid(monkeypatch: pytest.MonkeyPatch, folder: Path, number: int = errno.EACCES) -> None:
    """Let nobody list `folder`; permissions would not keep root from it."""
    listdir = os.listdir

    def refusing(path: str | Path = ".") -> list[str]:
        if Path(path) == folder:
            raise OSError(number, os.strerror(number), str(path))
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refusing)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ESTALE])
def test_an_index_that_may_not_be_read(library: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The check says what it is, and the repair changes nothing."""
    forbid(monkeypatch, library / "index", number)
    report = check(library)
    (damage,) = report.damage
    assert str(damage) == f"index: it cannot be read: {os.strerror(number)}"
    assert not report.whole and report.unreadable == ("index",)
    with pytest.raises(LibraryError, match=os.strerror(number)):
        repair(library)
    monkeypatch.undo()
    assert check(library).whole


def test_reports_that_may_not_be_read(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are named as a folder, and the rest is checked."""
    forbid(monkeypatch, library / "reports")
    report = check(library)
    assert report.unreadable == ("reports",) and report.works == 1
    with pytest.raises(LibraryError, match=f"reports in {library / 'reports'} cannot be read: Permission denied"):
        report_numbers(library)


def test_damage_is_no_matter_of_permissions(library: Path) -> None:
    """A file that is cut off, or is gone, can be read again by nobody."""
    (segment,) = (library / "index").glob("*.seg")
    assert unreadable_reason(segment) == unreadable_reason(library / "index") == ""
    segment.write_bytes(b"x")
    report = check(library)
    assert report.damage and report.unreadable == ()
    assert unreadable_reason(library / "none") == ""


def test_a_problem_has_no_number_and_no_path() -> None:
    """The check says itself of which file it is."""
    error = PermissionError(errno.EACCES, "Permission denied", "/a")
    assert problem_of(error) == "it cannot be read: Permission denied"
    assert problem_of(ValueError("it fails its checksum")) == "it fails its checksum"
