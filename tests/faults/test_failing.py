"""A file system that fails at a step: a named error, the library as it was, and no temporary files."""

from __future__ import annotations

from pathlib import Path

from benchmarks.faults.failing import fail_steps


def test_every_kind_of_step_may_fail(tmp_path: Path) -> None:
    """One step of each kind in each action, alone or for good. `python -m benchmarks.faults failing` has all."""
    tally = fail_steps(tmp_path, most=1)
    assert tally.problems == []
    assert set(tally.kinds) == {"create", "write", "sync", "rename", "remove", "folder", "names"}
