"""Searches run while another process commits: each answer matches one commit, and readers see later ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.readers import read_while_writing


@pytest.mark.slow
def test_every_answer_is_one_commits(tmp_path: Path) -> None:
    """3 threads, 2 processes, 15 commits. `python -m benchmarks.faults readers` has 8, 4 and 200."""
    tally = read_while_writing(tmp_path, 15, threads=3, processes=2)
    assert tally.problems == []
    assert len(tally.lags) == 5
    assert len(tally.generations) > 3
