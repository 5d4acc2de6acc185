"""A check detects one flipped bit anywhere in a library, and no search answers wrongly because of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.flips import flip_bits


@pytest.mark.slow
def test_no_flipped_bit_goes_unnoticed(tmp_path: Path) -> None:
    """Searches answer rightly or raise a named error. `python -m benchmarks.faults flips` flips a thousand bits."""
    tally = flip_bits(tmp_path, 30)
    assert tally.problems == []
    assert tally.detected == tally.flips == 30
    assert tally.answers["right"] > 0 and tally.answers["refused"] > 0
    assert {".seg", ".toc", ".json", ".copies", ".speech"} <= set(tally.files)
