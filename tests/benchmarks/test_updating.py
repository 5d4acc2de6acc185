"""The benchmark of updates generates and changes the stated files."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.updating import _Words, change, make_stories
from fabula.index import build, update
from fabula.index.run.options import UpdateOptions


@pytest.mark.slow
def test_changes_are_those_that_are_measured(tmp_path: Path) -> None:
    """Of ten changed files six are edited, two are new, one is moved and one is deleted."""
    words = _Words(1)
    make_stories(tmp_path / "stories", 50, words)
    assert build(tmp_path / "library", [tmp_path / "stories"], speech=False).works == 50
    assert change(tmp_path / "stories", 0.2, words, 1) == 10
    receipt = update(tmp_path / "library", UpdateOptions(speech=False))
    assert (receipt.added, receipt.updated, receipt.moved, receipt.removed) == (2, 7, 1, 1)
