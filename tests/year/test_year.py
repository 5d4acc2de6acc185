"""A year of an archive: no work goes without consent, ids stay, receipts are true, and searches are right.

`python -m tests.year --seeds 100` plays more years, and longer ones.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .play import make_plan, play

_ROUNDS = 16


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 9, 12])
def test_an_archive_can_be_left_alone(tmp_path: Path, seed: int) -> None:
    """After each round of changes and a run the library is what a careful person expects."""
    play(make_plan(seed, _ROUNDS), tmp_path)
