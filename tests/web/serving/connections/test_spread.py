"""How many connections each process has."""

from __future__ import annotations

import os
import time

import pytest

from fabula.web.serving.connections import channel
from fabula.web.serving.connections import server as server_module
from fabula.web.serving.connections.spread import Spread
from ..conftest import Running


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
    assert spread.total() == 9


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


def test_the_next_connection_goes_to_the_process_with_the_fewest(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that has more leaves it to the others for a while, and takes it then."""
    monkeypatch.setattr(server_module, "_GIVE_WAY_SECONDS", 0.5)
    spread = server.process._server.place.connections
    another = 7
    server.connect()
    assert server.ask("/")[0] == 200
    spread.note(another, 0)
    started = time.monotonic()
    assert server.ask("/")[0] == 200
    assert time.monotonic() - started >= 0.5
    spread.note(another, 9)
    waits = []
    for _ in range(5):
        started = time.monotonic()
        assert server.ask("/")[0] == 200
        waits.append(time.monotonic() - started)
    assert min(waits) < 0.5


def test_a_loop_that_turns_slowly_gives_way_once(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """However late its next look is, it takes the connection then."""
    monkeypatch.setattr(server_module, "_GIVE_WAY_SECONDS", 0.0)
    # It keeps the connection that makes it the one with more.
    monkeypatch.setattr(channel, "REQUEST_SECONDS", 60.0)
    server.connect()
    assert server.ask("/")[0] == 200
    server.process._server.place.connections.note(7, 0)
    assert server.ask("/")[0] == 200
