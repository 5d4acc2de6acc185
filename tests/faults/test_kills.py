"""A killed writer loses no commit and leaves no file that the next run does not delete."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.actions import KILLED
from benchmarks.faults.kills import kill_writers


@pytest.mark.slow
def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    """One kill in every action. `python -m benchmarks.faults kills` has five hundred."""
    tally = kill_writers(tmp_path, len(KILLED))
    assert tally.problems == []
    assert sum(count for name, count in tally.ended.items() if "killed" in name) >= 3


@pytest.mark.slow
def test_a_merge_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    """Kills while segments are merged in a commit of their own."""
    tally = kill_writers(tmp_path, 4, actions=["commits"], in_merges=True)
    assert tally.problems == []
    assert tally.ended["commits: killed in a merge"] > 0
