"""A process that crashes, hangs or fills the memory is a fault of its seed, and all other seeds are tried."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from benchmarks.stress.mutation import watched
from benchmarks.stress.mutation.watched import MAX_BYTES, Outcome, try_seeds


def test_each_end_of_a_process_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seed is the one that the process was at; what was done is said with it."""
    monkeypatch.setattr(watched, "_HUNG_SECONDS", 0.1)

    def trial(seed: int, say: Callable[[str], None]) -> list[str]:
        say(f"trying {seed}")
        if seed == 3:
            os._exit(7)
        if seed == 5:
            while True:
                pass
        if seed == 6:
            bytes(2 * MAX_BYTES)
        return ["wrong"] if seed == 4 else []

    outcomes: list[Outcome] = []
    try_seeds(trial, range(9), outcomes.append, processes=2)
    by_seed = {outcome.seed: outcome for outcome in outcomes}
    assert sorted(by_seed) == list(range(9)) and by_seed[8] == Outcome(8, "trying 8", [])
    assert by_seed[3].faults == ["the process ended with 7"] and by_seed[4].faults == ["wrong"]
    assert by_seed[5].faults == ["the process ended with -9"] and "MemoryError" in by_seed[6].faults[0]
