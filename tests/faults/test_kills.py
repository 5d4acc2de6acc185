"""A writer that is killed loses nothing that was committed, and leaves nothing that the next run does not clean up."""

from __future__ import annotations

from pathlib import Path

from benchmarks.faults.kills import kill_writers


def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    """At a few moments of every action. `python -m benchmarks.faults kills` has five hundred."""
    tally = kill_writers(tmp_path, 6)
    assert tally.problems == []
    assert sum(count for name, count in tally.ended.items() if name.endswith("killed")) >= 3
