"""One flipped bit anywhere in a library is found by a check, and no search ever answers wrongly because of it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.faults.flips import flip_bits


def test_no_flipped_bit_goes_unnoticed(tmp_path: Path) -> None:
    """In any file; what is asked is answered rightly or refused with a named error. `python -m benchmarks.faults
    flips` flips a thousand."""
    tally = flip_bits(tmp_path, 30)
    assert tally.problems == []
    assert tally.found == tally.flips == 30
    assert tally.answers["right"] > 0 and tally.answers["refused"] > 0
    assert {".seg", ".toc", ".json", ".copies", ".speech"} <= set(tally.files)
