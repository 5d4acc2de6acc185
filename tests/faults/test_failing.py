"""When a step of the file system fails, the error has a name, the library is unharmed, and no temporary file stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.failing import fail_steps


@pytest.mark.slow
def test_every_kind_of_step_may_fail(tmp_path: Path) -> None:
    """One step of each kind fails in each action, alone or with all later ones.

    `python -m benchmarks.faults failing` fails all of them.
    """
    tally = fail_steps(tmp_path, limit=1)
    assert tally.problems == []
    assert set(tally.kinds) == {"create", "write", "sync", "rename", "remove", "folder", "names"}
