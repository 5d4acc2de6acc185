"""How many connections each process has."""

from __future__ import annotations

import os

import pytest

from fabula.web.serving.connections.spread import Spread


def test_the_fewest_of_those_that_are_there() -> None:
    """A process that has gone has no part in it, and its number may be another's later."""
    spread = Spread()
    assert spread.fewest() == 0
    spread.note(1, 5)
    spread.note(2, 3)
    assert spread.fewest() == 3
    spread.forget(2)
    assert spread.fewest() == 5
    spread.note(10_000, 4)
    assert spread.fewest() == 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
def test_processes_share_it() -> None:
    """What one process notes, the others see."""
    spread = Spread()
    pid = os.fork()
    if not pid:
        spread.note(7, 2)
        os._exit(0)
    os.waitpid(pid, 0)
    assert spread.fewest() == 2
