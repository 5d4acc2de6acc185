"""The time for speech grows evenly with the length of a text, whatever the text repeats."""

from __future__ import annotations

import pytest

from .cases import OTHER_SPEECH, SPEECH, Case, cases


@pytest.mark.parametrize(
    "case", [*cases(20, seed=1, stages=[SPEECH]), *cases(4, seed=1, stages=OTHER_SPEECH)], ids=lambda case: case.name
)
def test_speech_takes_linear_time(case: Case) -> None:
    """Four times the text takes at most eight times as long; `python -m benchmarks.stress.sweep` tries all cases."""
    growth = case.growth()
    assert growth.is_even, f"{growth.size:,} units took {growth.seconds:.2f} s, {growth.ratio:.1f} times as long"
