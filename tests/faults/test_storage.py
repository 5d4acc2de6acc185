"""After a power failure that loses, tears and reorders unsynced changes, all commits are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.storage import crash_storage


@pytest.mark.slow
def test_what_was_committed_is_there(tmp_path: Path) -> None:
    """15 crashes over all actions. `python -m benchmarks.faults storage` has five hundred."""
    tally = crash_storage(tmp_path, 15)
    assert tally.problems == []
    assert tally.torn and tally.lost


@pytest.mark.slow
@pytest.mark.parametrize("ignored", ["sync", "names"])
def test_every_sync_is_needed(tmp_path: Path, ignored: str) -> None:
    """Without the syncs of files, or of folders, crashes lose commits."""
    assert crash_storage(tmp_path, 24, ignored=ignored).problems
