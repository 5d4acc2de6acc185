"""The time for reading a file grows evenly with its length, in every format and whatever the file repeats."""

from __future__ import annotations

import pytest

from .cases import FIELDS, READING, Case, cases
from .formats import FORMATS, Format
from .reading import read_unit
from .units import LAYOUTS, Unit


@pytest.mark.parametrize(
    "case", [*cases(2, seed=1, stages=READING), *cases(1, seed=1, stages=FIELDS)], ids=lambda case: case.name
)
def test_reading_takes_linear_time(case: Case) -> None:
    """Four times the text takes at most eight times as long; `python -m benchmarks.stress.sweep` tries all cases."""
    growth = case.growth()
    assert growth.is_even, f"{growth.size:,} units took {growth.seconds:.2f} s, {growth.ratio:.1f} times as long"


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_files_of_the_sweep_can_be_read(form: Format) -> None:
    """Each format's file is one that its reader takes: else the sweep would measure how quickly it is refused."""
    works = read_unit(form, Unit("sentences", "She left the house on the hill. "), 20, LAYOUTS[1])
    texts = [block.text for work in works for chapter in work.chapters for block in chapter.blocks]
    assert " ".join(texts).count("She left the house") == 20
