"""No mutation of a library's files does more than end in a named error or in an answer of the declared shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.stress.mutation.watched import Outcome
from benchmarks.stress.mutations import mutate

_MUTATIONS = 2_000
# Each is asked two questions of fifty, at random by its seed.
_SHARE = 0.04


@pytest.mark.slow
def test_no_mutation_stops_a_reader(tmp_path: Path) -> None:
    """Two thousand, with fixed seeds: no hang, no bare error, no text as markup, nothing above 2 s and 500 MB."""
    outcomes: list[Outcome] = []
    mutate(tmp_path, range(_MUTATIONS), outcomes.append, processes=2, share=_SHARE)
    assert [outcome for outcome in outcomes if outcome.faults] == []
    assert sorted(outcome.seed for outcome in outcomes) == list(range(_MUTATIONS))
