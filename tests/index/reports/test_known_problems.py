"""What was wrong in the last run, kept by source."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index import check
from fabula.index.errors import LibraryDamaged
from fabula.index.folder_names import PROBLEMS, REPORTS
from fabula.index.reports.known_problems import KnownProblems, problem_hash
from fabula.index.store.library_store import create_store


@pytest.fixture
def library(tmp_path: Path) -> Path:
    create_store(tmp_path / "library").close()
    return tmp_path / "library"


def test_they_are_kept(library: Path) -> None:
    """By their hashes; without a file there are none."""
    assert KnownProblems.read(library) == KnownProblems()
    first, second = problem_hash("/s/a.txt", "failed", "damaged"), problem_hash("/t\udcff.txt", "failed", "damaged")
    known = KnownProblems({"/s": [first], "/t": [second], "/u": []})
    known.write(library)
    again = KnownProblems.read(library)
    assert again == known and first in again and second in again and problem_hash("/s/a.txt") not in again
    assert again.of("/s") == {first} and again.of("/elsewhere") == frozenset()


def test_parts_do_not_run_together() -> None:
    """Two problems with the same letters have two hashes."""
    assert problem_hash("ab", "c") != problem_hash("a", "bc")


def test_a_refusal_is_remembered_with_its_reason(library: Path) -> None:
    """Until a run is not refused."""
    known = KnownProblems({"/s": [7]}).with_refusal("3 works would go.")
    known.write(library)
    again = KnownProblems.read(library)
    assert again.refusals and again.with_refusal("3 works would go.") == again
    assert again.with_refusal("4 works would go.") != again and again.of("/s") == {7}


@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b\x08\x00"])
def test_a_damaged_file_makes_all_problems_new_once(library: Path, content: bytes) -> None:
    """It is a named error for a check, and nothing for a run."""
    KnownProblems({"/s": [7]}).write(library)
    (library / REPORTS / PROBLEMS).write_bytes(content)
    with pytest.raises(LibraryDamaged, match="problems"):
        KnownProblems.read(library)
    assert any("problems" in str(damage) for damage in check(library).damage)
    assert KnownProblems.read_if_whole(library) == KnownProblems()
