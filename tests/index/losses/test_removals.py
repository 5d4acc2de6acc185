"""Up to a tenth of the works may be lost without permission."""

from __future__ import annotations

import pytest

from fabula.index import Metadata, WorkRecord
from fabula.index.errors import RemovalsRefused
from fabula.index.losses.removals import Losses, check_removals


def gone(count: int) -> Losses:
    return Losses(
        [
            WorkRecord(f"{n}", "Lamp", (), Metadata(), "en", "text", f"{n}.txt", "/s", "1", 0, 1, 0, 4, 17)
            for n in range(count)
        ]
    )


def test_a_tenth_may_be_lost() -> None:
    """Exactly a tenth passes, one more is refused with the first three names; permission allows any number."""
    assert check_removals(gone(2), 20, allowed=False) == []
    assert check_removals(Losses(), 0, allowed=False) == []
    with pytest.raises(RemovalsRefused, match=r"files of 4 works of 39 are gone \(/s/0.txt, /s/1.txt, /s/2.txt, …\)"):
        check_removals(gone(4), 39, allowed=False)
    assert check_removals(gone(4), 39, allowed=True) == []


def test_a_dry_run_warns() -> None:
    """It reports what the real run would refuse."""
    (warning,) = check_removals(gone(1), 9, allowed=False, dry_run=True)
    problem = "The files of 1 work of 9 are gone (/s/0.txt), which is more than one in 10."
    assert str(warning) == f"{problem} Without --allow-removals a run writes nothing."
