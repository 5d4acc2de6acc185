"""The power fails, and the disk has lost, torn and reordered what it was not told to sync."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.storage import crash_storage


def test_what_was_committed_is_there(tmp_path: Path) -> None:
    """At some moments of every action. `python -m benchmarks.faults storage` has five hundred."""
    tally = crash_storage(tmp_path, 15)
    assert tally.problems == []
    assert tally.torn and tally.lost


@pytest.mark.parametrize("forgotten", ["sync", "names"])
def test_every_sync_is_needed(tmp_path: Path, forgotten: str) -> None:
    """The storage has teeth: without the syncs of files, or of folders, something is lost."""
    assert crash_storage(tmp_path, 24, forgets=forgotten).problems
